/** What of the Streams service the client has no words for. */
import type { EventStoreDBClient } from '@eventstore/db-client';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb, {
  type AppendResp,
  type BatchAppendResp,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { answerTo, withStub } from './raw-calls.js';

const empty = () => new sharedPb.Empty();

function identifier(name: string) {
  const stream = new sharedPb.StreamIdentifier();
  stream.setStreamName(Buffer.from(name));
  return stream;
}

/** The answer to an append of no events, at any revision. */
export const appendNothing = (client: EventStoreDBClient, name: string): Promise<AppendResp> =>
  withStub(client, streamsGrpc.StreamsClient, (stub) =>
    answerTo((answered) => {
      const options = new streamsPb.AppendReq.Options();
      options.setStreamIdentifier(identifier(name));
      options.setAny(empty());
      const request = new streamsPb.AppendReq();
      request.setOptions(options);
      const call = stub.append(answered);
      call.write(request);
      call.end();
      return call;
    }),
  );

/** The first answer to a batch append of which only the first message is sent. */
export const appendHalf = (client: EventStoreDBClient, name: string, id: string): Promise<BatchAppendResp> =>
  withStub(client, streamsGrpc.StreamsClient, (stub) => {
    const options = new streamsPb.BatchAppendReq.Options();
    options.setStreamIdentifier(identifier(name));
    options.setAny(empty());
    const correlation = new sharedPb.UUID();
    correlation.setString(id);
    const request = new streamsPb.BatchAppendReq();
    request.setCorrelationId(correlation);
    request.setOptions(options);
    const call = stub.batchAppend();
    call.write(request);
    return new Promise((resolve, reject) => {
      call.on('error', reject);
      call.on('data', (answer: BatchAppendResp) => {
        resolve(answer);
        call.cancel();
      });
    });
  });

export interface EndsRead {
  readonly from: number | 'end';
  readonly count: number;
}

/** A read by a client that asks for the stream's ends, forwards from a revision or backwards from the end, in words. */
export const readWithEnds = (client: EventStoreDBClient, name: string, { from, count }: EndsRead): Promise<string[]> =>
  withStub(client, streamsGrpc.StreamsClient, async (stub) => {
    const stream = new streamsPb.ReadReq.Options.StreamOptions();
    stream.setStreamIdentifier(identifier(name));
    if (from === 'end') stream.setEnd(empty());
    else stream.setRevision(String(from));
    const uuids = new streamsPb.ReadReq.Options.UUIDOption();
    uuids.setString(empty());
    const control = new streamsPb.ReadReq.Options.ControlOption();
    control.setCompatibility(1);
    const options = new streamsPb.ReadReq.Options();
    options.setStream(stream);
    options.setReadDirection(from === 'end' ? 1 : 0);
    options.setCount(String(count));
    options.setNoFilter(empty());
    options.setUuidOption(uuids);
    options.setControlOption(control);
    const request = new streamsPb.ReadReq();
    request.setOptions(options);
    const words: string[] = [];
    for await (const message of stub.read(request)) words.push(inWords(message as ReadResp));
    return words;
  });

function inWords(message: ReadResp): string {
  if (message.hasFirstStreamPosition()) return `first ${message.getFirstStreamPosition()}`;
  if (message.hasLastStreamPosition()) return `last ${message.getLastStreamPosition()}`;
  return `event ${message.getEvent()?.getEvent()?.getStreamRevision()}`;
}
