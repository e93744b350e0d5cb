/** One read model made anew beside the build that serves, with two projectors, kills and lost rows. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Builds, createBuilds } from '../builds/builds.js';
import { buildsUnderWay } from '../builds/under-way.js';
import type { AnyProjection, Registry } from '../projection/projection.js';
import { one } from '../reader/queries.js';
import { type Reader, createReader } from '../reader/reader.js';
import { type BuildKeys, keysOf, shardOf } from '../redis/keys.js';
import { type RedisStore, connectRedis } from '../redis/redis-store.js';
import { Ledger } from '../testing/ledger.js';
import { MemoryLog } from '../testing/memory-log.js';
import { type RedisServer, startRedis } from '../testing/redis-server.js';
import { type Running, startProjector } from '../testing/running-projector.js';
import { BY_ENTRIES, TALLY, tally } from '../testing/tally.js';

jest.setTimeout(60_000);

/** The same under another name: each has rows, lines and an index. */
const second = { ...tally, name: 'second' };
const REGISTRY: Registry = [tally, second];
/** The first has lists that are full. */
const ACCOUNTS = Array.from({ length: 40 }, (_, nth) => `account-${nth}`);
const LONG_HISTORY_CHARGES = 600;

let server: RedisServer;
let store: RedisStore;
let deployment: string;
let log: MemoryLog;
let reader: Reader;
let builds: Builds;
let ledgers: Map<string, Ledger>;
let running: Running[];

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
beforeEach(() => {
  deployment = `spec${Math.floor(Math.random() * 1e9)}`;
  store = connectRedis(server.url, { patience: 'fails' });
  log = new MemoryLog();
  reader = createReader(store, REGISTRY, deployment, log.identity);
  builds = createBuilds(store, REGISTRY, deployment);
  ledgers = new Map();
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  store.close();
});

function start(registry: Registry = REGISTRY, history = log.history): Running {
  const each = startProjector(server.url, deployment, registry, log.source(), history, log.identity);
  running.push(each);
  return each;
}

function goOn(accountId: string, charges = 1): void {
  const ledger = ledgers.get(accountId) ?? new Ledger(accountId);
  const before = ledgers.has(accountId) ? ledger.events.length : 0;
  ledgers.set(accountId, ledger);
  for (let nth = 0; nth < charges; nth++) ledger.charge('1');
  log.append(accountId, ledger.events.slice(before));
}

async function served(): Promise<string> {
  start();
  for (const [nth, accountId] of ACCOUNTS.entries()) goOn(accountId, nth === 0 ? LONG_HISTORY_CHARGES : 1);
  while ((await reader.reach()) === 'rebuilding') await delay(5);
  if (!log.end || !(await reader.hasReached(log.end, 20_000))) throw new Error('The log was not applied');
  return (await builds.look()).serving ?? '';
}

const rebuildOf = async (readModel: string, from: string) => builds.begin('', { readModel, from });

async function untilServes(build: string): Promise<void> {
  while ((await builds.look()).serving !== build) await delay(5);
  // One that has read before goes on with the build that it knows for up to a second.
  reader = createReader(store, REGISTRY, deployment, log.identity);
}

async function expectAllAsInTheLog(): Promise<void> {
  for (const [accountId, { events, account }] of ledgers) {
    const rows = { tally: { entries: account.revision, last: account.revision } };
    const both = { first: one(tally, TALLY), second: one(second, TALLY) };
    const reading = await reader.read(accountId, both, { minRevision: account.revision, patienceMs: 20_000 });
    expect(reading).toMatchObject({ revision: account.revision, rows: { first: rows.tally, second: rows.tally } });
    for (const projection of [tally, second]) {
      const lines = [];
      for await (const portion of reader.lines(accountId, projection, account.revision)) lines.push(...portion);
      expect(lines.reverse()).toEqual(events.map(({ revision, type }) => ({ revision, type })));
    }
  }
  for (const projection of [tally, second] as readonly AnyProjection[]) {
    const placed = await reader.due({ projection, index: BY_ENTRIES }, Infinity, 1_000);
    const expected = [...ledgers].map(([id, { account }]) => ({ id, key: TALLY, score: account.revision }));
    expect(new Set(placed === 'rebuilding' ? [] : placed)).toEqual(new Set(expected));
  }
}

const rowsKey = (keys: BuildKeys, accountId: string) =>
  keys.rows(shardOf(`account-${accountId}`), `account-${accountId}`);

/** Wrong numbers that nothing notices: the rows are all there. */
async function spoil(build: string): Promise<void> {
  const keys = keysOf(deployment).build(build);
  for (const accountId of ACCOUNTS) {
    for (const name of ['tally', 'second']) {
      await store.setField(rowsKey(keys, accountId), `${name}/${TALLY}`, '{"entries":7777,"last":7777}');
    }
  }
}

describe('a rebuild of one read model', () => {
  it('makes it anew, takes the rows of the others over as they are, and switches all at one moment', async () => {
    const before = await served();
    for (const each of running.splice(0)) await each.stop();
    await spoil(before);
    const build = await rebuildOf('second', before);
    start();
    await untilServes(build);
    const seen = await reader.read('account-1', { first: one(tally, TALLY), second: one(second, TALLY) });
    expect(seen).toMatchObject({
      rows: { first: { entries: 7777 }, second: { entries: ledgers.get('account-1')?.account.revision } },
    });
    while ((await builds.look()).retired.length > 0) await delay(5);
    expect(await builds.look()).toMatchObject({ serving: build, building: null, ofOne: {}, retired: [] });
  });

  it('goes on reading and following meanwhile; afterwards all is as in the log', async () => {
    const build = await rebuildOf('second', await served());
    for (let nth = 0; (await builds.look()).serving !== build; nth++) {
      goOn(ACCOUNTS[nth % ACCOUNTS.length] ?? '');
      goOn(`later-${nth}`);
      expect(await reader.read('account-1', {})).toMatchObject({ revision: expect.any(Number) });
    }
    goOn('account-0');
    await expectAllAsInTheLog();
  });

  it('is the same by two projectors that are stopped again and again, and its progress never falls', async () => {
    const before = await served();
    for (const each of running.splice(0)) await each.stop();
    const build = await rebuildOf('tally', before);
    // Each stream is read slowly, so that a projector that is stopped has not finished.
    const slow = (stream: string, after: number) =>
      (async function* () {
        await delay(20);
        yield* log.history(stream, after);
      })();
    const shares: number[] = [];
    for (let round = 0; (await builds.look()).serving !== build; round++) {
      const both = [start(REGISTRY, slow), start(REGISTRY, slow)];
      goOn(ACCOUNTS[round % ACCOUNTS.length] ?? '');
      await delay(60);
      const [underWay] = await buildsUnderWay(store, deployment);
      if (underWay) shares.push(underWay.share ?? NaN);
      await Promise.all(both.map((each) => each.stop()));
    }
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    running.splice(0);
    start();
    await expectAllAsInTheLog();
  });

  it('makes an account anew wholly of which the serving build has lost something', async () => {
    const before = await served();
    for (const each of running.splice(0)) await each.stop();
    const keys = keysOf(deployment).build(before);
    await store.deleteField(rowsKey(keys, 'account-3'), `second/${TALLY}`);
    await store.remove([keys.lines(shardOf('account-account-0'), 'second', 'account-account-0', 1)]);
    const build = await rebuildOf('tally', before);
    start();
    await untilServes(build);
    await expectAllAsInTheLog();
  });

  it("is given up where what it takes rows over from is gone, and is in nobody's way", async () => {
    const before = await served();
    const lost = await rebuildOf('tally', 'a-build-that-is-not-there');
    while ((await builds.look()).building === lost) await delay(5);
    expect((await builds.look()).serving).toBe(before);
    await untilServes(await rebuildOf('tally', before));
    await expectAllAsInTheLog();
  });

  it('answers a build that is under way already', async () => {
    const before = await served();
    for (const each of running.splice(0)) await each.stop();
    const build = await rebuildOf('tally', before);
    expect(await rebuildOf('second', before)).toBe(build);
    expect((await builds.look()).ofOne).toEqual({ [build]: { readModel: 'tally', from: before } });
  });
});
