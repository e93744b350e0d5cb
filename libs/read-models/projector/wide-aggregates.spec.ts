/** An aggregate of which one entry looks at more rows than a script can pass to a command at once. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { MOST_BUCKETS } from '#domain/account/limits.js';
import type { Projection } from '../projection/projection.js';
import { some } from '../reader/queries.js';
import { type FollowedLog, eachFollows } from '../testing/followed-log.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

/** One charge may draw on all of an account's open buckets, whose rows have two parts each. */
const KEYS = Array.from({ length: 2 * MOST_BUCKETS }, (_, nth) => `row-${nth}`);

type Row = { readonly entries: number };

const wide: Projection<Row, never> = {
  of: 'account',
  name: 'wide',
  version: 1,
  keys: () => KEYS,
  evolve(rows) {
    for (const key of KEYS) rows.set(key, { entries: (rows.get(key)?.entries ?? 0) + 1 });
  },
};

let here: FollowedLog;
eachFollows([wide], (own) => (here = own));

const PATIENT = { patienceMs: 30_000 };

describe('an aggregate of many rows', () => {
  it('is followed on by a projector that has none of them in memory, and read by any of them', async () => {
    here.goOn('acme', (ledger) => ledger.grant('5'));
    here.start();
    while ((await here.reader.read('acme', {})) === 'rebuilding') await delay(5);
    await here.reader.read('acme', {}, { minRevision: 2, ...PATIENT });
    await here.stopProjectors();
    here.goOn('acme', (ledger) => ledger.charge('1'));
    here.start();
    const rows = new Map(KEYS.map((key) => [key, { entries: 3 }]));
    const queries = { rows: some(wide, KEYS) };
    const reading = await here.reader.read('acme', queries, { minRevision: 3, ...PATIENT });
    expect(reading).toMatchObject({ revision: 3, rows: { rows } });
  });
});
