import { randomInt } from 'node:crypto';

/** Where an event id was first seen. */
export interface SeenEvent {
  readonly streamNumber: number;
  readonly revision: number;
  /** Above 0. */
  readonly position: number;
}

const WORDS_OF_ID = 4;
/** Of each slot: the four words of its id and, as three doubles, stream number, revision, position; 0 where there is none. */
const WORDS = 10;
const DOUBLES = WORDS / 2;
const STREAM_NUMBER = 2;
const REVISION = 3;
const POSITION = 4;
/** Nobody outside can choose ids that fall into one place. */
const SEED = randomInt(2 ** 32);

/**
 * Ids of events and where each was seen: an open-addressing table, which the garbage collector does not look into. What is of
 * one id lies together, since a processor fetches it from memory at each look.
 */
export class IdTable {
  size = 0;
  private readonly mask: number;
  private readonly words: Int32Array;
  private readonly doubles: Float64Array;

  constructor(largest: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * largest));
    this.mask = slots - 1;
    const memory = new ArrayBuffer(4 * WORDS * slots);
    this.words = new Int32Array(memory);
    this.doubles = new Float64Array(memory);
  }

  has(id: Int32Array): boolean {
    return this.isTaken(this.slotOf(id));
  }

  find(id: Int32Array): SeenEvent | undefined {
    const slot = this.slotOf(id);
    return this.isTaken(slot) ? this.seenAt(slot) : undefined;
  }

  /** False where it is in it already, and stays as it is. */
  add(id: Int32Array, streamNumber: number, revision: number, position: number): boolean {
    const slot = this.slotOf(id);
    if (this.isTaken(slot)) return false;
    for (let nth = 0; nth < WORDS_OF_ID; nth++) this.words[WORDS * slot + nth] = id[nth] as number;
    this.doubles[DOUBLES * slot + STREAM_NUMBER] = streamNumber;
    this.doubles[DOUBLES * slot + REVISION] = revision;
    this.doubles[DOUBLES * slot + POSITION] = position;
    this.size++;
    return true;
  }

  clear(): void {
    this.doubles.fill(0);
    this.size = 0;
  }

  forgetAfter(position: number): void {
    const slots = Array.from({ length: this.mask + 1 }, (_, slot) => slot).filter((slot) => this.isTaken(slot));
    const kept = slots
      .map((slot) => ({ id: this.words.slice(WORDS * slot, WORDS * slot + WORDS_OF_ID), event: this.seenAt(slot) }))
      .filter(({ event }) => event.position <= position);
    this.clear();
    for (const { id, event } of kept) this.add(id, event.streamNumber, event.revision, event.position);
  }

  /** Where it is, or would be. */
  private slotOf(id: Int32Array): number {
    const { words, mask } = this;
    const [a, b, c, d] = [id[0] as number, id[1] as number, id[2] as number, id[3] as number];
    let slot = hashOf(a, b, c, d) & mask;
    for (; this.isTaken(slot); slot = (slot + 1) & mask) {
      const at = WORDS * slot;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) break;
    }
    return slot;
  }

  private isTaken(slot: number): boolean {
    return this.doubles[DOUBLES * slot + POSITION] !== 0;
  }

  private seenAt(slot: number): SeenEvent {
    const at = DOUBLES * slot;
    const [streamNumber = 0, revision = 0, position = 0] = this.doubles.subarray(at + STREAM_NUMBER, at + DOUBLES);
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

/** The 128 bits of a UUID, of its canonical text, as four words. */
export function writeWords(id: string, words: Int32Array): Int32Array {
  words[0] = wordIn(id, 0, 8);
  words[1] = (wordIn(id, 9, 13) << 16) | wordIn(id, 14, 18);
  words[2] = (wordIn(id, 19, 23) << 16) | wordIn(id, 24, 28);
  words[3] = wordIn(id, 28, 36);
  return words;
}

function wordIn(text: string, from: number, to: number): number {
  let word = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    word = (word << 4) | (code < 0x3a ? code - 0x30 : code - 0x57);
  }
  return word;
}
