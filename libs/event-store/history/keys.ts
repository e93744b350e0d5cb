/**
 * Idempotency keys as the write path remembers them: by hash, a few bytes each. A hash that is found is only a hint
 * to the entry that has the key; a hash that is not found proves the key new.
 */
import { hash } from 'node:crypto';

/** What a client may send as a key (rule 10.1): 1 to 255 characters of printable ASCII, no space. */
export const CLIENT_KEY = /^[\x21-\x7e]{1,255}$/;

/** A key of the product's own commands. The space keeps it apart from all that a client can send. */
export const internalKey = (name: string): string => ` ${name}`;

/** 64 bits of the SHA-256 of a key. */
export type KeyHash = { readonly high: number; readonly low: number };

export function hashKey(key: string): KeyHash {
  const digest = hash('sha256', key, 'binary');
  return { high: wordAt(digest, 0), low: wordAt(digest, 4) };
}

/** Little endian. A digest as a string, a byte a character, costs a third of one as a buffer. */
const wordAt = (bytes: string, at: number): number =>
  (bytes.charCodeAt(at) |
    (bytes.charCodeAt(at + 1) << 8) |
    (bytes.charCodeAt(at + 2) << 16) |
    (bytes.charCodeAt(at + 3) << 24)) >>>
  0;

const WORDS = 3;
/** Of all tables that are empty: an array of its own takes more than some accounts' keys. */
const NO_SLOTS = new Uint32Array(0);

/**
 * Keys of the entries since the last snapshot: hash → revision of the first entry with the key. An open-addressing
 * table in one array, 12 bytes a slot: a process holds tens of thousands of these.
 */
export class KeyTable {
  size = 0;
  private slots = NO_SLOTS;
  private mask = -1;

  get bytes(): number {
    return this.slots.byteLength;
  }

  /** What `packed` gave. */
  static of(packed: Uint32Array): KeyTable {
    const table = new KeyTable();
    table.makeRoom(packed.length / WORDS);
    table.addAll(packed);
    return table;
  }

  /** Of each key its hash and the revision of its entry. */
  packed(): Uint32Array {
    const packed = new Uint32Array(this.size * WORDS);
    let end = 0;
    for (let at = 0; at < this.slots.length; at += WORDS) {
      if (this.slots[at + 2] === 0) continue;
      packed.set(this.slots.subarray(at, at + WORDS), end);
      end += WORDS;
    }
    return packed;
  }

  add(key: KeyHash, revision: number): void {
    if ((this.size + 1) * 4 > (this.mask + 1) * 3) this.makeRoom(this.size + 1);
    let at = (key.low & this.mask) * WORDS;
    while (this.slots[at + 2] !== 0) at = this.next(at);
    this.slots[at] = key.high;
    this.slots[at + 1] = key.low;
    this.slots[at + 2] = revision;
    this.size++;
  }

  /** Revisions of entries that may have the key, in no order. Nearly always none or one. */
  find(key: KeyHash): readonly number[] {
    if (this.size === 0) return NONE;
    let found: number[] | undefined;
    for (let at = (key.low & this.mask) * WORDS; this.slots[at + 2] !== 0; at = this.next(at)) {
      if (this.slots[at] === key.high && this.slots[at + 1] === key.low) (found ??= []).push(this.word(at + 2));
    }
    return found ?? NONE;
  }

  *hashes(): Iterable<KeyHash> {
    for (let at = 0; at < this.slots.length; at += WORDS) {
      if (this.slots[at + 2] !== 0) yield { high: this.word(at), low: this.word(at + 1) };
    }
  }

  private word(at: number): number {
    return this.slots[at] ?? 0;
  }

  private next(at: number): number {
    return at + WORDS === this.slots.length ? 0 : at + WORDS;
  }

  /** For so many keys in all. */
  private makeRoom(size: number): void {
    const old = this.slots;
    let capacity = Math.max(8, this.mask + 1);
    while (size * 4 > capacity * 3) capacity *= 2;
    this.slots = new Uint32Array(capacity * WORDS);
    this.mask = capacity - 1;
    this.size = 0;
    this.addAll(old);
  }

  private addAll(slots: Uint32Array): void {
    for (let at = 0; at < slots.length; at += WORDS) {
      const [high = 0, low = 0, revision = 0] = [slots[at], slots[at + 1], slots[at + 2]];
      if (revision !== 0) this.add({ high, low }, revision);
    }
  }
}

const NONE: readonly number[] = [];
