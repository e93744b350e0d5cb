/** Answers against the official client's generated classes, which were not written by us. */
import { describe, expect, it } from '@jest/globals';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import fc from 'fast-check';
import { actualRevision, readAppendAnswer } from './append-answer.js';
import { readClusterInfo } from './cluster-info.js';
import { FrameReader } from './frames.js';
import { framed } from './message.js';
import { readReadAnswer } from './read-answer.js';
import { WireReader } from './wire-reader.js';

const over = (bytes: Uint8Array): WireReader => new WireReader().over(Buffer.from(bytes), 0, bytes.length);
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const revisions = fc.oneof(fc.nat(), fc.maxSafeNat());

describe('the answer to an append', () => {
  const answerTo = (fill: (answer: InstanceType<typeof streams.BatchAppendResp>) => void) => {
    const answer = new streams.BatchAppendResp();
    const [id, structured] = [new shared.UUID(), new shared.UUID.Structured()];
    structured.setLeastSignificantBits('77');
    id.setStructured(structured);
    answer.setCorrelationId(id);
    fill(answer);
    return readAppendAnswer(over(answer.serializeBinary()));
  };

  it('names revision and position', () => {
    fc.assert(
      fc.property(revisions, fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (revision, commit) => {
        const answer = answerTo((message) => {
          const [success, position] = [new streams.AppendResp.Success(), new shared.AllStreamPosition()];
          success.setCurrentRevision(String(revision));
          position.setCommitPosition(String(commit));
          position.setPreparePosition('5');
          success.setPosition(position);
          message.setSuccess(success);
        });
        const position = { commit, prepare: 5n };
        expect(answer).toEqual({ correlation: 77, streamRevision: revision, position, failure: undefined });
      }),
    );
  });

  it('names the error with its details', () => {
    const { failure } = answerTo((message) => {
      const [error, details, wrong] = [new status.Status(), new any.Any(), new shared.WrongExpectedVersion()];
      wrong.setCurrentStreamRevision('41');
      details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
      error.setCode(6);
      error.setMessage('WrongExpectedVersion');
      error.setDetails(details);
      message.setError(error);
    });
    expect(failure).toMatchObject({ code: 6, kind: 'WrongExpectedVersion', message: 'WrongExpectedVersion' });
    expect(actualRevision(new WireReader(), failure!)).toBe(41);
  });

  it('is nobody’s where its id is text', () => {
    const answer = new streams.BatchAppendResp();
    const id = new shared.UUID();
    id.setString(crypto.randomUUID());
    answer.setCorrelationId(id);
    expect(readAppendAnswer(over(answer.serializeBinary())).correlation).toBe(-1);
  });
});

describe('what a read brings', () => {
  function eventOf(contentType: string, data: Uint8Array, commit = '18446744073709551615') {
    const [answer, read] = [new streams.ReadResp(), new streams.ReadResp.ReadEvent()];
    const [event, id, name] = [
      new streams.ReadResp.ReadEvent.RecordedEvent(),
      new shared.UUID(),
      new shared.StreamIdentifier(),
    ];
    id.setString('6ba7b810-9dad-11d1-80b4-00c04fd430c8');
    name.setStreamName(Buffer.from('account-ž'));
    event.setId(id);
    event.setStreamIdentifier(name);
    event.setStreamRevision('300');
    event.setCommitPosition(commit);
    event.setPreparePosition('9');
    for (const [label, value] of [
      ['type', 'Žlutý'],
      ['content-type', contentType],
      ['created', '17645432109876543'],
    ])
      event.getMetadataMap().set(label!, value!);
    event.setData(data);
    event.setCustomMetadata(json({ v: 1 }));
    read.setEvent(event);
    answer.setEvent(read);
    return readReadAnswer(over(answer.serializeBinary()));
  }

  it('is the event, also where it has no position of its own', () => {
    expect(eventOf('application/json', json({ žena: [1] }))).toEqual({
      kind: 'event',
      event: {
        id: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
        stream: 'account-ž',
        type: 'Žlutý',
        streamRevision: 300,
        position: { commit: 2n ** 64n - 1n, prepare: 9n },
        data: { žena: [1] },
        metadata: { v: 1 },
        created: new Date(1_764_543_210_987),
      },
    });
  });

  it('is bytes of its own, where they are no JSON', () => {
    const { event } = eventOf('application/octet-stream', Buffer.from([1, 2])) as { event: { data: Uint8Array } };
    expect(event.data).toEqual(new Uint8Array([1, 2]));
    expect(event.data.buffer.byteLength).toBe(2);
  });

  it('may be a link to what is not there any more, a checkpoint, the end of what was there, or no stream', () => {
    const read = (fill: (answer: InstanceType<typeof streams.ReadResp>) => void) => {
      const answer = new streams.ReadResp();
      fill(answer);
      return readReadAnswer(over(answer.serializeBinary()));
    };
    const checkpoint = new streams.ReadResp.Checkpoint();
    checkpoint.setCommitPosition('12');
    checkpoint.setPreparePosition('11');
    expect(read((answer) => answer.setEvent(new streams.ReadResp.ReadEvent()))).toEqual({ kind: 'event' });
    expect(read((answer) => answer.setCheckpoint(checkpoint))).toEqual({
      kind: 'checkpoint',
      position: { commit: 12n, prepare: 11n },
    });
    expect(read((answer) => answer.setCaughtUp(new streams.ReadResp.CaughtUp()))).toEqual({ kind: 'caughtUp' });
    expect(read((answer) => answer.setStreamNotFound(new streams.ReadResp.StreamNotFound()))).toEqual({
      kind: 'missing',
    });
    expect(read((answer) => answer.setLastStreamPosition('4'))).toEqual({ kind: 'other' });
  });
});

describe('what a node says of its cluster', () => {
  it('is who leads, who is alive and where they are', () => {
    const info = new gossip.ClusterInfo();
    for (const [port, state, isAlive] of [
      [2113, gossip.MemberInfo.VNodeState.FOLLOWER, true],
      [2114, gossip.MemberInfo.VNodeState.LEADER, false],
    ] as const) {
      const [member, endpoint] = [new gossip.MemberInfo(), new gossip.EndPoint()];
      endpoint.setAddress('node.example');
      endpoint.setPort(port);
      member.setHttpEndPoint(endpoint);
      member.setState(state);
      member.setIsAlive(isAlive);
      info.addMembers(member);
    }
    expect(readClusterInfo(over(info.serializeBinary()))).toEqual([
      { isLeader: false, isAlive: true, endpoint: { host: 'node.example', port: 2113 } },
      { isLeader: true, isAlive: false, endpoint: { host: 'node.example', port: 2114 } },
    ]);
  });
});

/** A call that brings messages, so many bytes at a time. */
function callWith(sent: readonly Uint8Array[]) {
  const bytes = Buffer.concat(sent.map((message) => framed(message)));
  const received: Buffer[] = [];
  const reader = new FrameReader((buffer, start, end) => received.push(Buffer.from(buffer.subarray(start, end))));
  let at = 0;
  return {
    wanted: sent.map((message) => Buffer.from(message)),
    received,
    reader,
    isOver: () => at === bytes.length,
    push(size: number) {
      const end = Math.min(bytes.length, at + size);
      reader.push(bytes.subarray(at, end));
      at = end;
    },
  };
}

describe('messages of a call', () => {
  it('come out whole and in order, however the bytes were cut, and whatever another call brings in between', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 });
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (sent, cuts) => {
        const calls = [sent, sent.toReversed()].map(callWith);
        for (let turn = 0; calls.some(({ isOver }) => !isOver()); turn++)
          calls[turn % calls.length]?.push(cuts[turn % cuts.length]!);
        for (const { wanted, received, reader } of calls) {
          expect(received).toEqual(wanted);
          expect(reader.isBetweenMessages).toBe(true);
        }
      }),
    );
  });

  it('come out whole where they are larger than what chunks are joined in', () => {
    const large = Uint8Array.from({ length: 600_000 }, (_, nth) => nth % 251);
    const call = callWith([Uint8Array.of(1), large, Uint8Array.of(2)]);
    while (!call.isOver()) call.push(16_384);
    expect(call.received.map((each, nth) => each.equals(call.wanted[nth]!))).toEqual([true, true, true]);
  });

  it('are refused where they are compressed, too large or cut off within a field', () => {
    const reader = () =>
      new FrameReader((buffer, start, end) => readReadAnswer(new WireReader().over(buffer, start, end)));
    expect(() => reader().push(Buffer.from([1, 0, 0, 0, 0]))).toThrow('compressed');
    expect(() => reader().push(Buffer.from([0, 255, 0, 0, 0]))).toThrow('too large');
    expect(() => reader().push(framed(Buffer.from([0x0a, 9, 1])))).toThrow(RangeError);
    expect(() => reader().push(framed(Buffer.from([0x0a, 128])))).toThrow(RangeError);
  });
});
