/** The adapter against a server: the embedded node, or the one that EVENTSTORE_URL names. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventStore, type ProposedEvent, type StoredEvent, comparePositions } from '../port/event-store.js';
import { type StoreClient, connectEventStore } from './eventstoredb.js';
import { hashEvent, hashOf, jsonBytes } from '../codec/hash-chain.js';
import { subscribe } from '../port/subscriptions.js';
import { counter, counterCodec } from '../testing/counter.js';
import { add } from '../testing/counter-set-up.js';
import { type Server, startServer } from '../testing/server.js';
import { createWriter } from '../writer/writer.js';
import { type Instant, instant } from '#domain/messages.js';

describe.each<StoreClient>(['lean', 'official'])('the %s client', (client) => {
  let server: Server | undefined;
  let store: EventStore;
  beforeAll(async () => {
    const given = process.env['EVENTSTORE_URL'];
    if (!given) server = await startServer();
    store = connectEventStore(given ?? server!.url, { client });
  }, 60_000);
  afterAll(async () => {
    await store.dispose();
    await server?.remove();
  });

  let streams = 0;
  const newStream = (): string => `account-adapter-${process.pid}-${Date.now()}-${streams++}`;
  const event = (data: unknown, type = 'Counted'): ProposedEvent => ({
    id: crypto.randomUUID(),
    type,
    data: jsonBytes(data),
    metadata: jsonBytes({ v: 1, previousHash: 'none' }),
  });
  const read = async (events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> => {
    const all: StoredEvent[] = [];
    for await (const each of events) all.push(each);
    return all;
  };
  const data = async (events: AsyncIterable<StoredEvent>) => (await read(events)).map((each) => each.data);

  describe('appending', () => {
    it('says where the events are, that another revision was expected, or that they are known', async () => {
      const stream = newStream();
      const events = [event(0), event(1)];
      const appended = { outcome: 'appended', streamRevision: 1, position: expect.anything() };
      expect(await store.append(stream, events, 'no_stream')).toMatchObject(appended);
      expect(await store.append(stream, events, 'no_stream')).toMatchObject(appended);
      expect(await store.append(stream, [event(9)], 'no_stream')).toEqual({ outcome: 'conflict', actual: 1 });
      expect(await store.append(stream, [event(9)], 0)).toEqual({ outcome: 'conflict', actual: 1 });
      expect(await store.append(stream, [event(9)], 7)).toEqual({ outcome: 'conflict', actual: 1 });
      expect(await store.append(newStream(), [event(9)], 0)).toEqual({ outcome: 'conflict', actual: 'no_stream' });
      expect(await store.append(stream, [event(2)], 1)).toMatchObject({ outcome: 'appended', streamRevision: 2 });
      expect(await data(store.readStream(stream))).toEqual([0, 1, 2]);
    });

    it('writes nothing that comes after its deadline, and takes no offence at it', async () => {
      const stream = newStream();
      expect(await store.append(stream, [event(1)], 'no_stream', Date.now() - 1_000)).toMatchObject({
        outcome: 'unknown',
        cause: { type: 'deadline-exceeded' },
      });
      expect(await read(store.readStream(stream))).toEqual([]);
      expect(await store.append(stream, [event(1)], 'no_stream', Date.now() + 60_000)).toMatchObject({
        outcome: 'appended',
      });
    });

    it('stores JSON byte for byte', async () => {
      const stream = newStream();
      const values = [
        { b: 'žluťoučký 🐴 \u2028', a: [1e21, -0.5, null], '1': '\ud800' },
        [],
        'text',
        { deep: { er: {} } },
      ];
      const proposed = values.map((value) => event(value));
      await store.append(stream, proposed, 'no_stream');
      const stored = await read(store.readStream(stream));
      expect(stored.map((each) => Buffer.from(jsonBytes(each.data)))).toEqual(
        proposed.map((each) => Buffer.from(each.data)),
      );
      expect(stored.map(hashOf)).toEqual(proposed.map((each, i) => hashEvent('none', each, i)));
    });

    it('takes 900 KB and rejects what is above the limit', async () => {
      const stream = newStream();
      const parts = Array.from({ length: 3 }, () => event('x'.repeat(300_000)));
      expect(await store.append(stream, parts, 'no_stream')).toMatchObject({ outcome: 'appended' });
      await expect(store.append(stream, [event('x'.repeat(1_100_000))], 2)).rejects.toMatchObject({
        code: 'append-rejected',
      });
    });

    if (client === 'official')
      it('is for one client of a process', async () => {
        const other = connectEventStore('esdb://127.0.0.1:1?tls=false', { client });
        const appending = other.append(newStream(), [event(1)], 'no_stream');
        await expect(appending).rejects.toMatchObject({ code: 'append-rejected' });
        await other.dispose();
      });
  });

  describe('reading', () => {
    it('goes both ways from any revision', async () => {
      const stream = newStream();
      await store.append(
        stream,
        [0, 1, 2, 3, 4].map((n) => event(n)),
        'no_stream',
      );
      expect(await data(store.readStream(stream, { from: 3 }))).toEqual([3, 4]);
      expect(await data(store.readStream(stream, { from: 9 }))).toEqual([]);
      expect(await data(store.readStream(stream, { from: 1, maxCount: 2 }))).toEqual([1, 2]);
      expect(await data(store.readStream(stream, { direction: 'backwards', maxCount: 2 }))).toEqual([4, 3]);
      expect(await data(store.readStream(stream, { direction: 'backwards', from: 1 }))).toEqual([1, 0]);
    });

    it('brings data as the text that is stored, where that is asked for', async () => {
      const stream = newStream();
      await store.append(stream, [event(0)], 'no_stream');
      const [parsed] = await read(store.readStream(stream));
      const [text] = await read(store.readStream(stream, { isText: true }));
      expect(text).toEqual({ ...parsed, data: JSON.stringify(parsed?.data) });
    });

    it('finds nothing in a missing stream, and says so', async () => {
      const missing = store.readStream(newStream());
      expect([await read(missing), missing.exists]).toEqual([[], false]);
      const stream = newStream();
      await store.append(stream, [event(0)], 'no_stream');
      const beyond = store.readStream(stream, { from: 1 });
      expect([await read(beyond), beyond.exists]).toEqual([[], true]);
    });

    it('of the whole log begins after a position, both ways', async () => {
      const stream = newStream();
      await store.append(
        stream,
        [0, 1, 2, 3].map((n) => event(n)),
        'no_stream',
      );
      const [first, , third] = await read(store.readStream(stream));
      const own = async (events: AsyncIterable<StoredEvent>) =>
        (await read(events)).filter((each) => each.stream === stream).map((each) => each.data);
      expect(await own(store.readAll({ from: first!.position }))).toEqual([1, 2, 3]);
      expect(await own(store.readAll({ from: third!.position, direction: 'backwards', maxCount: 2 }))).toEqual([1, 0]);
      expect(await own(store.readAll({ direction: 'backwards', maxCount: 1 }))).toEqual([3]);
      expect(await own(store.readAll())).toEqual([0, 1, 2, 3]);
    });

    it('can be left half-way', async () => {
      const stream = newStream();
      for (let i = 0; i < 5; i++)
        await store.append(stream, [event('x'.repeat(500_000))], i === 0 ? 'no_stream' : i - 1);
      for (let i = 0; i < 20; i++)
        for await (const each of store.readStream(stream)) if (each.streamRevision === 1) break;
      expect((await read(store.readStream(stream))).length).toBe(5);
    });
  });

  describe('a subscription', () => {
    it('delivers each event once and in order, caughtUp after what was there', async () => {
      const stream = newStream();
      const write = async (from: number, to: number) => {
        for (let n = from; n < to; n += 10)
          await store.append(
            stream,
            Array.from({ length: 10 }, (_, i) => event(n + i)),
            n === 0 ? 'no_stream' : n - 1,
          );
      };
      await write(0, 500);
      const seen: unknown[] = [];
      let caughtUpAfter = -1;
      let half: StoredEvent | undefined;
      for await (const delivery of subscribe(store, { from: 'start', streamPrefixes: [stream] })) {
        if (delivery.kind === 'caughtUp' && caughtUpAfter < 0) {
          caughtUpAfter = seen.length;
          void write(500, 1_000);
        }
        if (delivery.kind !== 'event') continue;
        seen.push(delivery.event.data);
        if (seen.length === 700) half = delivery.event;
        if (seen.length === 1_000) break;
      }
      expect(caughtUpAfter).toBe(500);
      expect(seen).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
      const rest: StoredEvent[] = [];
      for await (const delivery of subscribe(store, { from: half!.position, streamPrefixes: [stream] })) {
        if (delivery.kind === 'event') rest.push(delivery.event);
        if (rest.length === 300) break;
      }
      expect(rest.map((each) => each.data)).toEqual(Array.from({ length: 300 }, (_, i) => 700 + i));
      expect(rest.every((each, i) => i === 0 || comparePositions(each.position, rest[i - 1]!.position) > 0)).toBe(true);
    });

    it('delivers data as the text that is stored, where that is asked for', async () => {
      const stream = newStream();
      await store.append(stream, [event(0)], 'no_stream');
      const [parsed] = await read(store.readStream(stream));
      const options = { from: 'start', streamPrefixes: [stream], isText: true } as const;
      for await (const delivery of subscribe(store, options)) {
        if (delivery.kind !== 'event') continue;
        expect(delivery.event).toEqual({ ...parsed, data: JSON.stringify(parsed?.data) });
        break;
      }
    });

    it('delivers of these streams the types alone that are asked for', async () => {
      const [stream, other] = [newStream(), newStream()];
      const written = [1, 2, 3, 4].map((n) => ({
        ...event(n),
        type: ['Wanted', 'Other', 'WantedToo', 'Wanted'][n - 1]!,
      }));
      await store.append(other, written, 'no_stream');
      await store.append(stream, written, 'no_stream');
      const seen: unknown[] = [];
      for await (const delivery of subscribe(store, { from: 'start', streamPrefixes: [stream], types: ['Wanted'] })) {
        if (delivery.kind === 'event') seen.push(delivery.event.data);
        if (seen.length === 2) break;
      }
      expect(seen).toEqual([1, 4]);
    });
  });

  describe('a server that answers late or not at all', () => {
    it.each([
      { append: 'silent', count: 1 },
      { append: 'silent-after-apply', count: 1 },
      { append: 'cut-after-apply', count: 2 },
      // Read in time, and come to only when the deadline has passed.
      { append: 'slow:7000', count: 2 },
    ])('costs time, and writes everything once: %p', async (fault) => {
      if (!server) return;
      const clock = (): Instant => instant(Date.now());
      const writer = createWriter({ store, aggregate: counter, codec: counterCodec, clock });
      const id = `answers-${fault.append}`;
      await writer.execute(id, add(1, 'before'));
      const url = server.url.replace('esdb:', 'http:').replace(/\?.*/, '/faults');
      await fetch(url, { method: 'PUT', body: JSON.stringify(fault) });
      const [added, replayed] = await Promise.all([writer.execute(id, add(2, 'k')), writer.execute(id, add(2, 'k'))]);
      expect([added, replayed]).toMatchObject([
        { isReplay: false, state: { total: 3 } },
        { isReplay: true, state: { total: 3 } },
      ]);
      await writer.close();
      // The last of the slow ones is come to now.
      await new Promise((resolve) => setTimeout(resolve, fault.append === 'slow:7000' ? 3_500 : 0));
      expect((await read(store.readStream(`counter-${id}`))).length).toBe(2);
    });
  });

  describe('a server that is killed or stands still', () => {
    it('costs time, and nothing that was acknowledged', async () => {
      if (!server) return;
      const clock = (): Instant => instant(Date.now());
      const writer = createWriter({ store, aggregate: counter, codec: counterCodec, clock });
      const acknowledged: string[] = [];
      let isOver = false;
      const client = async (n: number): Promise<void> => {
        for (let i = 0; !isOver; i++) {
          await writer.execute(`c${n % 3}`, add(1, `key-${n}-${i}`));
          acknowledged.push(`key-${n}-${i}`);
        }
      };
      const seen: (string | undefined)[] = [];
      const end = new AbortController();
      const watching = (async () => {
        for await (const delivery of subscribe(store, {
          from: 'start',
          streamPrefixes: ['counter-c'],
          signal: end.signal,
          silenceMs: 1_000,
        }))
          if (delivery.kind === 'event')
            seen.push(...counter.entriesOf(counterCodec.decode(delivery.event)).map(({ origin }) => origin.key));
      })();
      const clients = Array.from({ length: 12 }, (_, n) => client(n));
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      for (let i = 0; i < 2; i++) {
        await pause(500);
        await server.kill();
        await pause(300);
        await server.start();
      }
      await pause(500);
      server.signal('SIGSTOP');
      await pause(7_000);
      server.signal('SIGCONT');
      await pause(500);
      isOver = true;
      await Promise.all(clients);
      const log: (string | undefined)[] = [];
      for (const id of ['c0', 'c1', 'c2'])
        for await (const stored of store.readStream(`counter-${id}`))
          log.push(...counter.entriesOf(counterCodec.decode(stored)).map(({ origin }) => origin.key));
      for (let i = 0; i < 100 && seen.length < log.length; i++) await pause(50);
      end.abort();
      await watching;
      expect(new Set(log).size).toBe(log.length);
      expect(new Set(log)).toEqual(new Set(acknowledged));
      expect(seen.length).toBe(log.length);
      expect(new Set(seen)).toEqual(new Set(log));
      await writer.close();
    }, 60_000);
  });
});
