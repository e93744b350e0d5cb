import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountEvent } from '#domain/account/events.js';
import { amount, sum } from '#domain/money.js';
import { transactions } from '#projections/transactions/transactions.projection.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { BucketHistory } from '#from-log/bucket-history.js';
import { ReplayHandler, type ReplayItem, ReplayQuery } from './replay.js';
import { logged } from '#from-log/testing/logged.js';

async function replayOf(ledger: Ledger, events: readonly AccountEvent[] = ledger.events) {
  const log = await logged('acme', events, () => ledger.now);
  const handler = new ReplayHandler(log, new BucketHistory(log));
  const page = (limit: number, cursor?: string, from?: number, to?: number) =>
    handler.execute(new ReplayQuery('acme', { limit, cursor, from, to }));
  const all = async (limit: number) => {
    const items: ReplayItem[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { items: more, nextCursor } = await page(limit, cursor);
      items.push(...more);
      cursor = nextCursor;
    }
    return items;
  };
  return { page, all };
}

describe('a replay', () => {
  it('shows each entry between the account before and after it', async () => {
    const ledger = new Ledger();
    ledger.grant('10');
    ledger.charge('4');
    const items = await (await replayOf(ledger)).all(50);
    expect(items.map(({ revision, type }) => [revision, type])).toEqual([
      [1, 'AccountOpened'],
      [2, 'PromoGranted'],
      [3, 'UsageCharged'],
    ]);
    expect(items.map(({ before, after }) => [before.balance.total, after.balance.total])).toEqual([
      ['0.00', '0.00'],
      ['0.00', '10.00'],
      ['10.00', '6.00'],
    ]);
    expect(items.map(({ changes }) => changes)).toEqual([
      ['The account was opened.'],
      [
        'Total went from 0.00 to 10.00.',
        'Available went from 0.00 to 10.00.',
        'Bucket bkt-aaaaaaaaaaaa-2 (promo, signup) came in with 10.00.',
      ],
      [
        'Total went from 10.00 to 6.00.',
        'Available went from 10.00 to 6.00.',
        'Bucket bkt-aaaaaaaaaaaa-2 (promo): remaining went from 10.00 to 6.00, spent went from 0.00 to 4.00.',
      ],
    ]);
  });

  it('says in words when service runs out, ends and comes back', async () => {
    const ledger = new Ledger();
    ledger.purchase('10');
    const vm = { resourceId: 'vm-1', kind: 'instance', product: 'vm', ratePerHour: amount('3') } as const;
    ledger.do({ type: 'StartResource', data: vm });
    ledger.charge('12');
    ledger.wait(600_000).purchase('20');
    ledger.do({ type: 'ChangeSettings', data: { settings: { graceWindowSeconds: 60 } } });
    const said = (await (await replayOf(ledger)).all(50)).flatMap(({ changes }) => changes);
    expect(said).toEqual(
      expect.arrayContaining([
        'Pay-as-you-go was unlocked.',
        'Resource vm-1 started at 3.00 an hour.',
        'Overdraft went from 0.00 to 2.00.',
        `Grace started: service ends at ${later(START, 300_000)} unless credits are added.`,
        'Setting graceWindowSeconds went from 300 to 60.',
      ]),
    );
  });

  it('says in words when credits run low', async () => {
    const ledger = new Ledger('acme', 'aaaaaaaaaaaa', { alertThresholds: [amount('5')] });
    ledger.grant('10');
    ledger.charge('6');
    const { changes } = (await (await replayOf(ledger)).all(50)).at(-1)!;
    expect(changes).toEqual(['Credits are low: 4.00 available, at or below 5.00.']);
  });

  it('says in words which plan was chosen, how it goes on, what changes, and that it ended', async () => {
    const ledger = new Ledger();
    const terms = { allowance: amount('5'), refreshHours: 24 };
    ledger.do({ type: 'ChoosePlan', data: { plan: 'developer', terms } });
    const paidUntil = later(START, 9_000_000);
    ledger.do({ type: 'ChoosePlan', data: { plan: 'developer', terms, paidUntil } });
    const changed = { ...terms, allowance: amount('6') };
    ledger.do({ type: 'ChangePlanTerms', data: { plan: 'developer', terms: changed } });
    ledger.do({ type: 'ChoosePlan', data: { plan: 'standard' } });
    const said = (await (await replayOf(ledger)).all(50)).flatMap(({ changes }) => changes);
    expect(said.filter((sentence) => sentence.startsWith('Plan'))).toEqual([
      'Plan developer was chosen.',
      `Plan developer goes on, paid until ${paidUntil}.`,
      `Plan developer has other terms from ${later(START, 86_400_000)}.`,
      'Plan developer ended.',
    ]);
  });

  it('goes from any revision to any other', async () => {
    const ledger = new Ledger();
    for (let nth = 0; nth < 5; nth++) ledger.grant('1');
    const { page } = await replayOf(ledger);
    const revisions = async (...asked: Parameters<typeof page>) =>
      (await page(...asked)).items.map(({ revision }) => revision);
    expect(await revisions(50, undefined, 3, 5)).toEqual([3, 4, 5]);
    expect(await revisions(50, undefined, 6)).toEqual([6]);
    expect(await revisions(50, undefined, 7)).toEqual([]);
    expect((await page(2, undefined, 2, 3)).nextCursor).toBeNull();
    expect(await revisions(2, (await page(2, undefined, 2, 4)).nextCursor ?? '', 2, 4)).toEqual([4]);
    await expect(page(2, undefined, 3, 2)).rejects.toMatchObject({ code: 'invalid', field: 'from' });
    await expect(page(2, 'nonsense')).rejects.toMatchObject({ code: 'invalid', field: 'cursor' });
  });

  it('chains in any history, in pages of any size, and with the transactions', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryLedger, fc.integer({ min: 1, max: 9 }), async ({ ledger, packed }, limit) => {
        const { all } = await replayOf(ledger, packed);
        const items = await all(100);
        expect(await all(limit)).toEqual(items);
        expect(items.map(({ revision }) => revision)).toEqual(items.map((_, nth) => nth + 1));
        for (const [nth, { before }] of items.entries()) {
          if (nth > 0) expect(before.balance).toEqual(items[nth - 1]?.after.balance);
        }
        for (const line of projected(transactions, packed).lines) {
          if (line.balanceAfter === null) continue;
          expect(items[line.revision - 1]?.after.balance.total).toBe(line.balanceAfter);
        }
        const pending = new Set<string>();
        for (const { type, data, effectiveAt, recordedAt, after, changes } of items) {
          const { bucketId = '' } = data as { bucketId?: string };
          if (type === 'PromoGranted' && effectiveAt > recordedAt) pending.add(bucketId);
          if (type === 'BucketActivated') pending.delete(bucketId);
          const counted = after.buckets.filter((bucket) => !pending.has(bucket.bucketId));
          expect(sum(counted.map(({ remaining }) => remaining))).toBe(after.balance.available);
          expect(changes.every((sentence) => sentence.length > 0)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
