/** Reads that a server can't answer as it is asked: it does not lead any more, or their connection goes while they wait. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../port/errors.js';
import type { EventStore, StoredEvent } from '../port/event-store.js';
import { type StoreClient, connectEventStore } from './eventstoredb.js';
import { jsonBytes } from '../codec/hash-chain.js';
import { type Server, startServer } from '../testing/server.js';

const READ = '/event_store.client.streams.Streams/Read';
const UNIMPLEMENTED = { 'grpc-status': '12' };
const UNAVAILABLE = { 'grpc-status': '14', 'grpc-message': 'going away' };

type Answer = (stream: ServerHttp2Stream) => void;

const endWith =
  (trailers: object): Answer =>
  (stream) =>
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true });

/** As a server answers who requires the leader, which is elsewhere. */
const notLeader = (port: number): Answer =>
  endWith({
    'grpc-status': '5',
    'grpc-message': 'Leader info available',
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(port),
  });

describe.each<StoreClient>(['lean', 'official'])('the %s client', (client) => {
  /** Stands in for a server: answers reads as it is told, the nth as the nth of them, and serves nothing else. */
  async function standIn(answers: (port: number) => readonly Answer[]) {
    const server = createServer();
    const seen = { reads: 0 };
    const sessions = new Set<ServerHttp2Session>();
    server.on('session', (session) => sessions.add(session));
    server.on('sessionError', () => {});
    server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      stream.on('error', () => {});
      if (headers[':path'] !== READ) return endWith(UNIMPLEMENTED)(stream);
      // Who does not mind is read to from what a follower has: nothing yet.
      if (headers['requires-leader'] !== 'true') return endWith({ 'grpc-status': '0' })(stream);
      const all = answers((server.address() as AddressInfo).port);
      (all[Math.min(seen.reads++, all.length - 1)] as Answer)(stream);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const store = connectEventStore(`esdb://127.0.0.1:${(server.address() as AddressInfo).port}?tls=false`, {
      client,
      readWithinMs: 2_000,
    });
    ended.push(async () => {
      await store.dispose();
      for (const session of sessions) session.destroy();
      server.close();
    });
    return { store, seen };
  }

  const ended: (() => Promise<void>)[] = [];
  let leader: Server;
  let leaderPort: number;
  let writing: EventStore;
  beforeAll(async () => {
    leader = await startServer();
    leaderPort = Number(/:(\d+)\?/.exec(leader.url)?.[1]);
    writing = connectEventStore(leader.url, { client });
  }, 60_000);
  afterEach(async () => {
    for (const end of ended.splice(0)) await end();
  });
  afterAll(async () => {
    await writing.dispose();
    await leader.remove();
  });

  const dataOf = async (events: AsyncIterable<StoredEvent>): Promise<unknown[]> => {
    const all: unknown[] = [];
    for await (const { data } of events) all.push(data);
    return all;
  };

  async function streamsOf(events: AsyncIterable<StoredEvent>): Promise<string[]> {
    const all: string[] = [];
    for await (const { stream } of events) all.push(stream);
    return all;
  }

  let streams = 0;
  async function written(...data: number[]): Promise<string> {
    const stream = `account-reads-${process.pid}-${streams++}`;
    const events = data.map((each) => {
      return { id: crypto.randomUUID(), type: 'Counted', data: jsonBytes(each), metadata: jsonBytes({}) };
    });
    expect(await writing.append(stream, events, 'no_stream')).toMatchObject({ outcome: 'appended' });
    return stream;
  }

  describe('a server that was deposed', () => {
    it('names the leader, which is read instead, and from then on', async () => {
      const stream = await written(0, 1, 2);
      const { store, seen } = await standIn(() => [notLeader(leaderPort)]);
      expect(await dataOf(store.readStream(stream))).toEqual([0, 1, 2]);
      expect(await dataOf(store.readStream(stream, { direction: 'backwards', maxCount: 1 }))).toEqual([2]);
      expect(seen.reads).toBe(1);
    });

    it('is not asked for the log either: what it has may be old', async () => {
      const stream = await written(0);
      const { store } = await standIn(() => [notLeader(leaderPort)]);
      const [last] = await streamsOf(store.readAll({ from: 'end', direction: 'backwards', maxCount: 1 }));
      expect(last).toBe(stream);
    });

    it('is left by all reads that meet it at once', async () => {
      const stream = await written(0, 1);
      const { store } = await standIn(() => [notLeader(leaderPort)]);
      const reads = Array.from({ length: 20 }, () => dataOf(store.readStream(stream)));
      expect(await Promise.all(reads)).toEqual(Array(20).fill([0, 1]));
    });

    it('says nothing of streams: a missing one is found missing at the leader', async () => {
      const { store } = await standIn(() => [notLeader(leaderPort)]);
      const missing = store.readStream('account-nowhere');
      expect([await dataOf(missing), missing.exists]).toEqual([[], false]);
    });

    it('that names one which does not lead either is a store that is not available', async () => {
      const { store, seen } = await standIn((port) => [notLeader(port)]);
      await expect(dataOf(store.readStream('account-any'))).rejects.toThrow(StoreUnavailable);
      expect(seen.reads).toBe(2);
    });
  });

  describe('a read that waits while its connection is replaced, as another read has failed', () => {
    /** A client that is younger is not replaced. */
    const OLD_ENOUGH_MS = 400;
    const silent: Answer = (stream) => stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    const fails: Answer = (stream) => void setTimeout(() => endWith(UNAVAILABLE)(stream), OLD_ENOUGH_MS);

    it.each<[string, (store: EventStore) => AsyncIterable<StoredEvent>]>([
      ['a stream', (store) => store.readStream('account-any')],
      ['the log', (store) => store.readAll()],
    ])('of %s fails: it does not end as if nothing were there', async (_what, read) => {
      const { store, seen } = await standIn(() => [silent, fails]);
      const waiting = dataOf(read(store));
      waiting.catch(() => {});
      while (seen.reads < 1) await sleep(10);
      await expect(dataOf(store.readStream('account-other'))).rejects.toThrow(StoreUnavailable);
      await expect(waiting).rejects.toThrow(StoreUnavailable);
    });
  });
});
