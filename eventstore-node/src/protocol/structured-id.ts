import { varintSize, WireReader, writeFieldHeader } from '../encoding/wire.js';
import { readHeader } from '../storage/recorded-event.js';

const MOST_SIGNIFICANT = 0x08;
const LEAST_SIGNIFICANT = 0x10;
const STRUCTURED = 0x0a;
const ID = 0x0a;

/** A 64-bit integer as a varint: up to ten bytes, which doubles can't hold. */
function varint64(hexDigits: string): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(`0x${hexDigits}`);
  while (rest >= 128n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** The record with its id, which is stored as text, as two integers. */
export function withStructuredId(record: Buffer): Buffer {
  const digits = readHeader(record).id.replaceAll('-', '');
  const most = varint64(digits.slice(0, 16));
  const least = varint64(digits.slice(16));
  const structuredLength = 2 + most.length + least.length;
  const idLength = 1 + varintSize(structuredLength) + structuredLength;
  const reader = new WireReader(record, 1);
  reader.bytes();
  const head = Buffer.alloc(1 + varintSize(idLength) + idLength);
  let at = writeFieldHeader(head, 0, ID, idLength);
  at = writeFieldHeader(head, at, STRUCTURED, structuredLength);
  head[at] = MOST_SIGNIFICANT;
  at += 1 + most.copy(head, at + 1);
  head[at] = LEAST_SIGNIFICANT;
  least.copy(head, at + 1);
  return Buffer.concat([head, record.subarray(reader.at)]);
}
