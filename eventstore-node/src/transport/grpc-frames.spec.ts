import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { frame, FrameReader } from './grpc-frames.js';

test('messages come out whole and in order, however the bytes were cut', () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 });
  fc.assert(
    fc.property(messages, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (sent, cuts) => {
      const bytes = Buffer.concat(sent.map(frame));
      const reader = new FrameReader(1000);
      const received: Buffer[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = cuts[turn % cuts.length] as number;
        reader.push(bytes.subarray(at, at + size), (message) => received.push(Buffer.from(message)));
        at += size;
      }
      expect(received).toEqual(sent.map((message) => Buffer.from(message)));
    }),
  );
});

test('a message that is too large or compressed ends the call', () => {
  expect(() => new FrameReader(10).push(frame(Buffer.alloc(11)), () => undefined)).toThrow('larger than');
  const compressed = frame(Buffer.alloc(1));
  compressed[0] = 1;
  expect(() => new FrameReader(10).push(compressed, () => undefined)).toThrow('Compressed');
});
