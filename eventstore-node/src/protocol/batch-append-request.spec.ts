import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeBatchAppend } from './batch-append-request.js';
import { codecOf } from './codecs.js';
import { structuredUuid } from './uuid.js';

const message = codecOf<Record<string, unknown>>('event_store.client.streams.BatchAppendReq');

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const stored = { 'application/json': 'application/json', 'text/plain': 'application/octet-stream' };
const events = fc.array(
  fc.record({
    id: fc.uuid(),
    type: text,
    contentType: fc.constantFrom(...(Object.keys(stored) as (keyof typeof stored)[])),
    metadata: bytes,
    data: bytes,
    isStructured: fc.boolean(),
    others: fc.dictionary(text, text, { maxKeys: 2 }),
  }),
  { maxLength: 5 },
);
const expected = fc.oneof(fc.nat(2 ** 40), fc.constantFrom('no_stream', 'any', 'stream_exists'));
const deadline = fc.option(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), { nil: undefined });
const appends = fc.record({
  correlationId: bytes,
  streamName: text,
  expected,
  timeOfDay: deadline,
  events,
  isFinal: fc.boolean(),
});
type Append = typeof appends extends fc.Arbitrary<infer T> ? T : never;

const proposed = (all: Append['events']) =>
  all.map(({ id, type, contentType, metadata, data, isStructured, others }) => ({
    id: isStructured ? structuredUuid(id) : { string: id },
    metadata: { ...others, type, 'content-type': contentType },
    custom_metadata: metadata,
    data,
  }));

const encoded = ({ correlationId, streamName, expected: revision, timeOfDay, events: all, isFinal }: Append): Buffer =>
  Buffer.from(
    message.encode({
      correlation_id: correlationId,
      options: {
        stream_identifier: { stream_name: Buffer.from(streamName) },
        ...(typeof revision === 'number' ? { stream_position: revision } : { [revision]: {} }),
        ...(timeOfDay !== undefined && { deadline_21_10_0: { seconds: timeOfDay, nanos: 5_000_000 } }),
      },
      proposed_messages: proposed(all),
      is_final: isFinal,
    }),
  );

test('what a general encoder writes is read as it was meant', () => {
  fc.assert(
    fc.property(appends, (append) => {
      const read = decodeBatchAppend(encoded(append));
      expect(read.correlationId).toEqual(append.correlationId);
      expect([read.options?.streamName, read.options?.expected]).toEqual([append.streamName, append.expected]);
      const { timeOfDay } = append;
      if (timeOfDay === undefined) expect(read.options?.deadlineAt).toBe(Infinity);
      // A time before 1970 has passed, however long ago.
      else if (timeOfDay < 0) expect(read.options?.deadlineAt).toBeLessThanOrEqual(5);
      else expect(read.options?.deadlineAt).toBe(timeOfDay * 1000 + 5);
      expect(read.events).toEqual(
        append.events.map(({ id, type, contentType, metadata, data }) => ({
          id,
          type,
          contentType: stored[contentType],
          metadata,
          data,
        })),
      );
      expect([read.invalid, read.isFinal]).toEqual([undefined, append.isFinal]);
    }),
  );
});

test('an event without an id or a type is stated, with what comes before it', () => {
  const [fine, other] = [0, 1].map((nth) => ({
    id: { string: `0123456${nth}-89ab-4cde-8f01-23456789abcd` },
    metadata: { type: 'Tried', 'content-type': 'application/json' },
  }));
  const wrong = [
    { metadata: fine?.metadata },
    { id: { string: 'no uuid' }, metadata: fine?.metadata },
    { id: fine?.id, metadata: { 'content-type': 'application/json' } },
    { id: fine?.id, metadata: { type: 'Tried' } },
    { id: fine?.id, metadata: { type: '', 'content-type': 'application/json' } },
  ];
  const stated = wrong.map((each) => {
    const proposal = { correlation_id: Buffer.from('1'), proposed_messages: [fine, each, other], is_final: true };
    const { events: all, invalid, isFinal } = decodeBatchAppend(Buffer.from(message.encode(proposal)));
    return [all.length, invalid?.message, isFinal];
  });
  expect(stated).toEqual([
    [1, 'The id of an event must be a UUID.', true],
    [1, 'The id of an event must be a UUID.', true],
    [1, "Required Metadata Property 'type' is missing", true],
    [1, "Required Metadata Property 'content-type' is missing", true],
    [1, 'The type of an event must not be empty.', true],
  ]);
});

test('whatever else comes is read as something or refused, and a part that is longer than what it is in is refused', () => {
  fc.assert(
    fc.property(appends, fc.nat(), fc.integer({ min: 0, max: 255 }), (append, place, byte) => {
      const whole = encoded(append);
      fc.pre(whole.length > 0);
      const altered = Buffer.from(whole);
      altered[place % whole.length] = byte;
      for (const bad of [altered, whole.subarray(0, place % whole.length)])
        try {
          decodeBatchAppend(bad);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
    }),
  );
  const overlapping = Buffer.from([0x12, 4, 0x0a, 5, 0x1a, 3, 0x61, 0x61, 0x61]);
  expect(() => decodeBatchAppend(overlapping)).toThrow(RangeError);
});
