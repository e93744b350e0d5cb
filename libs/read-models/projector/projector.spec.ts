import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { createBuilds } from '../builds/builds.js';
import { keysOf, shardOf } from '../redis/keys.js';
import { ReadModelUnavailable, one } from '../reader/queries.js';
import type { Registry } from '../projection/projection.js';
import { CHECKPOINT } from '../redis/register.js';
import { type FollowedLog, eachFollows } from '../testing/followed-log.js';
import { Ledger } from '../testing/ledger.js';
import { MemoryLog } from '../testing/memory-log.js';
import { startRedis } from '../testing/redis-server.js';
import type { Running } from '../testing/running-projector.js';
import { TALLY, tally, tallyOf } from '../testing/tally.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const REGISTRY: Registry = [tally];
const ACCOUNTS = Array.from({ length: 24 }, (_, nth) => `account-${nth}`);

let here: FollowedLog;
eachFollows(REGISTRY, (own) => (here = own));

/** Every account goes on by a few entries, the new ones open. */
function goOn(accounts: readonly string[] = ACCOUNTS): void {
  for (const accountId of accounts) {
    here.goOn(accountId, (ledger) => {
      ledger.grant('5');
      ledger.charge('1');
    });
  }
}

function copyOf({ accountId, account, events }: Ledger): Ledger {
  const copy = new Ledger(accountId);
  copy.events.splice(0, copy.events.length, ...events);
  copy.account = account;
  return copy;
}

const revisionOf = (accountId: string) => here.ledgers.get(accountId)?.account.revision ?? 0;

/** The reader's own connection may have been cut by the test, and a reader does not wait until it is back. */
const asRebuilding = (error: unknown): 'rebuilding' => {
  if (error instanceof ReadModelUnavailable) return 'rebuilding';
  throw error;
};

/** A projector whose Redis was replaced beneath it may put the reach of its build back before it finds the rest gone. */
async function untilServed(): Promise<void> {
  const isRebuilding = async (answer: Promise<unknown>) => (await answer.catch(asRebuilding)) === 'rebuilding';
  while ((await isRebuilding(here.reader.reach())) || (await isRebuilding(here.reader.read('account-0', {}))))
    await delay(5);
}

async function untilNoted({ messages }: Running, note: string): Promise<void> {
  for (let tries = 0; !messages.join().includes(note); tries++) {
    if (tries > 1_000) throw new Error(`It noted nothing of '${note}', but: ${messages.join()}`);
    await delay(5);
  }
}

/** What is read is what the log says, to the last line. */
async function expectAllAsInTheLog(): Promise<void> {
  await untilServed();
  for (const [accountId, { events, account }] of here.ledgers) {
    const minRevision = account.revision;
    const reading = await here.reader.read(
      accountId,
      { tally: one(tally, TALLY) },
      { minRevision, patienceMs: 20_000 },
    );
    const rows = { tally: { entries: minRevision, last: minRevision } };
    expect(reading).toEqual({ revision: minRevision, rows, mark: expect.anything() });
    const lines = events.map(({ revision, type }) => ({ revision, type }));
    expect(await here.linesOf(accountId, tally, minRevision)).toEqual(lines);
  }
}

const keysIn = async (build: string) => {
  const keys = here.keysOf(build);
  return Promise.all(['s00', 's07'].map((shard) => here.store.field(keys.register(shard), CHECKPOINT)));
};
const servingBuild = async () => (await here.store.fields(keysOf(here.deployment).builds))['serving'] ?? '';

/** Sets Redis back to this moment, as a fail-over does that loses the last second. */
async function remembered(): Promise<() => Promise<unknown>> {
  const redis = new Redis(here.server.url);
  const keys = await redis.keys('*');
  const values = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  return async () => {
    const all = redis.multi().flushall();
    for (const [nth, key] of keys.entries()) all.restore(key, 0, values[nth]!);
    await all.exec();
    redis.disconnect();
  };
}

describe('the projector', () => {
  it('builds the rows from the log and keeps up with it', async () => {
    goOn();
    here.start();
    await expectAllAsInTheLog();
    for (let round = 0; round < 5; round++) goOn();
    await expectAllAsInTheLog();
  });

  it('answers "rebuilding" until it has caught up, never "absent"', async () => {
    goOn();
    expect(await here.reader.read('account-0', {})).toBe('rebuilding');
    let isBlocked = true;
    here.start({ source: here.log.source({ isBlocked: (nth) => isBlocked && nth > 40 }) });
    for (let look = 0; look < 20; look++) {
      expect(await here.reader.read('account-0', {})).toBe('rebuilding');
      expect(await here.reader.due({ projection: tally, index: 'by-entries' }, Infinity, 10)).toBe('rebuilding');
      await delay(5);
    }
    isBlocked = false;
    goOn(['account-0']);
    await expectAllAsInTheLog();
  });

  it('counts nothing twice when events are delivered again', async () => {
    here.start({ source: here.log.source({ redelivers: 3 }) });
    for (let round = 0; round < 4; round++) goOn();
    await expectAllAsInTheLog();
  });

  it('goes on from a checkpoint that is out of date', async () => {
    goOn();
    const first = here.start();
    await expectAllAsInTheLog();
    await first.stop();
    const before = await servingBuild();
    const keys = here.keysOf(before);
    for (const accountId of ACCOUNTS)
      await here.store.setField(keys.register(shardOf(`account-${accountId}`)), CHECKPOINT, '');
    goOn();
    here.start();
    await expectAllAsInTheLog();
    expect(await servingBuild()).toBe(before);
  });

  it('never skips events: an account whose rows are missing is made anew from the log, and no other', async () => {
    goOn();
    here.start();
    await expectAllAsInTheLog();
    const before = await servingBuild();
    await here.store.remove(['account-3', 'account-4'].map((each) => here.rowsKey(before, each)));
    expect(await here.reader.read('account-3', {})).toBe('damaged');
    goOn();
    await expectAllAsInTheLog();
    expect(await servingBuild()).toBe(before);
  });

  it('goes on while Redis loses rows again and again, and has them all in the end', async () => {
    goOn();
    here.start();
    await expectAllAsInTheLog();
    const before = await servingBuild();
    for (let round = 0; round < 30; round++) {
      goOn(['account-3', 'account-4']);
      await here.store.remove(['account-3', 'account-4'].map((each) => here.rowsKey(before, each)));
      await delay(2);
    }
    for (const accountId of ['account-3', 'account-4']) {
      for (let looks = 0; looks < 2_000 && (await here.reader.read(accountId, {})) === 'damaged'; looks++)
        await delay(5);
    }
    await expectAllAsInTheLog();
  });

  it('notices the loss of a single shard', async () => {
    goOn();
    here.start();
    await expectAllAsInTheLog();
    const before = await servingBuild();
    const shard = shardOf('account-account-3');
    await here.store.sweep(`${here.deployment}:${before}:{${shard}}:*`);
    expect(await here.reader.read('account-3', {})).toBe('rebuilding');
    goOn();
    while ((await servingBuild()) === before) await delay(5);
    await expectAllAsInTheLog();
  });

  it('comes back from FLUSHALL in the middle of its work, without wrong answers meanwhile', async () => {
    here.start();
    goOn();
    await expectAllAsInTheLog();
    const seen = new Map(ACCOUNTS.map((accountId) => [accountId, revisionOf(accountId)]));
    let isOver = false;
    const watch = async () => {
      while (!isOver) {
        for (const accountId of ACCOUNTS) {
          const reading = await here.reader.read(accountId, { tally: one(tally, TALLY) });
          if (reading === 'rebuilding') continue;
          expect(reading).not.toBe('absent');
          expect(reading).not.toBe('damaged');
          if (typeof reading === 'string') continue;
          expect(reading.revision).toBeGreaterThanOrEqual(seen.get(accountId) ?? 0);
          expect(reading.rows.tally?.entries).toBe(reading.revision);
          seen.set(accountId, reading.revision);
        }
      }
    };
    const watching = watch();
    for (let round = 0; round < 3; round++) {
      goOn();
      await flush();
      for (let more = 0; more < 10; more++) {
        goOn();
        await delay(2);
      }
    }
    await expectAllAsInTheLog();
    isOver = true;
    await watching;
  });

  it('comes back after Redis was killed and is empty', async () => {
    goOn();
    here.start();
    await expectAllAsInTheLog();
    await here.server.stop();
    goOn();
    here.server = await startRedis(here.server.port);
    await expectAllAsInTheLog();
  });

  it('comes back from a Redis that was set back, also where nothing is recorded afterwards', async () => {
    goOn();
    const projector = here.start();
    await expectAllAsInTheLog();
    const setBack = await remembered();
    goOn();
    await expectAllAsInTheLog();
    const before = await servingBuild();
    await setBack();
    await expectAllAsInTheLog();
    expect(await servingBuild()).toBe(before);
    await untilNoted(projector, 'Redis came back with an earlier state');
  });

  it('comes back from a Redis that is set back in the middle of the work of two', async () => {
    here.start();
    here.start({ source: here.log.source({ redelivers: 5 }) });
    for (let round = 0; round < 5; round++) {
      goOn();
      await expectAllAsInTheLog();
      const setBack = await remembered();
      for (let more = 0; more < 10; more++) {
        goOn();
        if (more === 2 * round) await setBack();
        await delay(2);
      }
    }
    await expectAllAsInTheLog();
  });

  it('runs beside another projector, each skipping what the other wrote', async () => {
    here.start({ source: here.log.source({ redelivers: 5 }) });
    const second = here.start();
    for (let round = 0; round < 20; round++) {
      goOn();
      await delay(2);
    }
    await expectAllAsInTheLog();
    await second.stop();
    goOn();
    await expectAllAsInTheLog();
  });

  it('loses and doubles nothing when its connection is cut again and again', async () => {
    here.start();
    for (let round = 0; round < 30; round++) {
      goOn();
      await killConnections();
    }
    await expectAllAsInTheLog();
  });

  it('builds new versions beside the old ones, switches, and removes what nobody reads', async () => {
    goOn();
    const old = here.start();
    await expectAllAsInTheLog();
    const before = await servingBuild();
    let isBlocked = true;
    const newer: Registry = [tallyOf(2)];
    here.start({ source: here.log.source({ isBlocked: (nth) => isBlocked && nth > 30 }), registry: newer });
    goOn();
    await expectAllAsInTheLog();
    expect(await servingBuild()).toBe(before);
    isBlocked = false;
    here.reader = here.newReader(newer);
    goOn(['account-0']);
    await expectAllAsInTheLog();
    while ((await keysIn(before)).some((checkpoint) => checkpoint !== null)) await delay(5);
    goOn();
    await expectAllAsInTheLog();
    await untilNoted(old, 'took over');
    expect(await here.newReader().read('account-0', {})).toBe('rebuilding');
  });

  it('does not serve what was built from another log, and replaces it', async () => {
    goOn();
    here.start();
    await expectAllAsInTheLog();
    await here.stopProjectors();
    [here.log, here.ledgers] = [new MemoryLog('another log'), new Map()];
    here.reader = here.newReader();
    expect(await here.reader.read('account-0', {})).toBe('rebuilding');
    goOn(['account-1']);
    const { messages } = here.start();
    await expectAllAsInTheLog();
    expect(await here.reader.read('account-0', {})).toBe('absent');
    expect(messages.join()).toContain('another log');
  });

  describe('where the log was restored from a backup', () => {
    /** Two accounts go on after the backup was taken, and all of it is served before the log is set back. */
    async function setBack(): Promise<void> {
      goOn();
      const backup = new Map([...here.ledgers].map(([accountId, ledger]) => [accountId, copyOf(ledger)]));
      const length = [...here.ledgers.values()].reduce((count, { events }) => count + events.length, 0);
      goOn(['account-0', 'account-1']);
      await expectAllAsInTheLog();
      here.log.setBack(length);
      here.ledgers = backup;
    }

    it('serves nothing of events that the log no longer has, and is built anew', async () => {
      const projector = here.start();
      await setBack();
      await untilNoted(projector, 'set back');
      here.reader = here.newReader();
      await expectAllAsInTheLog();
    });

    it('does not take what came after the backup for what had been there before', async () => {
      const { stop } = here.start();
      await setBack();
      await stop();
      // More of it than the log had before, at the same positions.
      goOn();
      here.reader = here.newReader();
      expect(await here.reader.read('account-0', {})).toBe('rebuilding');
      here.start();
      await expectAllAsInTheLog();
    });
  });

  it('rebuilds on request, reads going on meanwhile', async () => {
    goOn();
    const { store: own } = here.start();
    await expectAllAsInTheLog();
    const before = await servingBuild();
    await createBuilds(own, REGISTRY, here.deployment).begin();
    while ((await servingBuild()) === before) {
      expect(await here.reader.read('account-1', {})).toMatchObject({ revision: revisionOf('account-1') });
    }
    await expectAllAsInTheLog();
  });
});

const command = async (...words: [string, ...string[]]) => {
  const redis = new Redis(here.server.url);
  await redis.call(...words);
  redis.disconnect();
};
const flush = () => command('FLUSHALL');
const killConnections = () => command('CLIENT', 'KILL', 'TYPE', 'normal');
