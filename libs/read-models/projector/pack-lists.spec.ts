/** Lists of lines that nothing comes to any more, stored packed: what is read stays what it was, whatever happens meanwhile. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { createBuilds } from '../builds/builds.js';
import { BuildLost } from '../builds/build-lost.js';
import type { Registry } from '../projection/projection.js';
import { LinesLost, one } from '../reader/queries.js';
import { createReader } from '../reader/reader.js';
import { firstPlainList, keysOf, shardOf } from '../redis/keys.js';
import { type RedisStore, connectRedis } from '../redis/redis-store.js';
import { Ledger } from '../testing/ledger.js';
import { MemoryLog } from '../testing/memory-log.js';
import { type RedisServer, startRedis } from '../testing/redis-server.js';
import { startProjector } from '../testing/running-projector.js';
import { TALLY, type TallyLine, tally } from '../testing/tally.js';
import { Applier } from './apply.js';
import { ListPacker } from './pack-lists.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const REGISTRY: Registry = [tally, { ...tally, name: 'second' }];
const STREAM = 'account-acme';
const ALL = { streams: Infinity, lists: Infinity };

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A build that serves, and is written to by nobody but the test. */
async function begun({ isCluster = false, server = undefined as RedisServer | undefined } = {}) {
  const redis = server ?? (await startRedis(undefined, { isCluster }));
  if (!server) ends.push(() => redis.stop());
  const store = connectRedis(redis.url, { patience: 'fails' });
  ends.push(() => store.close());
  const deployment = `spec${Math.floor(Math.random() * 1e9)}`;
  const builds = createBuilds(store, REGISTRY, deployment);
  const build = await builds.begin();
  await builds.promote(build);
  const keys = keysOf(deployment).build(build);
  const log = new MemoryLog();
  const reader = createReader(store, REGISTRY, deployment, log.identity);
  const { signal } = new AbortController();
  const parts = { registry: REGISTRY, store, keys, history: log.history, isRead: true, signal };
  const lists = (name = 'tally', list = 0) => keys.lines(shardOf(STREAM), name, STREAM, list);
  return { url: redis.url, store, deployment, builds, build, keys, log, reader, parts, lists, ledger: new Ledger() };
}
type Begun = Awaited<ReturnType<typeof begun>>;

/** So many entries more, applied. */
async function goOn({ log, ledger, parts }: Begun, entries: number): Promise<void> {
  const before = ledger.events.length === 1 ? 0 : ledger.events.length;
  while (ledger.events.length < before + entries) ledger.charge('0');
  const events: Parameters<Applier['apply']>[0][number][] = [];
  log.append('acme', ledger.events.slice(before));
  for await (const event of log.history(STREAM, -1)) events.push(event);
  const applier = await Applier.open(parts);
  if (log.end) await applier.apply(events, log.end);
}

const packAll = ({ parts }: Begun) => new ListPacker(parts).goOn(ALL);

const lengthOf = ({ store }: Begun, key: string) => store.call({ command: 'LLEN', key, args: [] });

/** How long each list is, from the first to the one that the next line comes to. */
async function lengths(of: Begun, name = 'tally'): Promise<readonly unknown[]> {
  const end = firstPlainList(of.ledger.account.revision) + 2;
  return Promise.all(Array.from({ length: end }, (_, list) => lengthOf(of, of.lists(name, list))));
}

async function linesUpTo({ reader }: Begun, upTo: number): Promise<readonly number[]> {
  const seen: number[] = [];
  for await (const lines of reader.lines('acme', tally, upTo)) seen.push(...lines.map(({ revision }) => revision));
  return seen;
}

const revisionIn = (line: string) => Number.parseInt(line.slice(1), 10);

/** Every way to read lines, from some places. */
async function answers(of: Begun, places: readonly number[]) {
  const { reader, ledger } = of;
  const { revision } = ledger.account;
  const sought = places.map((most) => (line: TallyLine) => line.revision <= most);
  const counts = (line: TallyLine) => line.type === 'UsageCharged';
  const pages = places.map((near) =>
    reader.newestLines('acme', { row: one(tally, TALLY) }, { projection: tally, count: near, near, revisionIn }),
  );
  return {
    lines: await Promise.all(places.map((place) => linesUpTo(of, place))),
    last: await reader.lastLines('acme', tally, revision, { sought, counts }),
    newest: await Promise.all(pages),
  };
}

const asInTheLog = (upTo: number) => Array.from({ length: upTo }, (_, nth) => upTo - nth);

describe('lists that nothing comes to any more', () => {
  it('are packed but for the newest of them, in few of the bytes, and read as before by every way, for any history', async () => {
    const server = await startRedis();
    ends.push(() => server.stop());
    const history = fc.record({
      entries: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 }),
      places: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ entries, places }) => {
        const of = await begun({ server });
        for (const more of entries) {
          await goOn(of, more);
          const before = await answers(of, places);
          await packAll(of);
          expect(await answers(of, places)).toEqual(before);
        }
        const { revision } = of.ledger.account;
        const packedLists = firstPlainList(revision);
        for (const name of ['tally', 'second']) {
          expect((await lengths(of, name)).slice(0, packedLists)).toEqual(Array.from({ length: packedLists }, () => 1));
        }
        expect(await linesUpTo(of, revision)).toEqual(asInTheLog(revision));
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('keep the newest 64 lines and more as they were written', async () => {
    const of = await begun();
    for (const entries of [127, 1, 63, 1, 64]) {
      await goOn(of, entries);
      await packAll(of);
      const plain = (await lengths(of)).filter((length) => length !== 1) as readonly number[];
      expect(plain.reduce((sum, length) => sum + length, 0)).toBeGreaterThanOrEqual(64);
    }
    // 64 revisions a list, the first of which is none.
    expect(await lengths(of)).toEqual([1, 1, 1, 64, 1]);
  });

  it('are packed once by two packers at once, while lines come in and readers read', async () => {
    const of = await begun();
    await goOn(of, 700);
    for (let round = 0; round < 4; round++) {
      const reads = Array.from({ length: 6 }, () => linesUpTo(of, 700));
      await Promise.all([packAll(of), packAll(of), goOn(of, 90), ...reads]);
      for (const read of reads) expect(await read).toEqual(asInTheLog(700));
    }
    const { revision } = of.ledger.account;
    await packAll(of);
    expect(await linesUpTo(of, revision)).toEqual(asInTheLog(revision));
    expect(new Set((await lengths(of)).slice(0, firstPlainList(revision)))).toEqual(new Set([1]));
  });

  it('are whole whenever the packer is killed: before it writes, after, or with the answer lost', async () => {
    const of = await begun();
    await goOn(of, 900);
    for (let calls = 0, isDone = false; !isDone; calls++) {
      let left = calls;
      const run: RedisStore['run'] = async (name, keys, args, answersAs) => {
        if (name === 'pack' && left-- <= 0) throw new Error('killed before');
        const answer = await of.store.run(name, keys, args, answersAs);
        if (name === 'pack' && left === 0) throw new Error('killed after');
        return answer;
      };
      const killed = new ListPacker({ ...of.parts, store: { ...of.store, run } });
      isDone = await killed.goOn(ALL).then(
        () => true,
        () => false,
      );
      expect(await linesUpTo(of, 900)).toEqual(asInTheLog(900));
    }
    expect(new Set((await lengths(of)).slice(0, firstPlainList(900)))).toEqual(new Set([1]));
  });

  it('are left as they are where they are not what was read: a list that has lost a line is never packed as whole', async () => {
    const of = await begun();
    await goOn(of, 300);
    const run: RedisStore['run'] = async (name, keys, args, answersAs) => {
      // Between what was read and what is written.
      if (name === 'pack') await of.store.call({ command: 'LPOP', key: of.lists(), args: [] });
      return of.store.run(name, keys, args, answersAs);
    };
    await new ListPacker({ ...of.parts, store: { ...of.store, run } }).goOn(ALL);
    expect(await lengthOf(of, of.lists())).toBeGreaterThan(1);
    await packAll(of);
    expect(await lengthOf(of, of.lists())).toBeGreaterThan(1);
    await expect(linesUpTo(of, 300)).rejects.toThrow(LinesLost);
  });

  it('are noticed where they are lost, or are not what was counted, and made anew from the log, packed', async () => {
    const of = await begun();
    await goOn(of, 500);
    await packAll(of);
    const [third, other] = [of.lists('tally', 2), of.lists('tally', 0)];
    for (const lose of [
      () => of.store.remove([third]),
      // That of the first revisions, which has a line less.
      () => of.store.call({ command: 'COPY', key: other, args: [third, 'REPLACE'] }),
      () => of.store.call({ command: 'RPUSH', key: third, args: ['[1,"more"]'] }),
    ]) {
      await lose();
      await expect(linesUpTo(of, 500)).rejects.toThrow(LinesLost);
      expect(
        await of.reader.lastLines('acme', tally, 500, {
          sought: [() => true],
          counts: ({ revision }) => revision < 192,
        }),
      ).toBeNull();
      const { log, url, deployment } = of;
      const mending = startProjector(url, deployment, REGISTRY, log.source(), log.history, log.identity);
      while ((await of.store.call({ command: 'SCARD', key: of.keys.damaged, args: [] })) !== 0) await delay(5);
      await mending.stop();
      expect(await linesUpTo(of, 500)).toEqual(asInTheLog(500));
      expect(await lengths(of)).toEqual([1, 1, 1, 1, 1, 1, 64, 53]);
    }
    await goOn(of, 100);
    expect(await linesUpTo(of, 600)).toEqual(asInTheLog(600));
  });

  it('are packed by a projector beside the following of the log, and in a cluster', async () => {
    const of = await begun({ isCluster: true });
    const { log, url, deployment, ledger } = of;
    const running = startProjector(url, deployment, REGISTRY, log.source(), log.history, log.identity);
    ends.push(() => running.stop());
    while (ledger.events.length < 400) ledger.charge('0');
    const end = log.append('acme', ledger.events);
    expect(end && (await of.reader.hasReached(end, 20_000))).toBe(true);
    while ((await lengthOf(of, of.lists('second', firstPlainList(400) - 1))) !== 1) await delay(5);
    expect(await linesUpTo(of, 400)).toEqual(asInTheLog(400));
    expect(running.messages.filter((message) => message.includes('failed'))).toEqual([]);
  });

  it('are all packed in the end by a packer that does little at a time, which says how many it packed', async () => {
    const of = await begun();
    await goOn(of, 2_600);
    const packer = new ListPacker(of.parts);
    let count = 0;
    for (let rounds = 0; count < 2 * firstPlainList(2_600); rounds++) {
      const more = await packer.goOn({ streams: 1, lists: 1 });
      expect(more).toBeLessThanOrEqual(64);
      expect(rounds).toBeLessThan(1_000);
      count += more;
    }
    expect(await linesUpTo(of, 2_600)).toEqual(asInTheLog(2_600));
    expect(await packAll(of)).toBe(0);
  });

  it('of a build that is lost are nothing that a packer goes on with', async () => {
    const of = await begun();
    await goOn(of, 300);
    const run: RedisStore['run'] = async (name, keys, args, answersAs) => {
      if (name === 'pack') await of.store.remove([of.keys.register(shardOf(STREAM))]);
      return of.store.run(name, keys, args, answersAs);
    };
    const packer = new ListPacker({ ...of.parts, store: { ...of.store, run } });
    await expect(packer.goOn(ALL)).rejects.toThrow(BuildLost);
    expect(await lengthOf(of, of.lists())).toBe(63);
  });
});
