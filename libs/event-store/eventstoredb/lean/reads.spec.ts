/** Reads and subscriptions on a node that misbehaves: whole, or a failure. */
import type { ServerHttp2Stream } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../../port/errors.js';
import type { EventStore, StoredEvent } from '../../port/event-store.js';
import { connect, node } from '../../testing/lean-on-stand-in.js';
import { type Conduct, READ, type StandIn, begin, end, endWith, notLeader, readEvent } from '../../testing/stand-in.js';
import { field, framed } from './codec/message.js';

async function connected(conduct: Conduct, readWithinMs = 10_000): Promise<{ store: EventStore; server: StandIn }> {
  const server = await node({ [READ]: conduct });
  return { store: connect(server, { readWithinMs }), server };
}

/** Sends so many events and leaves the rest to the test. */
const sends = (count: number, then: (stream: ServerHttp2Stream) => void): Conduct => {
  return (stream) => {
    begin(stream);
    for (let revision = 0; revision < count; revision++) stream.write(readEvent(revision));
    then(stream);
  };
};

const read = (store: EventStore) => store.readStream('account-any');
const dataOf = async (events: AsyncIterable<StoredEvent>): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const { data } of events) all.push(data);
  return all;
};

describe('a read', () => {
  it.each<[string, Conduct]>([
    ['that is reset half-way', sends(3, (stream) => setTimeout(() => stream.close(2), 20))],
    ['whose connection goes half-way', sends(3, (stream) => setTimeout(() => stream.session!.destroy(), 20))],
    ['that ends without a status', sends(3, (stream) => stream.end())],
    ['that ends within a message', sends(3, (stream) => (stream.write(readEvent(3).subarray(0, 20)), end(stream)))],
    ['that ends with an error', sends(3, (stream) => end(stream, { 'grpc-status': '14' }))],
    ['that brings no gRPC', (stream) => (stream.respond({ ':status': 502 }), void stream.end('<html>'))],
    ['that brings what nobody can read', sends(1, (stream) => void stream.write(framed(Buffer.from([0x0a, 9]))))],
  ])('%s is a store that is not available', async (_what, conduct) => {
    const { store } = await connected(conduct);
    await expect(dataOf(read(store))).rejects.toThrow(StoreUnavailable);
  });

  it('of a stream that was deleted for good finds none', async () => {
    const { store } = await connected(endWith({ 'grpc-status': '9', exception: 'stream-deleted' }));
    const deleted = read(store);
    expect([await dataOf(deleted), deleted.exists]).toEqual([[], false]);
  });

  it('that falls silent has failed, and others on its connection go on', async () => {
    let calls = 0;
    const { store, server } = await connected((stream, headers) => {
      if (calls++ === 0) return sends(1, () => {})(stream, headers);
      sends(1, () => setTimeout(() => (stream.write(readEvent(1)), end(stream)), 300))(stream, headers);
    }, 400);
    const silent = dataOf(read(store));
    silent.catch(() => {});
    await sleep(200);
    const going = dataOf(read(store));
    await expect(silent).rejects.toThrow(StoreUnavailable);
    expect(await going).toEqual([0, 1]);
    // The connection was left all the same: what falls silent once is not relied on.
    expect(await dataOf(read(store)).then(() => server.sessions.size)).toBe(1);
  });

  it('that waits for its turn on the connection has not failed, however many wait before it', async () => {
    const calls = { began: 0, cancelled: 0 };
    const slow: Conduct = (stream, headers) => {
      calls.began++;
      stream.on('close', () => (calls.cancelled += stream.rstCode === 0 ? 0 : 1));
      sends(1, () => setTimeout(() => end(stream), 150))(stream, headers);
    };
    const server = await node({ [READ]: slow }, { settings: { maxConcurrentStreams: 4 } });
    const store = connect(server, { readWithinMs: 400 });
    const all = await Promise.all(Array.from({ length: 24 }, () => dataOf(read(store))));
    expect(all).toEqual(all.map(() => [0]));
    expect(calls).toEqual({ began: 24, cancelled: 0 });
  });

  it('that was half answered is not made again elsewhere: some of it would come twice', async () => {
    let reads = 0;
    const { store, server } = await connected(
      (stream, headers) => (reads++, sends(2, () => end(stream, notLeader(server.port)))(stream, headers)),
    );
    await expect(dataOf(read(store))).rejects.toThrow(StoreUnavailable);
    expect(reads).toBe(1);
  });

  it('that nobody takes makes the server wait: it does not pile up here', async () => {
    const data = 'x'.repeat(10_000);
    let written = 0;
    const { store } = await connected((stream) => {
      begin(stream);
      const more = () => {
        while (written < 3_000 && stream.write(readEvent(written, data))) written++;
        if (written >= 3_000) return end(stream);
        written++;
        stream.once('drain', more);
      };
      more();
    });
    let count = 0;
    for await (const _ of read(store)) {
      if (++count > 1) continue;
      for (let before = -1; before !== written; await sleep(100)) before = written;
      // 30 MB are on offer; windows and what was taken of them are a fraction.
      expect(written).toBeLessThan(1_500);
    }
    expect(count).toBe(3_000);
  });

  it('that is left half-way is cancelled, and one that brought all it will is not', async () => {
    const closed: number[] = [];
    const { store } = await connected((stream) => {
      stream.on('close', () => closed.push(stream.rstCode));
      sends(2, () => setTimeout(() => end(stream), 100))(stream, {});
    });
    for await (const _ of store.readStream('account-any', { maxCount: 2 })) if (_.streamRevision === 1) break;
    for await (const _ of store.readStream('account-any', { maxCount: 9 })) if (_.streamRevision === 1) break;
    for (let looks = 0; closed.length < 2 && looks < 100; looks++) await sleep(20);
    expect(closed.toSorted((a, b) => a - b)).toEqual([0, 8]);
  });
});

describe('a subscription', () => {
  const confirmed = framed(field(0x12, field(0x0a, Buffer.from('id'))));
  const caughtUp = framed(field(0x42));

  it('delivers events, checkpoints and the end of what was there in the order of their coming', async () => {
    const checkpoint = framed(field(0x1a, Buffer.from([0x08, 7, 0x10, 6])));
    const { store } = await connected((stream) => {
      begin(stream);
      stream.write(Buffer.concat([confirmed, readEvent(0), checkpoint, caughtUp, readEvent(1)]));
      setTimeout(() => end(stream), 50);
    });
    const seen: unknown[] = [];
    for await (const delivery of store.subscribeToAll({ from: 'start', streamPrefixes: ['account-'] }))
      seen.push(delivery.kind === 'event' ? delivery.event.data : delivery);
    expect(seen).toEqual([0, { kind: 'checkpoint', position: { commit: 7n, prepare: 6n } }, { kind: 'caughtUp' }, 1]);
  });

  it('that is cut off as too slow fails, and the next one is on the same connection', async () => {
    const sessions = new Set<unknown>();
    const { store } = await connected((stream) => {
      sessions.add(stream.session);
      sends(1, () => end(stream, { 'grpc-status': '10', 'grpc-message': 'Consumer too slow' }))(stream, {});
    });
    for (let nth = 0; nth < 2; nth++) {
      const seen: unknown[] = [];
      const following = (async () => {
        for await (const each of store.subscribeToAll({ from: 'start', streamPrefixes: [] })) seen.push(each.kind);
      })();
      await expect(following).rejects.toThrow(StoreUnavailable);
      expect(seen).toEqual(['event']);
    }
    expect(sessions.size).toBe(1);
  });

  it('ends with its signal, also before it has begun, and is cancelled', async () => {
    const closed: number[] = [];
    const { store } = await connected((stream) => {
      stream.on('close', () => closed.push(stream.rstCode));
      sends(1, () => {})(stream, {});
    });
    const ending = new AbortController();
    for await (const _ of store.subscribeToAll({ from: 'start', streamPrefixes: [], signal: ending.signal }))
      ending.abort();
    for await (const _ of store.subscribeToAll({ from: 'start', streamPrefixes: [], signal: ending.signal }))
      throw new Error('It was over before it began');
    for (let looks = 0; closed.length < 1 && looks < 100; looks++) await sleep(20);
    expect(closed).toEqual([8]);
  });
});
