import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { add, amount, compare, isNegative, sum } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { byGrant } from './bucket-row.js';
import { buckets } from './buckets.projection.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const partsOf = (ledger: Ledger) =>
  [...projected(buckets, ledger.events).rows.values()]
    .sort(byGrant)
    .map((b) => [b.kind, b.source, b.granted, b.remaining, b.held, b.spent, b.lapsed, b.withdrawn]);

describe('the buckets of an account', () => {
  it('shows what was spent, in the order of granting', () => {
    const ledger = new Ledger();
    ledger.purchase('20');
    ledger.grant('5', { scope: { models: ['llama'] } });
    ledger.charge('3', { model: 'llama' });
    ledger.charge('4');
    expect(partsOf(ledger)).toEqual([
      ['prepaid', 'purchase', '20.00', '16.00', '0.00', '4.00', '0.00', '0.00'],
      ['promo', 'signup', '5.00', '2.00', '0.00', '3.00', '0.00', '0.00'],
    ]);
  });

  it('has the credits of a future grant as remaining from the start', () => {
    const ledger = new Ledger();
    ledger.grant('5', { effectiveAt: later(START, DAY_MS), expiresAt: later(START, 2 * DAY_MS) });
    const [row] = projected(buckets, ledger.events).rows.values();
    expect(row).toMatchObject({ remaining: '5.00', isPending: true, effectiveAt: later(START, DAY_MS) });
    ledger.wait(DAY_MS).do({ type: 'RecordDue', data: {} });
    const [active] = projected(buckets, ledger.events).rows.values();
    expect(active).toMatchObject({ remaining: '5.00', isPending: false });
  });

  it('counts void and expiry as lapsed', () => {
    const ledger = new Ledger();
    const voided = ledger.grant('5');
    ledger.grant('7', { expiresAt: later(START, DAY_MS) });
    ledger.do({ type: 'VoidPromo', data: { bucketId: voided } });
    ledger.charge('1');
    ledger.wait(DAY_MS).do({ type: 'RecordDue', data: {} });
    expect(partsOf(ledger).map((parts) => parts.slice(3))).toEqual([
      ['0.00', '0.00', '0.00', '5.00', '0.00'],
      ['0.00', '0.00', '1.00', '6.00', '0.00'],
    ]);
  });

  it('lapses a grant that never became effective when the account is closed', () => {
    const ledger = new Ledger();
    ledger.grant('5', { effectiveAt: later(START, DAY_MS) });
    ledger.do({ type: 'CloseAccount', data: { forfeit: false } });
    const [row] = projected(buckets, ledger.events).rows.values();
    expect(row).toMatchObject({ remaining: '0.00', lapsed: '5.00', isPending: false });
  });

  it('takes back what was spent when a charge is refunded', () => {
    const ledger = new Ledger();
    ledger.purchase('20');
    const transactionId = ledger.charge('8');
    ledger.do({ type: 'Refund', data: { transactionId } });
    expect(partsOf(ledger)).toEqual([['prepaid', 'purchase', '20.00', '20.00', '0.00', '0.00', '0.00', '0.00']]);
  });

  it('lists the refund of an expired promo as a bucket of its own', () => {
    const ledger = new Ledger();
    ledger.grant('5', { expiresAt: later(START, DAY_MS) });
    const transactionId = ledger.charge('2');
    ledger.wait(2 * DAY_MS).do({ type: 'Refund', data: { transactionId } });
    expect(partsOf(ledger)).toEqual([
      ['promo', 'signup', '5.00', '0.00', '0.00', '2.00', '3.00', '0.00'],
      ['promo', 'refund', '2.00', '2.00', '0.00', '0.00', '0.00', '0.00'],
    ]);
  });

  it('counts repaid overdraft as spent', () => {
    const ledger = new Ledger();
    ledger.purchase('10');
    ledger.charge('14');
    ledger.purchase('10');
    expect(partsOf(ledger).map((parts) => parts.slice(3))).toEqual([
      ['0.00', '0.00', '10.00', '0.00', '0.00'],
      ['6.00', '0.00', '4.00', '0.00', '0.00'],
    ]);
  });

  it('counts what is set aside for a withdrawal as withdrawn until it is rejected', () => {
    const ledger = new Ledger();
    ledger.purchase('20');
    ledger.do({ type: 'RequestWithdrawal', data: { amount: '15.00' as never, destination: 'bank' } });
    expect(partsOf(ledger)[0]?.slice(3)).toEqual(['5.00', '0.00', '0.00', '0.00', '15.00']);
    const withdrawalId = Object.keys(ledger.account.withdrawals)[0] ?? '';
    ledger.do({ type: 'RejectWithdrawal', data: { withdrawalId } }, 'reviewer');
    expect(partsOf(ledger)[0]?.slice(3)).toEqual(['20.00', '0.00', '0.00', '0.00', '0.00']);
  });

  it('counts what is taken back of a request that is never paid as withdrawn', () => {
    const ledger = new Ledger();
    const order = { amount: amount('20'), paymentMethod: 'request' as const, status: 'pending' as const };
    ledger.do({ type: 'PurchasePrepaid', data: order });
    const purchaseId = Object.keys(ledger.account.purchases)[0] ?? '';
    ledger.do({ type: 'ApprovePurchase', data: { purchaseId, paid: false } });
    ledger.charge('5');
    ledger.do({ type: 'FailPurchase', data: { purchaseId } });
    expect(partsOf(ledger)[0]?.slice(3)).toEqual(['0.00', '0.00', '5.00', '0.00', '15.00']);
  });

  it('adds up in every history, and agrees with the account', () => {
    fc.assert(
      fc.property(arbitraryLedger, ({ ledger, packed }) => {
        const { rows } = projected(buckets, packed);
        for (const row of rows.values()) {
          const parts = [row.remaining, row.held, row.spent, row.lapsed, row.withdrawn];
          expect(sum(parts)).toBe(row.granted);
          expect(parts.some(isNegative)).toBe(false);
        }
        for (const bucket of ledger.account.buckets) {
          expect(rows.get(bucket.bucketId)).toMatchObject({ remaining: bucket.remaining, held: bucket.held });
        }
        const left = [...rows.values()].map((row) => add(row.remaining, row.held));
        expect(compare(sum(left), sum(ledger.account.buckets.map((b) => add(b.remaining, b.held))))).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
