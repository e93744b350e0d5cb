/** Rows as of times that are over leave the projector's memory; whoever looks at one again has it looked up. */
import { afterEach, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../projection/fold.js';
import type { Projection } from '../projection/projection.js';
import { newRows, settle } from '../projection/rows.js';
import { every } from '../reader/queries.js';
import { createReader } from '../reader/reader.js';
import { keysOf } from '../redis/keys.js';
import { connectRedis } from '../redis/redis-store.js';
import { MemoryLog } from '../testing/memory-log.js';
import { startRedis } from '../testing/redis-server.js';
import { startProjector } from '../testing/running-projector.js';
import type { ProjectedAggregate } from './aggregates.js';
import { KnownRowsOf } from './known-rows.js';
import type { Arrived } from './source.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

/** A use in an hour: of the newest one, a later one, which begins it, or an earlier one. */
type Used = { readonly revision: number; readonly hour: number };
type HourRow = { readonly hour: number; uses: number };

const counted: ProjectedAggregate<Used> = {
  category: 'promo-code',
  decode: (stored) => stored.data as Used,
  entriesIn: (event) => [event],
  countEntries: () => 1,
};

const NEWEST = 'newest';
const hourKey = (hour: number): string => `hour:${hour}`;
/** Hours that are so old leave the row model, whether they were used or not: only of those that were there is a row. */
const KEPT_HOURS = 4;

const hours: Projection<HourRow, never, Used> = {
  of: 'promo-code',
  name: 'hours',
  version: 1,
  isPast: (key) => key !== NEWEST,
  keys: ({ hour }) => [NEWEST, hourKey(hour), hourKey(hour - KEPT_HOURS)],
  evolve(rows, { hour }) {
    const newest = rows.get(NEWEST);
    const key = newest && hour < newest.hour ? hourKey(hour) : NEWEST;
    if (newest && newest.hour < hour) {
      rows.set(hourKey(newest.hour), newest);
      rows.set(NEWEST, { hour, uses: 0 });
    } else if (rows.get(key) === undefined) rows.set(key, { hour, uses: 0 });
    const row = rows.change(key);
    if (row) row.uses += 1;
    if (rows.get(hourKey(hour - KEPT_HOURS))) rows.delete(hourKey(hour - KEPT_HOURS));
  },
};
const REGISTRY = [hours];

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** What the rows are where nothing is ever forgotten. */
function plainly(used: readonly Used[]): Map<string, unknown> {
  const rows = new Map<string, HourRow>();
  const own = Object.assign(rows, { change: (key: string) => rows.get(key), append: () => {} });
  for (const entry of used) hours.evolve(own, entry);
  return rows;
}

it('are counted, changed late and deleted as if they were there', async () => {
  const server = await startRedis();
  const store = connectRedis(server.url, { patience: 'fails' });
  const log = new MemoryLog();
  const running = startProjector(server.url, 'spec', REGISTRY, log.source(), log.history, log.identity);
  ends.push(
    () => server.stop(),
    () => store.close(),
    () => running.stop(),
  );
  const reader = createReader(store, REGISTRY, 'spec', log.identity);
  let nth = 0;
  const steps = fc.array(fc.integer({ min: -6, max: 2 }), { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(steps, async (moves) => {
      const [id, used] = [`CODE-${nth++}`, new Array<Used>()];
      for (const move of moves) {
        const newest = Math.max(...used.map(({ hour }) => hour), 100);
        used.push({ revision: used.length + 1, hour: newest + move });
        const at = log.appendTo(counted, id, used.slice(-1));
        expect(at && (await reader.hasReached(at, 20_000))).toBe(true);
        // One that miscounts its rows answers 'damaged'.
        const reading = await reader.read(id, { rows: every(hours) });
        expect(reading).toMatchObject({ revision: used.length, rows: { rows: plainly(used) } });
      }
    }),
    { numRuns: 40 },
  );
});

it('are not kept once they are stored, nor is what was looked up of them', () => {
  const rows = newRows(REGISTRY, 'promo-code', false);
  const position = { commit: 0n, prepare: 0n };
  const arrived = { category: 'promo-code', stream: 'promo-code-CODE', id: '', position, size: 1 } as const;
  const used = Array.from({ length: 50 }, (_, nth): Used => ({ revision: nth + 1, hour: nth }));
  const events = used.map((entry, streamRevision): Arrived => ({
    ...arrived,
    streamRevision,
    revision: entry.revision,
    entries: [entry],
  }));
  const known = new KnownRowsOf({ registry: REGISTRY, store: undefined as never, keys: keysOf('spec').build('build') });
  for (const event of events) {
    fold(rows, [event]);
    settle(rows);
    known.keep(event.stream, rows);
  }
  const [draft] = rows.of;
  expect([...(draft?.rows.keys() ?? [])]).toEqual([NEWEST]);
  expect([...(draft?.lookedUp ?? [])]).toEqual([]);
});
