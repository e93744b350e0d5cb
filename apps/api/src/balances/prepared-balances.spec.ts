import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, shifted } from '#domain/messages.js';
import type { Reader } from '#read-models/reader/reader.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, later } from '#read-models/testing/ledger.js';
import { logged } from '#from-log/testing/logged.js';
import { readerOver } from '../history/testing/projected-reader.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { BucketHistory } from '#from-log/bucket-history.js';
import { Folded } from '../queries/folded.js';
import { StandIn } from '../queries/stand-in.js';
import { Live } from '../queries/live.js';
import { BalanceHandler, BalanceQuery } from './balance.js';

/** A busy machine may take its time. */
jest.setTimeout(120_000);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** `GET balance` at whatever moment: by one handler that remembers, and each time by a new one. */
async function balancesOf(ledger: Ledger) {
  let now = ledger.now;
  const clock = () => now;
  const log = await logged('acme', ledger.events, clock);
  const asked = { rows: 0, unchanged: 0 };
  const reader = readerOver(ledger);
  const counting = {
    ...reader,
    read: (...question: Parameters<Reader['read']>) => {
      asked.rows++;
      return reader.read(...question);
    },
    readUnless: async (...question: Parameters<Reader['readUnless']>) => {
      const seen = await reader.readUnless(...question);
      if (seen === 'unchanged') asked.unchanged++;
      return seen;
    },
  } as Reader;
  const handler = () => {
    const answered = new ReadYourWrites();
    const standIn = new StandIn(log, new BucketHistory(log), answered);
    return new BalanceHandler(new Live(counting, answered, log, new Folded(log, answered)), log, standIn, clock);
  };
  const remembering = handler();
  const query = new BalanceQuery('acme');
  return {
    asked,
    at: async (moment: Instant) => {
      now = moment;
      return { prepared: await remembering.execute(query), full: await handler().execute(query) };
    },
  };
}

/** Before an instant, once so shortly that what was prepared then still holds, at it, and after it. */
const AROUND_MS = [-20_000, -1_000, -1, 0, 1];

/** Chosen ones, and those around which something about the balance may change. */
function moments({ account, now, events }: Ledger, offsetsMs: readonly number[]): readonly Instant[] {
  const chosen = offsetsMs.map((ms) => later(now, ms));
  const ofBuckets = account.buckets.flatMap(({ effectiveAt, expiresAt }) =>
    expiresAt === undefined
      ? [effectiveAt]
      : [effectiveAt, ...[0, -1, -7, -30].map((n) => shifted(expiresAt, n * DAY_MS))],
  );
  const outOfTheHour = events.slice(-5).map(({ recordedAt }) => later(recordedAt, 60 * MINUTE_MS));
  const edges = [...chosen, ...ofBuckets, ...outOfTheHour, account.graceDeadline ?? now];
  const around = edges.flatMap((at) => AROUND_MS.map((ms) => shifted(at, ms)));
  return [now, ...around].filter((at) => at >= now && at < later(now, 400 * DAY_MS)).sort();
}

describe('a prepared balance', () => {
  it('is the balance that is computed anew, to the byte, for any history and at any moment', async () => {
    const offsets = fc.array(fc.oneof(fc.nat(3 * MINUTE_MS), fc.nat(75 * MINUTE_MS), fc.nat(45 * DAY_MS)), {
      minLength: 1,
      maxLength: 3,
    });
    let prepared = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, offsets, async ({ ledger }, offsetsMs) => {
        const balances = await balancesOf(ledger);
        for (const moment of moments(ledger, offsetsMs)) {
          const answers = await balances.at(moment);
          expect(JSON.stringify(answers.prepared)).toBe(JSON.stringify(answers.full));
        }
        prepared += balances.asked.unchanged;
      }),
      { numRuns: 12 },
    );
    expect(prepared).toBeGreaterThan(10);
  });

  it('is read with no row as long as nothing changes, and anew once usage leaves the hour', async () => {
    const ledger = new Ledger();
    ledger.purchase('100');
    ledger.wait(5_000).charge('3');
    const used = ledger.now;
    const { at, asked } = await balancesOf(ledger);
    await at(later(used, 3_596_000));
    const rows = asked.rows;
    expect((await at(later(used, 3_599_999))).prepared).toMatchObject({ burnRate: '3.00', hoursRemaining: '32.33' });
    // The new handler alone has read them.
    expect(asked).toEqual({ rows: rows + 1, unchanged: 1 });
    expect((await at(later(used, 3_600_000))).prepared).toMatchObject({ burnRate: '0.00', hoursRemaining: null });
    expect(asked).toEqual({ rows: rows + 3, unchanged: 1 });
  });

  it('is not that of a moment before it was computed', async () => {
    const ledger = new Ledger();
    ledger.grant('5', { expiresAt: later(ledger.now, 10 * DAY_MS) });
    const { at } = await balancesOf(ledger);
    expect((await at(later(ledger.now, 4 * DAY_MS))).prepared.expiring.in7Days).toBe('5.00');
    expect((await at(later(ledger.now, 2 * DAY_MS))).prepared.expiring.in7Days).toBe('0.00');
  });

  it('is computed anew once something was recorded', async () => {
    const ledger = new Ledger();
    ledger.purchase('100');
    const { at } = await balancesOf(ledger);
    await at(ledger.now);
    ledger.charge('1');
    expect((await at(ledger.now)).prepared).toMatchObject({ total: '99.00', revision: ledger.account.revision });
  });
});
