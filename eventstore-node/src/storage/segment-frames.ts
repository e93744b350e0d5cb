import { crc32 } from 'node:zlib';

/**
 * How records lie in a segment. What was committed together is one frame: its length, the CRC-32 of its content, and the
 * content: each record with its length in front. A crash leaves all of a frame or nothing that passes for one. Where a
 * scavenge has taken records out, a gap stands for them, so that every position still has its place.
 */
const HEADER_BYTES = 8;
export const LENGTH_BYTES = 4;
/** Stands where a record has its length. Behind it: the index of the first record that is gone, and how many are. */
const GAP_MARK = 0xffffffff;
export const GAP_BYTES = 12;

/** Records of a segment that are gone, by their index in it. */
export interface Gap {
  readonly firstIndex: number;
  readonly count: number;
}

export type FrameEntry = Buffer | Gap;

export interface Frame {
  readonly bytes: Buffer;
  /** Where each record's length (or its gap) stands, from the start of the frame. */
  readonly offsets: readonly number[];
}

export const entrySize = (entry: FrameEntry): number =>
  Buffer.isBuffer(entry) ? LENGTH_BYTES + entry.length : GAP_BYTES;

/** In `memory`, if it fits there: the frame holds until that is written to again. */
export function frameOf(entries: readonly FrameEntry[], memory?: Buffer): Frame {
  let size = HEADER_BYTES;
  for (const entry of entries) size += entrySize(entry);
  const bytes = memory && size <= memory.length ? memory.subarray(0, size) : Buffer.allocUnsafeSlow(size);
  const offsets: number[] = [];
  let at = HEADER_BYTES;
  for (const entry of entries) {
    const count = Buffer.isBuffer(entry) ? 1 : entry.count;
    for (let index = 0; index < count; index++) offsets.push(at);
    writeEntry(bytes, at, entry);
    at += entrySize(entry);
  }
  bytes.writeUInt32LE(size - HEADER_BYTES, 0);
  bytes.writeUInt32LE(crc32(bytes.subarray(HEADER_BYTES)), LENGTH_BYTES);
  return { bytes, offsets };
}

function writeEntry(bytes: Buffer, at: number, entry: FrameEntry): void {
  if (Buffer.isBuffer(entry)) {
    bytes.writeUInt32LE(entry.length, at);
    bytes.set(entry, at + LENGTH_BYTES);
    return;
  }
  bytes.writeUInt32LE(GAP_MARK, at);
  bytes.writeUInt32LE(entry.firstIndex, at + LENGTH_BYTES);
  bytes.writeUInt32LE(entry.count, at + 2 * LENGTH_BYTES);
}

/** Where the records of a segment begin, and where its last whole frame ends. */
export function scanFrames(bytes: Buffer): { offsets: number[]; end: number } {
  const offsets: number[] = [];
  let start = 0;
  for (let end = frameEnd(bytes, start); end !== undefined; end = frameEnd(bytes, start)) {
    for (let at = start + HEADER_BYTES; at < end; at = entryEnd(bytes, at)) {
      const count = gapIn(bytes, at)?.count ?? 1;
      for (let index = 0; index < count; index++) offsets.push(at);
    }
    start = end;
  }
  return { offsets, end: start };
}

/** Where the first whole frame behind `from` begins, wherever that is; undefined if there is none. */
export function wholeFrameAfter(bytes: Buffer, from: number): number | undefined {
  for (let start = from + 1; start + HEADER_BYTES < bytes.length; start++)
    if (holdsEntries(bytes, start) && frameEnd(bytes, start) !== undefined) return start;
  return undefined;
}

/** Where the frame that begins at `start` ends; undefined if none does. */
function frameEnd(bytes: Buffer, start: number): number | undefined {
  if (start + HEADER_BYTES > bytes.length) return undefined;
  const content = start + HEADER_BYTES;
  const end = content + bytes.readUInt32LE(start);
  if (end === content || end > bytes.length) return undefined;
  return crc32(bytes.subarray(content, end)) === bytes.readUInt32LE(start + LENGTH_BYTES) ? end : undefined;
}

/** Whether entries one behind the other fill what would be a frame's content: cheaper to find out than its CRC. */
function holdsEntries(bytes: Buffer, start: number): boolean {
  const end = start + HEADER_BYTES + bytes.readUInt32LE(start);
  if (end > bytes.length) return false;
  let at = start + HEADER_BYTES;
  while (at + LENGTH_BYTES < end) at = entryEnd(bytes, at);
  return at === end && at > start + HEADER_BYTES;
}

const entryEnd = (bytes: Buffer, at: number): number => {
  const length = bytes.readUInt32LE(at);
  return at + (length === GAP_MARK ? GAP_BYTES : LENGTH_BYTES + length);
};

/** The record whose length stands at `offset`; undefined for a gap. */
export function recordIn(bytes: Buffer, offset: number): Buffer | undefined {
  const length = bytes.readUInt32LE(offset);
  if (length === GAP_MARK) return undefined;
  const start = offset + LENGTH_BYTES;
  return bytes.subarray(start, start + length);
}

/** The gap that stands at `offset`; undefined for a record. `bytes` may end with the record's length. */
export function gapIn(bytes: Buffer, offset: number): Gap | undefined {
  if (bytes.readUInt32LE(offset) !== GAP_MARK) return undefined;
  return {
    firstIndex: bytes.readUInt32LE(offset + LENGTH_BYTES),
    count: bytes.readUInt32LE(offset + 2 * LENGTH_BYTES),
  };
}
