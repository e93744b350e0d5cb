import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FRAME_HEADER_BYTES } from '../transport/grpc-frames.js';
import { appendedFrame } from './append-answer.js';
import { appendSuccess, batchAppendResponse } from './stream-messages.js';

test('an append is answered with the bytes of a general encoder', () => {
  const appends = fc.record({
    correlationId: fc.uint8Array({ maxLength: 50 }).map((array) => Buffer.from(array)),
    streamName: fc.string({ unit: 'grapheme', maxLength: 300 }),
    revision: fc.maxSafeNat(),
    position: fc.maxSafeNat(),
  });
  fc.assert(
    fc.property(appends, (append) => {
      const message = batchAppendResponse.encode({
        correlation_id: append.correlationId,
        success: appendSuccess(append),
        stream_identifier: { stream_name: Buffer.from(append.streamName) },
      });
      const framed = appendedFrame(append);
      expect(framed.subarray(FRAME_HEADER_BYTES)).toEqual(Buffer.from(message));
      expect([framed[0], framed.readUInt32BE(1)]).toEqual([0, message.length]);
    }),
  );
});
