import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import { PackedArguments, packedCall } from './packed-call.js';

const DIGEST = 'd'.repeat(40);

/** What a Redis reads: an array of texts, by their lengths in bytes. */
function read(bytes: Buffer): readonly string[] {
  const texts: string[] = [];
  const line = (at: number): string => bytes.subarray(at, bytes.indexOf('\r\n', at)).toString();
  let at = line(0).length + 2;
  while (at < bytes.length) {
    const header = line(at);
    const size = Number(header.slice(1));
    const begin = at + header.length + 2;
    texts.push(bytes.subarray(begin, begin + size).toString());
    expect(bytes.subarray(begin + size, begin + size + 2).toString()).toBe('\r\n');
    at = begin + size + 2;
  }
  expect(line(0)).toBe(`*${texts.length}`);
  return texts;
}

describe('a packed call', () => {
  it.each([
    ['ASCII alone', 'plain'],
    ['a character of one byte in UTF-16 and two in UTF-8', 'Müller'],
    ['characters beyond', '課金 🧾'],
    ['line ends and nothing', '\r\n$5\r\n'],
    ['an empty text', ''],
  ])('is read back as its parts: %s', (_, text) => {
    const call = { digest: DIGEST, keys: [`rows:${text}`, 'lines'], args: ['HSET', 12, text, '{"a":1}'] };
    expect(read(packedCall(call))).toEqual([
      'evalsha',
      DIGEST,
      '2',
      `rows:${text}`,
      'lines',
      'HSET',
      '12',
      text,
      '{"a":1}',
    ]);
  });

  it('has bytes that are no text among its arguments as they are', () => {
    const bytes = Buffer.from([0x35, 0x20, 0xff, 0x00, 0x0d, 0x0a, 0xc3]);
    const call = packedCall({ digest: DIGEST, keys: ['rows'], args: ['before', bytes, 7] });
    const expected = Buffer.concat([Buffer.from('$6\r\nbefore\r\n$7\r\n'), bytes, Buffer.from('\r\n$1\r\n7\r\n')]);
    expect(call.subarray(0, 2).toString()).toBe('*7');
    expect(call.subarray(-expected.length)).toEqual(expected);
  });

  it('has what was packed before among its arguments, however much it is', () => {
    const portions = [
      ['HSET', 1, 'Müller'],
      ['x'.repeat(400_000), '課金'.repeat(9_000)],
      ['', 2.5],
    ];
    const packed = new PackedArguments();
    for (const portion of portions) packed.add(portion);
    const call = { digest: DIGEST, keys: ['rows'], args: ['0', packed, 7, new PackedArguments()] };
    expect(read(packedCall(call))).toEqual(['evalsha', DIGEST, '1', 'rows', '0', ...portions.flat().map(String), '7']);
  });
});
