/** Requests against the official client's generated classes, which were not written by us. */
import { describe, expect, it } from '@jest/globals';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import fc from 'fast-check';
import type { ExpectedRevision } from '../../../port/event-store.js';
import { writeAppendRequest } from './append-request.js';
import { FrameReader } from './frames.js';
import { allRequest, streamRequest, subscriptionRequest } from './read-request.js';
import { Slab } from './slab.js';

const unframed = (frame: Buffer): Buffer => {
  expect([frame[0], frame.readUInt32BE(1)]).toEqual([0, frame.length - 5]);
  return frame.subarray(5);
};
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const revisions = fc.oneof(fc.nat(), fc.maxSafeNat());
const events = fc.array(
  fc.record({
    id: fc.uuid(),
    type: fc.string({ unit: 'binary', minLength: 1 }),
    data: fc.jsonValue().map(json),
    metadata: fc.string({ maxLength: 300 }).map(json),
  }),
  { maxLength: 4 },
);
const appends = fc.record({
  correlation: revisions,
  stream: fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
  expected: fc.oneof<fc.Arbitrary<ExpectedRevision>[]>(fc.constant('no_stream'), revisions),
  events,
  deadlineAt: fc.option(fc.nat({ max: 4_000_000_000_000 }), { nil: undefined }),
});

describe('an append as it is written', () => {
  it('is read as what it says, behind whatever was written before', () => {
    fc.assert(
      fc.property(fc.array(appends, { minLength: 1, maxLength: 5 }), (requests) => {
        const slab = new Slab();
        for (const request of requests) writeAppendRequest(slab, request);
        const read: InstanceType<typeof streams.BatchAppendReq>[] = [];
        new FrameReader((bytes, start, end) =>
          read.push(streams.BatchAppendReq.deserializeBinary(bytes.subarray(start, end))),
        ).push(slab.cut());
        expect(read.map(requestIn)).toEqual(requests.map((request) => ({ ...request, isFinal: true })));
      }),
      { numRuns: 40 },
    );
  });

  function requestIn(message: InstanceType<typeof streams.BatchAppendReq>) {
    const options = message.getOptions()!;
    const deadline = options.getDeadline();
    return {
      correlation: Number(message.getCorrelationId()!.getStructured()!.getLeastSignificantBits()),
      stream: Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString(),
      expected: options.hasNoStream() ? 'no_stream' : Number(options.getStreamPosition()),
      deadlineAt: deadline && deadline.getSeconds() * 1000 + deadline.getNanos() / 1e6,
      isFinal: message.getIsFinal(),
      events: message.getProposedMessagesList().map((event) => {
        expect(event.getMetadataMap().get('content-type')).toBe('application/json');
        return {
          id: event.getId()!.getString(),
          type: event.getMetadataMap().get('type'),
          data: Buffer.from(event.getData_asU8()),
          metadata: Buffer.from(event.getCustomMetadata_asU8()),
        };
      }),
    };
  }

  it('leaves nothing behind where an id is no UUID', () => {
    const slab = new Slab();
    const event = { id: 'none', type: 'T', data: json(1), metadata: json(1) };
    const request = { correlation: 1, stream: 's', expected: 0, events: [event] };
    expect(() => writeAppendRequest(slab, request)).toThrow('not a UUID');
    expect(slab.uncutBytes).toBe(0);
  });

  it('lies in memory that is never written again once it was cut off', () => {
    const slab = new Slab();
    const cut: { readonly bytes: Buffer; readonly before: Buffer }[] = [];
    for (let correlation = 0; correlation < 3_000; correlation++) {
      const event = { id: crypto.randomUUID(), type: 'T', data: Buffer.alloc(correlation % 900, 1), metadata: json(1) };
      writeAppendRequest(slab, { correlation, stream: 's', expected: 0, events: [event] });
      if (correlation % 7 > 0) continue;
      const bytes = slab.cut();
      cut.push({ bytes, before: Buffer.from(bytes) });
    }
    for (const { bytes, before } of cut) expect(bytes.equals(before)).toBe(true);
  });
});

describe('a read as it is written', () => {
  const options = (frame: Buffer) => streams.ReadReq.deserializeBinary(unframed(frame)).getOptions()!;

  it('of a stream', () => {
    const read = options(streamRequest('account-ž', { from: 300, direction: 'backwards', maxCount: 7 }));
    expect(Buffer.from(read.getStream()!.getStreamIdentifier()!.getStreamName_asU8()).toString()).toBe('account-ž');
    expect(Number(read.getStream()!.getRevision())).toBe(300);
    expect([read.getReadDirection(), Number(read.getCount()), read.hasNoFilter()]).toEqual([1, 7, true]);
    expect(read.getUuidOption()!.hasString()).toBe(true);
    expect(
      options(streamRequest('s', { from: 'end', direction: 'forwards', maxCount: 1 }))
        .getStream()!
        .hasEnd(),
    ).toBe(true);
  });

  it('of the whole log', () => {
    const from = { commit: 2n ** 60n + 1n, prepare: 3n };
    const read = options(allRequest({ from, direction: 'forwards', maxCount: Infinity }));
    expect(read.getAll()!.getPosition()!.toObject()).toMatchObject({
      commitPosition: String(from.commit),
      preparePosition: '3',
    });
    expect(Number(read.getCount())).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('of all that comes, of the streams that are asked for', () => {
    const read = options(subscriptionRequest('start', { streamPrefixes: ['account-', 'model-'] }));
    expect(read.getFilter()!.getStreamIdentifier()!.getPrefixList()).toEqual(['account-', 'model-']);
    expect([read.getFilter()!.getMax(), read.getFilter()!.getCheckpointintervalmultiplier()]).toEqual([32, 32]);
    expect([read.hasSubscription(), read.getAll()!.hasStart()]).toEqual([true, true]);
    expect(options(subscriptionRequest('start', { streamPrefixes: [] })).hasNoFilter()).toBe(true);
  });

  it('of all that comes, of the types that are asked for', () => {
    const read = options(subscriptionRequest('start', { streamPrefixes: ['account-'], types: ['PlanChosen'] }));
    expect(read.getFilter()!.getEventType()!.getPrefixList()).toEqual(['PlanChosen']);
    expect(read.getFilter()!.hasStreamIdentifier()).toBe(false);
  });
});
