/** A build that is far behind: events are folded on, and written shard by shard. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readCheckpoints } from '../builds/checkpoints.js';
import type { Placed, Projection } from '../projection/projection.js';
import { one } from '../reader/queries.js';
import { keysOf } from '../redis/keys.js';
import { FollowedLog } from '../testing/followed-log.js';
import type { MemoryLog } from '../testing/memory-log.js';
import { startRedis } from '../testing/redis-server.js';
import type { ProjectedAggregate } from './aggregates.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

type Redeemed = { readonly revision: number; readonly type: 'Redeemed' };
type CodeRow = { readonly redeemed: number };

/** Each event stands for many entries, so that few of them are more than may wait to be written. */
const ENTRIES_PER_EVENT = 100;
const revisionOf = (nth: number): number => 1 + nth * ENTRIES_PER_EVENT;

const codes: ProjectedAggregate<Redeemed> = {
  category: 'promo-code',
  decode: (stored) => stored.data as Redeemed,
  entriesIn: (event) => [event],
  countEntries: () => ENTRIES_PER_EVENT,
};
const CODE = 'code';
const redemptions: Projection<CodeRow, Placed, Redeemed> = {
  of: 'promo-code',
  name: 'redemptions',
  version: 1,
  columns: ['revision'],
  keys: () => [CODE],
  evolve(rows, { revision }) {
    if (rows.get(CODE) === undefined) rows.set(CODE, { redeemed: 0 });
    const row = rows.change(CODE);
    if (row) row.redeemed += 1;
    rows.append({ revision });
  },
  indexes: { 'by-use': ({ redeemed }) => redeemed },
};
const REGISTRY = [redemptions];

const CODES = Array.from({ length: 120 }, (_, nth) => `CODE-${nth}`);
const ROUNDS = 10;

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function begun({ isCluster = false } = {}): Promise<FollowedLog> {
  const server = await startRedis(undefined, { isCluster });
  const own = new FollowedLog(server, REGISTRY);
  ends.push(
    () => server.stop(),
    () => own.end(),
  );
  for (let nth = 0; nth < ROUNDS; nth++) redeem(own.log, nth);
  return own;
}

function redeem(log: MemoryLog, nth: number): void {
  for (const id of CODES) log.appendTo(codes, id, [{ type: 'Redeemed', revision: revisionOf(nth) }]);
}

/** How many shards have been written, once some have. */
async function shardsWritten({ store, deployment }: FollowedLog): Promise<number> {
  for (;;) {
    const seen = await store.fields(keysOf(deployment).builds);
    const [, build] = Object.entries(seen).find(([field]) => field.startsWith('building:')) ?? [];
    const checkpoints = build ? await readCheckpoints(store, keysOf(deployment).build(build)).catch(() => []) : [];
    const written = checkpoints.filter(([, checkpoint]) => checkpoint).length;
    if (written > 0) return written;
    await delay(1);
  }
}

async function expectAllAsInTheLog(parts: FollowedLog, times: number): Promise<void> {
  const { log, reader } = parts;
  expect(log.end && (await reader.hasReached(log.end, 40_000))).toBe(true);
  for (const id of CODES) {
    const reading = await reader.read(id, { row: one(redemptions, CODE) });
    expect(reading).toMatchObject({ revision: times * ENTRIES_PER_EVENT, rows: { row: { redeemed: times } } });
  }
  for (const id of CODES.filter((_, nth) => nth % 20 === 0)) {
    const lines = await parts.linesOf(id, redemptions, times * ENTRIES_PER_EVENT);
    expect(lines.map(({ revision }) => revision)).toEqual(Array.from({ length: times }, (_, nth) => revisionOf(nth)));
  }
  const index = { projection: redemptions, index: 'by-use' };
  expect(await reader.due(index, times, CODES.length + 1)).toHaveLength(CODES.length);
  expect(await reader.due(index, times - 1, 1)).toEqual([]);
}

describe('a build that is far behind', () => {
  it('goes on from where each shard was written when its projector was stopped, and counts nothing twice', async () => {
    const parts = await begun();
    const first = parts.start();
    const written = await shardsWritten(parts);
    await first.stop();
    expect(written).toBeLessThan(16);
    parts.start();
    await expectAllAsInTheLog(parts, ROUNDS);
    redeem(parts.log, ROUNDS);
    await expectAllAsInTheLog(parts, ROUNDS + 1);
  });

  it.each([{ isCluster: false }, { isCluster: true }])(
    'is made by two projectors at once as by one ($isCluster: in a cluster)',
    async ({ isCluster }) => {
      const parts = await begun({ isCluster });
      parts.start();
      parts.start();
      await expectAllAsInTheLog(parts, ROUNDS);
    },
  );

  it('does not pass for stored what another projector has stored a part of meanwhile', async () => {
    const parts = await begun();
    const { log } = parts;
    let isBlocked = true;
    const source = log.source({
      isBlocked: (nth) => isBlocked && nth >= CODES.length,
      catchesUpAt: CODES.length * (ROUNDS + 1),
    });
    const first = parts.start({ source });
    while (first.taken() < CODES.length) await delay(5);
    const second = parts.start();
    expect(log.end && (await parts.reader.hasReached(log.end, 40_000))).toBe(true);
    await second.stop();
    // The first has rows of an event that is stored, and after it goes on it has more than are.
    isBlocked = false;
    redeem(log, ROUNDS);
    await expectAllAsInTheLog(parts, ROUNDS + 1);
    // Found out where it was refused: an earlier state of Redis is what it looks like afterwards.
    expect(first.messages.filter((each) => each.includes('going on from'))).toEqual([
      expect.stringMatching(/^\d+ aggregates of shard s\d\d are not as they were; going on from what is stored$/),
    ]);
  });

  it('finds rows that were lost meanwhile', async () => {
    const parts = await begun();
    const { store } = parts;
    parts.start();
    await shardsWritten(parts);
    const lost = (await store.call({ command: 'KEYS', key: '*:rows:*', args: [] })) as readonly string[];
    expect(lost.length).toBeGreaterThan(0);
    await store.remove(lost);
    const index = { projection: redemptions, index: 'by-use' };
    for (let look = 0; look < 4_000 && (await parts.reader.due(index, 0, 1)) === 'rebuilding'; look++) await delay(5);
    for (const id of CODES) {
      const row = { row: one(redemptions, CODE) };
      for (let look = 0; look < 2_000 && (await parts.reader.read(id, row)) === 'damaged'; look++) await delay(5);
    }
    await expectAllAsInTheLog(parts, ROUNDS);
  });
});
