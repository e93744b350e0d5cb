/**
 * Bloom filters that prove keys new. Each chunk of an account's history (about 1,000 entries, up to a snapshot) has
 * one; a key that none of them may have has never been used. A possible hit is looked up in the chunk itself.
 *
 * 32,768 bits and 16 probes for at most 1,255 keys: one false hit in about a million, so that even an account of ten
 * million entries reads a chunk in vain for one charge in a hundred.
 */
import type { Span } from '#domain/messages.js';
import type { KeyHash } from './keys.js';

export const FILTER_BITS = 32_768;
const PROBES = 16;

/** A chunk's filter: 4 KiB. */
export type KeyFilter = Uint8Array;

/** What else a chunk can be searched for (chunk-marks.ts). `filter` is empty where no entry of the chunk has a mark. */
export type ChunkMarks = { readonly filter: Uint8Array; readonly span: Span | null };

export const NO_MARKS: ChunkMarks = { filter: new Uint8Array(0), span: null };

/** `filterBits` is a power of two, at most `FILTER_BITS`. */
export function filterOf(keys: Iterable<KeyHash>, filterBits = FILTER_BITS): KeyFilter {
  const filter = new Uint8Array(filterBits / 8);
  for (const key of keys) {
    for (const bit of bitsOf(key, filterBits)) filter[bit >> 3] = (filter[bit >> 3] ?? 0) | (1 << (bit & 7));
  }
  return filter;
}

/** Of the key that was looked at last: it is looked for or noted before the next, and an array for each costs as much. */
const bits = new Uint16Array(PROBES);

/** The bits of a key, until the next is asked for. Mixes all 64 bits of the hash, two bits of a filter from each mix (murmur3's finalizer). */
function bitsOf({ high, low }: KeyHash, filterBits = FILTER_BITS): Uint16Array {
  const mask = filterBits - 1;
  for (let n = 0; 2 * n < PROBES; n++) {
    let mixed = (high ^ Math.imul(n + 1, 0x9e3779b1)) + Math.imul(low, 2 * n + 1);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    bits[2 * n] = mixed & mask;
    bits[2 * n + 1] = (mixed >>> 16) & mask;
  }
  return bits;
}

const NO_ROWS = new Uint32Array(0);

/** Chunks whose filters are looked at together. */
const GROUP = 32;

/**
 * The filters of all chunks of one account, in order. Each 32 of them are stored the other way round, one row per bit
 * with a column for each chunk: a look-up reads a few rows whatever the number of chunks.
 */
export class KeyFilters {
  /** Stream revision of each chunk's last event. */
  readonly ends: number[] = [];
  /** What else each chunk can be searched for. */
  readonly marks: ChunkMarks[] = [];
  /** One word of each row for each full group of chunks, with room for `columns` of them. */
  private rows = NO_ROWS;
  private columns = 0;
  private groups = 0;
  /** The youngest chunks, fewer than a group. */
  private young: KeyFilter[] = [];

  get bytes(): number {
    const marks = this.marks.reduce((sum, { filter }) => sum + filter.length + 128, 0);
    return this.rows.byteLength + (this.young.length * FILTER_BITS) / 8 + 8 * this.ends.length + marks;
  }

  /** The events of a chunk, which counts from 0, by their stream revisions. */
  stretchOf(chunk: number): { readonly from: number; readonly to: number } {
    return { from: (this.ends[chunk - 1] ?? -1) + 1, to: this.ends[chunk] ?? -1 };
  }

  /** The next chunk, which ends with the event of `streamRevision`. */
  add(filter: KeyFilter, marks: ChunkMarks, streamRevision: number): void {
    this.ends.push(streamRevision);
    this.marks.push(marks);
    this.young.push(filter);
    if (this.young.length < GROUP) return;
    if (this.groups === this.columns) this.widen();
    const words = transposed(this.young);
    for (let bit = 0; bit < FILTER_BITS; bit++) this.rows[bit * this.columns + this.groups] = words[bit] ?? 0;
    this.groups++;
    this.young = [];
  }

  /** The first chunk from `from` on that may have the key, or -1. */
  find(key: KeyHash, from = 0): number {
    if (from === this.ends.length) return -1;
    const bits = bitsOf(key);
    for (let group = from >>> 5; group < this.groups; group++) {
      let chunks = group === from >>> 5 ? -1 << (from & 31) : -1;
      for (let i = 0; i < PROBES && chunks !== 0; i++) chunks &= this.rows[(bits[i] ?? 0) * this.columns + group] ?? 0;
      if (chunks !== 0) return GROUP * group + 31 - Math.clz32(chunks & -chunks);
    }
    const first = GROUP * this.groups;
    const young = this.young.findIndex((filter, i) => first + i >= from && hasAll(filter, bits));
    return young < 0 ? -1 : first + young;
  }

  private widen(): void {
    const [old, oldColumns] = [this.rows, this.columns];
    this.columns = Math.max(1, 2 * oldColumns);
    this.rows = new Uint32Array(FILTER_BITS * this.columns);
    for (let bit = 0; oldColumns > 0 && bit < FILTER_BITS; bit++) {
      this.rows.set(old.subarray(bit * oldColumns, (bit + 1) * oldColumns), bit * this.columns);
    }
  }
}

/** For each bit a word with a bit for each of the filters that have it. */
function transposed(filters: readonly KeyFilter[]): Uint32Array {
  const words = new Uint32Array(FILTER_BITS);
  for (const [chunk, filter] of filters.entries()) {
    // By index: an iterator would make an object of each of 131,072 bytes, while a charge waits.
    for (let i = 0; i < filter.length; i++) {
      for (let rest = filter[i] ?? 0; rest !== 0; rest &= rest - 1) {
        const bit = 8 * i + 31 - Math.clz32(rest & -rest);
        words[bit] = (words[bit] ?? 0) | (1 << chunk);
      }
    }
  }
  return words;
}

export const mayHave = (filter: KeyFilter, key: KeyHash): boolean => hasAll(filter, bitsOf(key, 8 * filter.length));

function hasAll(filter: KeyFilter, bits: Uint16Array): boolean {
  for (let i = 0; i < PROBES; i++) {
    const bit = bits[i] ?? 0;
    if (!((filter[bit >> 3] ?? 0) & (1 << (bit & 7)))) return false;
  }
  return true;
}
