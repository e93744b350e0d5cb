import { randomInt } from 'node:crypto';

/** Where an event id was first seen. */
export interface SeenEvent {
  readonly streamNumber: number;
  readonly revision: number;
  /** Above 0. */
  readonly position: number;
}

/** The 128 bits of a UUID. */
export type IdWords = readonly [number, number, number, number];

const WORDS = 4;
const NUMBERS = 3;
/** Nobody outside can choose ids that fall into one place. */
const SEED = randomInt(2 ** 32);

/** Ids of events and where each was seen: an open-addressing table in two arrays, which the garbage collector does not look into. */
export class IdTable {
  size = 0;
  private readonly mask: number;
  private readonly ids: Uint32Array;
  /** Of each: stream number, revision, position; 0 where there is none. */
  private readonly seen: Float64Array;

  constructor(largest: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * largest));
    this.mask = slots - 1;
    this.ids = new Uint32Array(WORDS * slots);
    this.seen = new Float64Array(NUMBERS * slots);
  }

  has(id: IdWords): boolean {
    return this.isTaken(this.slotOf(id));
  }

  find(id: IdWords): SeenEvent | undefined {
    const slot = this.slotOf(id);
    return this.isTaken(slot) ? this.seenAt(slot) : undefined;
  }

  /** One that is not in it. */
  add(id: IdWords, { streamNumber, revision, position }: SeenEvent): void {
    const slot = this.slotOf(id);
    this.ids.set(id, WORDS * slot);
    this.seen[NUMBERS * slot] = streamNumber;
    this.seen[NUMBERS * slot + 1] = revision;
    this.seen[NUMBERS * slot + 2] = position;
    this.size++;
  }

  clear(): void {
    this.seen.fill(0);
    this.size = 0;
  }

  forgetAfter(position: number): void {
    const slots = Array.from({ length: this.mask + 1 }, (_, slot) => slot).filter((slot) => this.isTaken(slot));
    const kept = slots
      .map((slot) => ({ id: this.idAt(slot), event: this.seenAt(slot) }))
      .filter(({ event }) => event.position <= position);
    this.clear();
    for (const { id, event } of kept) this.add(id, event);
  }

  /** Where it is, or would be. */
  private slotOf([a, b, c, d]: IdWords): number {
    const { ids, mask } = this;
    let slot = hashOf(a, b, c, d) & mask;
    for (; this.isTaken(slot); slot = (slot + 1) & mask) {
      const at = WORDS * slot;
      if (ids[at] === a && ids[at + 1] === b && ids[at + 2] === c && ids[at + 3] === d) break;
    }
    return slot;
  }

  private isTaken(slot: number): boolean {
    return this.seen[NUMBERS * slot + 2] !== 0;
  }

  private idAt(slot: number): IdWords {
    const [a = 0, b = 0, c = 0, d = 0] = this.ids.subarray(WORDS * slot, WORDS * (slot + 1));
    return [a, b, c, d];
  }

  private seenAt(slot: number): SeenEvent {
    const [streamNumber = 0, revision = 0, position = 0] = this.seen.subarray(NUMBERS * slot, NUMBERS * (slot + 1));
    return { streamNumber, revision, position };
  }
}

function hashOf(a: number, b: number, c: number, d: number): number {
  const hash = mixed(mixed(mixed(mixed(SEED, a), b), c), d);
  return hash ^ (hash >>> 13);
}

const mixed = (hash: number, word: number): number => {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
};

/** Of a UUID's canonical text. */
export const wordsOf = (id: string): IdWords => [
  wordIn(id, 0, 8),
  wordIn(id, 9, 13) * 0x10000 + wordIn(id, 14, 18),
  wordIn(id, 19, 23) * 0x10000 + wordIn(id, 24, 28),
  wordIn(id, 28, 36),
];

function wordIn(text: string, from: number, to: number): number {
  let word = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    word = word * 16 + (code < 0x3a ? code - 0x30 : code - 0x57);
  }
  return word;
}
