/** The lean adapter, connected to nodes that stand in for a server; all of it ends with the test. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect } from '@jest/globals';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendResult, EventStore, ProposedEvent } from '../port/event-store.js';
import type { ConnectOptions } from '../eventstoredb/connect-options.js';
import { connectEventStore } from '../eventstoredb/eventstoredb.js';
import { BATCH_APPEND, type Conduct, type StandIn, type StandInOptions, standIn } from './stand-in.js';

/** What is to be closed after each test, the last first. */
const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of ended.splice(0).toReversed()) await close();
});

export async function node(conducts: Readonly<Record<string, Conduct>>, options?: StandInOptions): Promise<StandIn> {
  const server = await standIn(conducts, options);
  ended.push(() => server.close());
  return server;
}

/** A node that appends are all that is sent to. */
export const appending = (conduct: Conduct, options?: StandInOptions): Promise<StandIn> =>
  node({ [BATCH_APPEND]: conduct }, options);

export function connect({ url }: { readonly url: string }, options: ConnectOptions = {}): EventStore {
  const store = connectEventStore(url, options);
  ended.push(() => store.dispose());
  return store;
}

export const event = (bytes = 10): ProposedEvent => ({
  id: crypto.randomUUID(),
  type: 'Counted',
  data: Buffer.from(JSON.stringify('x'.repeat(bytes))),
  metadata: Buffer.from('{}'),
});

export const append = (store: EventStore, stream = 'account-a'): Promise<AppendResult> =>
  store.append(stream, [event()], 'no_stream');

export const APPENDED = { outcome: 'appended', streamRevision: 0, position: undefined };
export const unknown = (cause: object) => ({ outcome: 'unknown', cause: expect.objectContaining(cause) });

export async function read(store: EventStore): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const { data } of store.readStream('account-any')) all.push(data);
  return all;
}

/** The stream that a `BatchAppendReq` is to. */
export const streamIn = (request: Buffer): string =>
  Buffer.from(
    streams.BatchAppendReq.deserializeBinary(request).getOptions()!.getStreamIdentifier()!.getStreamName_asU8(),
  ).toString();

/** Looks for what comes about sooner or later, and fails where it does not. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let looks = 0; !isSo() && looks < 1_000; looks++) await sleep(10);
  expect(isSo()).toBe(true);
}
