/** Read models of whatever has streams, on a server of whatever kind. */
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Projection } from '../projection/projection.js';
import { every, one } from '../reader/queries.js';
import { FollowedLog } from '../testing/followed-log.js';
import { Ledger } from '../testing/ledger.js';
import { projectedFrom } from '../testing/projected.js';
import { startRedis } from '../testing/redis-server.js';
import { TALLY, tally } from '../testing/tally.js';
import type { ProjectedAggregate } from './aggregates.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

type CodeEvent = { readonly revision: number; readonly type: 'Created' | 'Redeemed' };
type CodeRow = { readonly redeemed: number };

const codes: ProjectedAggregate<CodeEvent> = {
  category: 'promo-code',
  decode: (stored) => stored.data as CodeEvent,
  entriesIn: (event) => [event],
  countEntries: () => 1,
};

const CODE = 'code';
const redemptions: Projection<CodeRow, never, CodeEvent> = {
  of: 'promo-code',
  name: 'redemptions',
  version: 1,
  keys: () => [CODE],
  evolve(rows, { type }) {
    const before = rows.get(CODE) ?? { redeemed: 0 };
    rows.set(CODE, { redeemed: before.redeemed + (type === 'Redeemed' ? 1 : 0) });
  },
  indexes: { 'by-use': ({ redeemed }) => redeemed },
};

const REGISTRY = [tally, redemptions];
const used = (times: number): readonly CodeEvent[] => [
  { type: 'Created', revision: 1 },
  ...Array.from({ length: times }, (_, nth): CodeEvent => ({ type: 'Redeemed', revision: nth + 2 })),
];

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function started({ isCluster = false } = {}): Promise<FollowedLog> {
  const server = await startRedis(undefined, { isCluster });
  const own = new FollowedLog(server, REGISTRY);
  ends.push(
    () => server.stop(),
    () => own.end(),
  );
  own.start({ source: own.log.source({ redelivers: 3 }) });
  return own;
}

describe('read models of other aggregates than accounts', () => {
  it('are folds of their events, as those of accounts are', () => {
    expect(projectedFrom(codes, redemptions, used(3)).rows.get(CODE)).toEqual({ redeemed: 3 });
  });

  it.each([{ isCluster: false }, { isCluster: true }])(
    'stand beside those of accounts, each with rows of its own ($isCluster: in a cluster)',
    async ({ isCluster }) => {
      const { log, reader } = await started({ isCluster });
      const ledger = new Ledger('WELCOME');
      ledger.charge('1');
      const ids = Array.from({ length: 40 }, (_, nth) => `CODE-${nth}`);
      for (const [nth, id] of ids.entries()) log.appendTo(codes, id, used(nth));
      log.append('WELCOME', ledger.events);
      const end = log.appendTo(codes, 'WELCOME', used(2));
      expect(end && (await reader.hasReached(end, 20_000))).toBe(true);
      const code = await reader.read('WELCOME', { row: one(redemptions, CODE), all: every(redemptions) });
      const rows = { row: { redeemed: 2 }, all: new Map([[CODE, { redeemed: 2 }]]) };
      expect(code).toEqual({ revision: 3, rows, mark: expect.anything() });
      const { revision } = ledger.account;
      expect(await reader.read('WELCOME', { row: one(tally, TALLY) })).toMatchObject({
        revision,
        rows: { row: { entries: revision, last: revision } },
      });
      expect(await reader.read('CODE-7', { row: one(tally, TALLY) })).toBe('absent');
      const most = await reader.due({ projection: redemptions, index: 'by-use' }, 1, 10);
      expect(most).toEqual([
        { id: 'CODE-0', key: CODE, score: 0 },
        { id: 'CODE-1', key: CODE, score: 1 },
      ]);
    },
  );

  it('come back when Redis loses them', async () => {
    const { store, log, reader } = await started();
    const end = log.appendTo(codes, 'WELCOME', used(2));
    expect(end && (await reader.hasReached(end, 20_000))).toBe(true);
    const keys = (await store.call({ command: 'KEYS', key: '*:rows:promo-code-WELCOME', args: [] })) as string[];
    expect(keys).toHaveLength(1);
    await store.remove(keys);
    const read = () => reader.read('WELCOME', { row: one(redemptions, CODE) });
    expect(await read()).toBe('damaged');
    for (let look = 0; look < 2_000 && (await read()) === 'damaged'; look++) await new Promise(setImmediate);
    expect(await read()).toMatchObject({ revision: 3, rows: { row: { redeemed: 2 } } });
  });

  it('are not read together with those of an account', async () => {
    const { reader } = await started();
    const mixed = { code: one(redemptions, CODE), account: one(tally, TALLY) };
    await expect(reader.read('WELCOME', mixed)).rejects.toThrow("One read can't be of promo-code and account");
  });
});
