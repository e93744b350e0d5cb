/** One read model made anew beside the build that serves, with two projectors, kills and lost rows. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { type Builds, createBuilds } from '../builds/builds.js';
import { buildsUnderWay } from '../builds/under-way.js';
import type { AnyProjection, Registry } from '../projection/projection.js';
import { one } from '../reader/queries.js';
import { firstPlainList, shardOf } from '../redis/keys.js';
import { type FollowedLog, eachFollows } from '../testing/followed-log.js';
import { BY_ENTRIES, TALLY, tally } from '../testing/tally.js';

jest.setTimeout(60_000);

/** The same under another name: each has rows, lines and an index. */
const second = { ...tally, name: 'second' };
const REGISTRY: Registry = [tally, second];
/** The first has lists that are full. */
const ACCOUNTS = Array.from({ length: 40 }, (_, nth) => `account-${nth}`);
const LONG_HISTORY_CHARGES = 600;

let here: FollowedLog;
let builds: Builds;
eachFollows(REGISTRY, (own) => {
  here = own;
  builds = createBuilds(own.store, REGISTRY, own.deployment);
});

function goOn(accountId: string, charges = 1): void {
  here.goOn(accountId, (ledger) => {
    for (let nth = 0; nth < charges; nth++) ledger.charge('1');
  });
}

async function served(): Promise<string> {
  here.start();
  for (const [nth, accountId] of ACCOUNTS.entries()) goOn(accountId, nth === 0 ? LONG_HISTORY_CHARGES : 1);
  while ((await here.reader.reach()) === 'rebuilding') await delay(5);
  if (!here.log.end || !(await here.reader.hasReached(here.log.end, 20_000)))
    throw new Error('The log was not applied');
  return (await builds.look()).serving ?? '';
}

const rebuildOf = async (readModel: string, from: string) => builds.begin('', { readModel, from });

async function untilServes(build: string): Promise<void> {
  while ((await builds.look()).serving !== build) await delay(5);
  here.reader = here.newReader();
}

async function expectAllAsInTheLog(): Promise<void> {
  for (const [accountId, { events, account }] of here.ledgers) {
    const rows = { tally: { entries: account.revision, last: account.revision } };
    const both = { first: one(tally, TALLY), second: one(second, TALLY) };
    const reading = await here.reader.read(accountId, both, { minRevision: account.revision, patienceMs: 20_000 });
    expect(reading).toMatchObject({ revision: account.revision, rows: { first: rows.tally, second: rows.tally } });
    for (const projection of [tally, second]) {
      expect(await here.linesOf(accountId, projection, account.revision)).toEqual(
        events.map(({ revision, type }) => ({ revision, type })),
      );
    }
  }
  for (const projection of [tally, second] as readonly AnyProjection[]) {
    const placed = await here.reader.due({ projection, index: BY_ENTRIES }, Infinity, 1_000);
    const expected = [...here.ledgers].map(([id, { account }]) => ({ id, key: TALLY, score: account.revision }));
    expect(new Set(placed === 'rebuilding' ? [] : placed)).toEqual(new Set(expected));
  }
}

/** Wrong numbers that nothing notices: the rows are all there. */
async function spoil(build: string): Promise<void> {
  for (const accountId of ACCOUNTS) {
    for (const name of ['tally', 'second']) {
      await here.store.setField(here.rowsKey(build, accountId), `${name}/${TALLY}`, '{"entries":7777,"last":7777}');
    }
  }
}

async function untilPacked(build: string, accountId: string, revision: number): Promise<void> {
  const stream = `account-${accountId}`;
  const list = firstPlainList(revision) - 1;
  for (const name of ['tally', 'second']) {
    const key = here.keysOf(build).lines(shardOf(stream), name, stream, list);
    while ((await here.store.call({ command: 'LLEN', key, args: [] })) !== 1) await delay(5);
  }
}

describe('a rebuild of one read model', () => {
  it('makes it anew, takes the rows of the others over as they are, and switches all at one moment', async () => {
    const before = await served();
    // The first account has lists that are packed.
    await untilPacked(before, 'account-0', LONG_HISTORY_CHARGES);
    await here.stopProjectors();
    await spoil(before);
    const build = await rebuildOf('second', before);
    here.start();
    await untilServes(build);
    for (const accountId of ['account-0', 'account-1']) {
      const seen = await here.reader.read(accountId, { first: one(tally, TALLY), second: one(second, TALLY) });
      expect(seen).toMatchObject({
        rows: { first: { entries: 7777 }, second: { entries: here.ledgers.get(accountId)?.account.revision } },
      });
    }
    while ((await builds.look()).retired.length > 0) await delay(5);
    expect(await builds.look()).toMatchObject({ serving: build, building: null, ofOne: {}, retired: [] });
  });

  it('goes on reading and following meanwhile; afterwards all is as in the log', async () => {
    const build = await rebuildOf('second', await served());
    for (let nth = 0; (await builds.look()).serving !== build; nth++) {
      goOn(ACCOUNTS[nth % ACCOUNTS.length] ?? '');
      goOn(`later-${nth}`);
      expect(await here.reader.read('account-1', {})).toMatchObject({ revision: expect.any(Number) });
    }
    goOn('account-0');
    await expectAllAsInTheLog();
  });

  it('is the same by two projectors that are stopped again and again, and its progress never falls', async () => {
    const before = await served();
    await here.stopProjectors();
    const build = await rebuildOf('tally', before);
    // Each stream is read slowly, so that a projector that is stopped has not finished.
    const slow = (stream: string, after: number) =>
      (async function* () {
        await delay(20);
        yield* here.log.history(stream, after);
      })();
    const shares: number[] = [];
    for (let round = 0; (await builds.look()).serving !== build; round++) {
      const both = [here.start({ history: slow }), here.start({ history: slow })];
      goOn(ACCOUNTS[round % ACCOUNTS.length] ?? '');
      await delay(60);
      const [underWay] = await buildsUnderWay(here.store, here.deployment);
      if (underWay) shares.push(underWay.share ?? NaN);
      await Promise.all(both.map((each) => each.stop()));
    }
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    here.start();
    await expectAllAsInTheLog();
  });

  it('makes an account anew wholly of which the serving build has lost something', async () => {
    const before = await served();
    await here.stopProjectors();
    await here.store.deleteField(here.rowsKey(before, 'account-3'), `second/${TALLY}`);
    await here.store.remove([
      here.keysOf(before).lines(shardOf('account-account-0'), 'second', 'account-account-0', 1),
    ]);
    const build = await rebuildOf('tally', before);
    here.start();
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
    await here.stopProjectors();
    const build = await rebuildOf('tally', before);
    expect(await rebuildOf('second', before)).toBe(build);
    expect((await builds.look()).ofOne).toEqual({ [build]: { readModel: 'tally', from: before } });
  });
});
