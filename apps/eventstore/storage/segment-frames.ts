import { crc32 } from 'node:zlib';

/**
 * How records lie in a segment. What was committed together is one frame: its length, the CRC-32 of its content, and the
 * content: each record with its length in front. A crash leaves all of a frame or nothing that passes for one.
 */
const HEADER_BYTES = 8;
export const LENGTH_BYTES = 4;

export interface Frame {
  readonly bytes: Buffer;
  /** Where each record's length stands, from the start of the frame. */
  readonly offsets: readonly number[];
}

export function frameOf(records: readonly Buffer[]): Frame {
  const size = records.reduce((sum, record) => sum + LENGTH_BYTES + record.length, HEADER_BYTES);
  const bytes = Buffer.allocUnsafe(size);
  const offsets: number[] = [];
  let at = HEADER_BYTES;
  for (const record of records) {
    offsets.push(at);
    bytes.writeUInt32LE(record.length, at);
    record.copy(bytes, at + LENGTH_BYTES);
    at += LENGTH_BYTES + record.length;
  }
  bytes.writeUInt32LE(size - HEADER_BYTES, 0);
  bytes.writeUInt32LE(crc32(bytes.subarray(HEADER_BYTES)), LENGTH_BYTES);
  return { bytes, offsets };
}

/** Where the records of a segment begin, and where its last whole frame ends. */
export function scanFrames(bytes: Buffer): { offsets: number[]; end: number } {
  const offsets: number[] = [];
  let start = 0;
  while (start + HEADER_BYTES <= bytes.length) {
    const length = bytes.readUInt32LE(start);
    const end = start + HEADER_BYTES + length;
    if (length === 0 || end > bytes.length) break;
    if (crc32(bytes.subarray(start + HEADER_BYTES, end)) !== bytes.readUInt32LE(start + LENGTH_BYTES)) break;
    for (let at = start + HEADER_BYTES; at < end; at += LENGTH_BYTES + bytes.readUInt32LE(at)) offsets.push(at);
    start = end;
  }
  return { offsets, end: start };
}

/** The record whose length stands at `offset`. */
export const recordIn = (bytes: Buffer, offset: number): Buffer => {
  const start = offset + LENGTH_BYTES;
  return bytes.subarray(start, start + bytes.readUInt32LE(offset));
};
