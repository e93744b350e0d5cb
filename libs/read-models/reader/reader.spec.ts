import { describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Position } from '#event-store/port/event-store.js';
import { ReadModelBehind, ReadModelUnavailable, every, one, some } from './queries.js';
import type { Due } from './due.js';
import { createReader } from './reader.js';
import { connectRedis } from '../redis/redis-store.js';
import { type FollowedLog, eachFollows } from '../testing/followed-log.js';
import { BY_ENTRIES, TALLY, type TallyLine, tally } from '../testing/tally.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const INDEX = { projection: tally, index: BY_ENTRIES };
const READ = { tally: one(tally, TALLY) };

let here: FollowedLog;
eachFollows([tally], (own) => {
  here = own;
  here.start();
});

/** An account with so many entries, and everything applied. */
async function account(accountId: string, entries: number): Promise<Position> {
  here.goOn(accountId, (ledger) => {
    while (ledger.events.length < entries) ledger.charge('0');
  });
  const position = here.log.end;
  if (!position) throw new Error('An account has events');
  expect(await here.reader.hasReached(position, 20_000)).toBe(true);
  return position;
}

describe('the reader', () => {
  it('tells rows with the revision that they reflect', async () => {
    await account('acme', 3);
    expect(await here.reader.read('acme', { ...READ, all: every(tally), none: some(tally, ['other']) })).toMatchObject({
      revision: 3,
      rows: { tally: { entries: 3, last: 3 }, all: new Map([[TALLY, { entries: 3, last: 3 }]]), none: new Map() },
    });
  });

  it('fetches no rows that it is told of already, until they change, are of another build or are lost', async () => {
    await account('acme', 3);
    const reading = await here.reader.read('acme', READ);
    if (typeof reading === 'string' || !reading.mark) throw new Error('Rows that are there have a mark');
    const { mark } = reading;
    expect(await here.reader.readUnless('acme', READ, mark)).toBe('unchanged');
    expect(await here.reader.readUnless('acme', READ, { ...mark, build: 'another' })).toEqual(reading);
    here.goOn('acme', (ledger) => ledger.charge('0'));
    await here.reader.read('acme', {}, { minRevision: 4 });
    const later = await here.reader.readUnless('acme', READ, mark);
    expect(later).toMatchObject({ revision: 4, rows: { tally: { entries: 4 } } });
    if (typeof later === 'string' || !later.mark) throw new Error('Rows that are there have a mark');
    await here.stopProjectors();
    const redis = new Redis(here.server.url);
    const [key = ''] = await redis.keys(`${later.mark.build}rows:account-acme`);
    await redis.hdel(key, `tally/${TALLY}`);
    redis.disconnect();
    expect(await here.reader.readUnless('acme', READ, later.mark)).toBe('damaged');
  });

  it('tells what rows are of without them, many in one call, and nothing of those that are not there or not whole', async () => {
    await account('acme', 3);
    await account('corp', 2);
    const reading = await here.reader.read('acme', READ);
    if (typeof reading === 'string' || !reading.mark) throw new Error('Rows that are there have a mark');
    const redis = new Redis(here.server.url);
    const calls = async () => Number(/cmdstat_evalsha:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);
    await here.stopProjectors();
    const before = await calls();
    expect(await Promise.all(['acme', 'corp', 'other'].map((id) => here.reader.shown(id)))).toEqual([
      reading.mark,
      { ...reading.mark, text: expect.any(String), revision: 2 },
      null,
    ]);
    expect((await calls()) - before).toBe(1);
    const [key = ''] = await redis.keys(`${reading.mark.build}rows:account-acme`);
    await redis.hdel(key, `tally/${TALLY}`);
    expect(await here.reader.shown('acme')).toBeNull();
    await redis.flushall();
    expect(await here.reader.shown('corp')).toBeNull();
    redis.disconnect();
  });

  it('says "absent" of an account that it knows nothing of', async () => {
    await account('acme', 1);
    expect(await here.reader.read('other', READ)).toBe('absent');
  });

  it('waits for a revision that is on its way, and says so when it does not come', async () => {
    await account('acme', 3);
    const waiting = here.reader.read('acme', READ, { minRevision: 4 });
    here.goOn('acme', (ledger) => ledger.grant('1'));
    expect(await waiting).toMatchObject({ revision: 4 });
    await expect(here.reader.read('acme', READ, { minRevision: 9, patienceMs: 20 })).rejects.toMatchObject({
      code: 'read-model-behind',
      revision: 4,
      minRevision: 9,
    });
    await expect(here.reader.read('other', READ, { minRevision: 1, patienceMs: 20 })).rejects.toThrow(ReadModelBehind);
  });

  it('waits for a notice, however many wait, and asks Redis no more than that', async () => {
    await account('acme', 2);
    const reads = jest.spyOn(here.store, 'read');
    const waiting = Array.from({ length: 50 }, () =>
      here.reader.read('acme', READ, { minRevision: 9, patienceMs: 900 }).catch((error: unknown) => error),
    );
    const answers = await Promise.all(waiting);
    expect(answers.every((answer) => answer instanceof ReadModelBehind)).toBe(true);
    // One look at the start, one once it listens, one for each half second, one at the end: a poll would be hundreds.
    expect(reads.mock.calls.length).toBeLessThanOrEqual(50 * 5);
  });

  it('knows up to where everything is applied', async () => {
    const position = await account('acme', 5);
    expect(await here.reader.reach()).toEqual(position);
    const beyond = { commit: position.commit + 1n, prepare: position.prepare + 1n };
    expect(await here.reader.hasReached(beyond, 20)).toBe(false);
  });

  it('goes down the lines of a long history, from wherever it is told', async () => {
    await account('acme', 1000);
    const revisions = async (upTo: number) => {
      const seen: number[] = [];
      for await (const lines of here.reader.lines('acme', tally, upTo))
        seen.push(...lines.map((line) => line.revision));
      return seen;
    };
    expect(await revisions(1000)).toEqual(Array.from({ length: 1000 }, (_, nth) => 1000 - nth));
    expect(await revisions(300)).toEqual(Array.from({ length: 300 }, (_, nth) => 300 - nth));
  });

  it('finds the last line of which something holds, among those that count, and reads few lines for it', async () => {
    await account('acme', 900);
    const sought = [0, 1, 2, 63, 64, 65, 255, 256, 257, 511, 600, 899, 900, 5_000];
    const search = (atLeast: number, every: number) => ({
      sought: sought.map(
        (most) =>
          ({ revision }: TallyLine) =>
            revision <= most,
      ),
      counts: ({ revision }: TallyLine) => revision >= atLeast && revision % every === 0,
    });
    for (const [upTo, atLeast, every] of [
      [900, 1, 1],
      [900, 300, 1],
      [700, 1, 7],
      [3, 1, 1],
      [900, 901, 1],
    ] as const) {
      const expected = sought.map((most) => {
        const last = Math.floor(Math.min(most, upTo) / every) * every;
        return last >= atLeast ? last : null;
      });
      const found = await here.reader.lastLines('acme', tally, upTo, search(atLeast, every));
      expect(found?.map((line) => line?.revision ?? null)).toEqual(expected);
    }
    await here.stopProjectors();
    const before = await calls('lrange');
    await here.reader.lastLines('acme', tally, 900, { ...search(1, 1), sought: [({ revision }) => revision <= 257] });
    const looked = (await calls('lrange')) - before;
    // Of fifteen lists.
    expect(looked).toBeGreaterThan(0);
    expect(looked).toBeLessThanOrEqual(5);
    expect(await here.reader.lastLines('nobody', tally, 0, search(1, 1))).toBeNull();
    await drop('lines:tally:1:account-acme');
    expect(await here.reader.lastLines('acme', tally, 900, search(1, 1))).toBeNull();
  });

  it('lists an index over all accounts, lowest first, and lets go of what is settled', async () => {
    for (let nth = 1; nth <= 20; nth++) await account(`account-${nth}`, nth);
    const due = await here.reader.due(INDEX, 5, 100);
    if (due === 'rebuilding') throw new Error('The build serves');
    expect(due.map(({ id, score }) => [id, score])).toEqual([1, 2, 3, 4, 5].map((nth) => [`account-${nth}`, nth]));
    expect(await here.reader.due(INDEX, Infinity, 3)).toEqual(due.slice(0, 3));
    const [first, second] = due;
    if (!first || !second) throw new Error('Five are due');
    await here.reader.settle(INDEX, first);
    await here.reader.settle(INDEX, { ...second, score: 99 });
    expect(await here.reader.due(INDEX, 5, 100)).toEqual(due.slice(1));
  });

  it('lists what stands in an index as the rows say, though the index has lost it or was told too early that it is settled', async () => {
    let position: Position | undefined;
    for (let nth = 1; nth <= 20; nth++) position = await account(`account-${nth}`, nth);
    if (!position) throw new Error('There are accounts');
    const registered = async () => {
      const due = await here.reader.registered(INDEX, 5, position);
      return typeof due === 'string' ? due : due.map(({ id, score }) => `${id} ${score}`).sort();
    };
    const wanted = [1, 2, 3, 4, 5].map((nth) => `account-${nth} ${nth}`);
    expect(await registered()).toEqual(wanted);
    const all = await here.reader.due(INDEX, Infinity, 100);
    if (all === 'rebuilding') throw new Error('The build serves');
    // Meanwhile upkeep puts back what is missing.
    let left: readonly unknown[] | 'rebuilding' = all;
    for (let tries = 0; tries < 100 && left.length > 0; tries++) {
      await Promise.all(all.map((each) => here.reader.settle(INDEX, each)));
      left = await here.reader.due(INDEX, 5, 100);
      expect(await registered()).toEqual(wanted);
    }
    expect(left).toEqual([]);
  });

  it('lists nothing as the rows say before they reflect the position, or while they are rebuilt', async () => {
    const position = await account('acme', 3);
    const beyond = { commit: position.commit + 1n, prepare: position.prepare + 1n };
    expect(await here.reader.registered(INDEX, 5, beyond)).toBe('behind');
    const unbuilt = createReader(here.store, [tally], 'never-built', here.log.identity);
    expect(await unbuilt.registered(INDEX, 5, position)).toBe('rebuilding');
  });

  it('fails rather than wait for ever where Redis is away', async () => {
    await account('acme', 1);
    const elsewhere = connectRedis('redis://127.0.0.1:1', { patience: 'fails' });
    await expect(createReader(elsewhere, [tally], 'spec', here.log.identity).read('acme', READ)).rejects.toThrow(
      ReadModelUnavailable,
    );
    elsewhere.close();
  });

  it('walks an index from its highest score, each row once, however many have one score', async () => {
    const ids = Array.from({ length: 40 }, (_, nth) => `acct-${nth}`);
    for (const [nth, id] of ids.entries()) await account(id, nth < 30 ? 2 : 3 + (nth % 2));
    const walked: string[] = [];
    for (let after: Due | null = null; ;) {
      const page = await here.reader.newest([INDEX], after, 7);
      if (page === 'rebuilding' || page.length === 0) break;
      walked.push(...page.map(({ id, score }) => `${score} ${id}`));
      after = page.at(-1) ?? null;
    }
    expect(walked.map((each) => Number(each.split(' ')[0]))).toEqual([
      ...Array.from({ length: 5 }, () => 4),
      ...Array.from({ length: 5 }, () => 3),
      ...Array.from({ length: 30 }, () => 2),
    ]);
    expect(new Set(walked).size).toBe(40);
  });
});

/** How often Redis has run a command. */
async function calls(name: string): Promise<number> {
  const redis = new Redis(here.server.url);
  const stats = await redis.info('commandstats');
  redis.disconnect();
  return Number(new RegExp(`^cmdstat_${name}:calls=(\\d+)`, 'm').exec(stats)?.[1] ?? 0);
}

async function drop(ending: string): Promise<void> {
  const redis = new Redis(here.server.url);
  for (const key of await redis.keys(`*${ending}`)) await redis.del(key);
  redis.disconnect();
}
