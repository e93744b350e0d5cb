import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { evolve } from '#domain/account/evolve.js';
import { type Account, unopened } from '#domain/account/state.js';
import { type Amount, ZERO, add, amount, subtract, sum } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { historyOf, transactions } from './transactions.projection.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const linesOf = (ledger: Ledger) => projected(transactions, ledger.events).lines;
const openOf = (ledger: Ledger) => Object.values(historyOf(projected(transactions, ledger.events).rows).open);
const brief = (ledger: Ledger) => linesOf(ledger).map((t) => [t.type, t.status, t.amount, t.balanceAfter]);

/** What the account's total is as far as is recorded. */
const totalOf = ({ buckets, overdraft }: Account): Amount =>
  subtract(sum(buckets.filter((b) => !b.isPending).map((b) => add(b.remaining, b.held))), overdraft);

/** By how much each entry changes the account's total as the domain folds it, where it does. */
function changesOfTotal({ events }: Ledger): readonly (readonly [revision: number, change: Amount])[] {
  let account = unopened;
  return events.flatMap((event) => {
    const before = account;
    account = evolve(before, event);
    const change = subtract(totalOf(account), totalOf(before));
    return change === ZERO ? [] : [[event.revision, change] as const];
  });
}

describe('the history of an account', () => {
  it('chains grants, charges and refunds', () => {
    const ledger = new Ledger();
    ledger.grant('20');
    const transactionId = ledger.charge('7.25', { description: 'chat', metadata: { job: '1' }, resourceId: 'vm-1' });
    ledger.do({ type: 'Refund', data: { transactionId, amount: amount('2'), reason: 'stopped early' } });
    expect(brief(ledger)).toEqual([
      ['promo', 'completed', '20.00', '20.00'],
      ['usage', 'completed', '-7.25', '12.75'],
      ['refund', 'completed', '2.00', '14.75'],
    ]);
    expect(linesOf(ledger)[1]).toEqual({
      transactionId,
      revision: 3,
      time: START,
      effectiveTime: START,
      type: 'usage',
      status: 'completed',
      description: 'chat',
      service: 'inference',
      amount: '-7.25',
      balanceAfter: '12.75',
      invoiceUrl: null,
      paymentMethod: null,
      approvedBy: null,
      allocation: [{ bucketId: 'bkt-aaaaaaaaaaaa-2', kind: 'promo', amount: '7.25' }],
      overdraft: null,
      resourceId: 'vm-1',
      metadata: { job: '1' },
    });
  });

  it('shows the part of a charge that nobody paid, and nothing for its repayment', () => {
    const ledger = new Ledger();
    ledger.purchase('10');
    ledger.charge('12');
    ledger.purchase('10');
    expect(brief(ledger).slice(1)).toEqual([
      ['usage', 'completed', '-12.00', '-2.00'],
      ['deposit', 'completed', '10.00', '8.00'],
    ]);
    expect(linesOf(ledger)[1]?.overdraft).toBe('2.00');
  });

  it('keeps a pending purchase open until it settles, then in the place of its settlement', () => {
    const ledger = new Ledger();
    const purchaseId = ledger.purchase('30', 'pending');
    const [open] = openOf(ledger);
    expect(open).toMatchObject({ status: 'pending', amount: '30.00', balanceAfter: null, revision: 2 });
    ledger.grant('5');
    ledger.wait(1000).do({ type: 'CompletePurchase', data: { purchaseId } });
    expect(openOf(ledger)).toEqual([]);
    const settled = linesOf(ledger).at(-1);
    expect(settled).toMatchObject({
      transactionId: open?.transactionId,
      status: 'completed',
      revision: 4,
      time: ledger.now,
      balanceAfter: '35.00',
      invoiceUrl: 'https://pay.example/1',
    });
    expect(projected(transactions, ledger.events).rows.get(open?.transactionId ?? '')).toEqual({ settledBy: 4 });
  });

  it('fails a purchase without moving anything', () => {
    const ledger = new Ledger();
    const purchaseId = ledger.purchase('30', 'pending');
    ledger.do({ type: 'FailPurchase', data: { purchaseId, reason: 'card declined' } });
    expect(brief(ledger)).toEqual([['deposit', 'failed', '30.00', null]]);
  });

  it('adds the credits of a request at its approval, once', () => {
    const ledger = new Ledger();
    const order = { amount: amount('30'), paymentMethod: 'request' as const, status: 'pending' as const };
    ledger.do({ type: 'PurchasePrepaid', data: order });
    const purchaseId = Object.keys(ledger.account.purchases)[0] ?? '';
    ledger.do({ type: 'ApprovePurchase', data: { purchaseId, paid: false } });
    ledger.do({ type: 'CompletePurchase', data: { purchaseId } });
    expect(brief(ledger)).toEqual([['deposit', 'completed', '30.00', '30.00']]);
    expect(linesOf(ledger)[0]).toMatchObject({ paymentMethod: 'request', approvedBy: 'tester' });
  });

  it('takes the credits of a request that is never paid back: a line of its own, by all that they were', () => {
    const ledger = new Ledger();
    const bonus = { amount: amount('2') };
    const order = { amount: amount('30'), paymentMethod: 'request' as const, status: 'pending' as const, bonus };
    ledger.do({ type: 'PurchasePrepaid', data: order });
    const purchaseId = Object.keys(ledger.account.purchases)[0] ?? '';
    ledger.do({ type: 'ApprovePurchase', data: { purchaseId, paid: false } });
    ledger.charge('12');
    ledger.do({ type: 'FailPurchase', data: { purchaseId, reason: 'never paid' } });
    expect(brief(ledger)).toEqual([
      ['deposit', 'completed', '30.00', '30.00'],
      ['promo', 'completed', '2.00', '32.00'],
      ['usage', 'completed', '-12.00', '20.00'],
      ['adjustment', 'completed', '-30.00', '-10.00'],
    ]);
    expect(linesOf(ledger)[3]).toMatchObject({
      transactionId: 'tx-aaaaaaaaaaaa-6',
      description: 'never paid',
      allocation: [{ bucketId: 'bkt-aaaaaaaaaaaa-3', kind: 'prepaid', amount: '20.00' }],
      overdraft: '10.00',
    });
  });

  it('takes the credits of a reversed purchase back in a line of its own, and keeps what the purchase was for', () => {
    const ledger = new Ledger();
    const metadata = { project: 'vision' };
    const order = { amount: amount('30'), paymentMethod: 'usdc' as const, status: 'completed' as const, metadata };
    const [opening] = ledger.do({ type: 'PurchasePrepaid', data: order });
    ledger.charge('12');
    const purchaseId = opening?.type === 'PurchaseOpened' ? opening.data.purchaseId : '';
    ledger.do({ type: 'ReversePurchase', data: { purchaseId } });
    expect(brief(ledger)).toEqual([
      ['deposit', 'completed', '30.00', '30.00'],
      ['usage', 'completed', '-12.00', '18.00'],
      ['adjustment', 'completed', '-30.00', '-12.00'],
    ]);
    expect(linesOf(ledger)[0]?.metadata).toEqual(metadata);
    expect(linesOf(ledger)[2]).toMatchObject({
      description: 'Credits taken back: their purchase is not paid for',
      allocation: [{ bucketId: 'bkt-aaaaaaaaaaaa-3', kind: 'prepaid', amount: '18.00' }],
      overdraft: '12.00',
    });
  });

  it('has a grant of the future pending until it becomes effective', () => {
    const ledger = new Ledger();
    ledger.grant('5', { effectiveAt: later(START, DAY_MS) });
    expect(openOf(ledger)).toMatchObject([{ type: 'promo', status: 'pending', balanceAfter: null }]);
    ledger.wait(DAY_MS + 5).do({ type: 'RecordDue', data: {} });
    expect(linesOf(ledger)).toMatchObject([
      { status: 'completed', balanceAfter: '5.00', revision: 3, time: ledger.now, effectiveTime: later(START, DAY_MS) },
    ]);
  });

  it('fails a grant that was voided or closed before it was effective', () => {
    const ledger = new Ledger();
    const bucketId = ledger.grant('5', { effectiveAt: later(START, DAY_MS) });
    ledger.grant('6', { effectiveAt: later(START, DAY_MS) });
    ledger.do({ type: 'VoidPromo', data: { bucketId } });
    ledger.do({ type: 'CloseAccount', data: { forfeit: false } });
    expect(brief(ledger)).toEqual([
      ['promo', 'failed', '5.00', null],
      ['promo', 'failed', '6.00', null],
    ]);
    expect(openOf(ledger)).toEqual([]);
  });

  it('lapses what is left of a bucket that is voided or expires', () => {
    const ledger = new Ledger();
    const bucketId = ledger.grant('5');
    ledger.grant('6', { expiresAt: later(START, DAY_MS) });
    ledger.do({ type: 'VoidPromo', data: { bucketId, reason: 'granted twice' } });
    ledger.wait(2 * DAY_MS).do({ type: 'RecordDue', data: {} });
    expect(linesOf(ledger).slice(2)).toMatchObject([
      { type: 'expiry', amount: '-5.00', balanceAfter: '6.00', description: 'granted twice' },
      { type: 'expiry', amount: '-6.00', balanceAfter: '0.00', effectiveTime: later(START, DAY_MS) },
    ]);
  });

  it('brings lapsed credits back for late usage as an adjustment', () => {
    const ledger = new Ledger();
    ledger.grant('6', { expiresAt: later(START, DAY_MS) });
    ledger.wait(2 * DAY_MS).do({ type: 'RecordDue', data: {} });
    ledger.charge('4', { occurredAt: later(START, DAY_MS - 1) });
    expect(brief(ledger).slice(1)).toEqual([
      ['expiry', 'completed', '-6.00', '0.00'],
      ['adjustment', 'completed', '4.00', '4.00'],
      ['usage', 'completed', '-4.00', '0.00'],
    ]);
  });

  it('takes a withdrawal out at its request and back at its rejection', () => {
    const ledger = new Ledger();
    ledger.purchase('40');
    ledger.do({ type: 'RequestWithdrawal', data: { amount: amount('15'), destination: 'bank-1' } });
    const withdrawalId = Object.keys(ledger.account.withdrawals)[0] ?? '';
    ledger.do({ type: 'RejectWithdrawal', data: { withdrawalId } }, 'reviewer');
    expect(brief(ledger).slice(1)).toEqual([
      ['withdrawal', 'completed', '-15.00', '25.00'],
      ['withdrawal', 'completed', '15.00', '40.00'],
    ]);
  });

  it('has a line of nothing for a hold and for its end, and usage for what is captured', () => {
    const ledger = new Ledger();
    ledger.grant('20');
    const [placed] = ledger.do({
      type: 'PlaceHold',
      data: { amount: amount('12'), product: 'vm', resourceId: 'vm-1' },
    });
    const holdId = placed?.type === 'HoldPlaced' ? placed.data.holdId : '';
    ledger.do({ type: 'CaptureHold', data: { holdId, amount: amount('5'), isFinal: true } });
    expect(brief(ledger)).toEqual([
      ['promo', 'completed', '20.00', '20.00'],
      ['hold', 'completed', '0.00', '20.00'],
      ['usage', 'completed', '-5.00', '15.00'],
      ['hold', 'completed', '0.00', '15.00'],
    ]);
    expect(linesOf(ledger)[2]).toMatchObject({ service: 'vm', resourceId: 'vm-1' });
  });

  it('keeps a pending payment open until it is paid or fails', () => {
    const ledger = new Ledger();
    const wait = (credits: string) => ledger.charge(credits, { mode: 'authorize', onInsufficient: 'pend' });
    wait('8');
    wait('30');
    ledger.grant('10');
    ledger.wait(300_000).do({ type: 'RecordDue', data: {} });
    expect(brief(ledger)).toEqual([
      ['promo', 'completed', '10.00', '10.00'],
      ['usage', 'completed', '-8.00', '2.00'],
      ['usage', 'failed', '-30.00', null],
    ]);
  });

  it('has a line for a charge of nothing', () => {
    const ledger = new Ledger();
    ledger.charge('0');
    expect(brief(ledger)).toEqual([['usage', 'completed', '0.00', '0.00']]);
  });

  it('chains without a gap in every history and ends at the total of the account', () => {
    fc.assert(
      fc.property(arbitraryLedger, ({ ledger, packed }) => {
        const { lines, rows } = projected(transactions, packed);
        let balance = ZERO;
        let revision = 0;
        for (const line of lines) {
          expect(line.revision).toBeGreaterThanOrEqual(revision);
          revision = line.revision;
          if (line.status === 'completed') balance = add(balance, line.amount);
          expect(line.balanceAfter).toBe(line.status === 'completed' ? balance : null);
        }
        expect(balance).toBe(totalOf(ledger.account));
        const moving = lines.filter(({ status, amount: moved }) => status === 'completed' && moved !== ZERO);
        expect(moving.map((line) => [line.revision, line.amount])).toEqual(changesOfTotal(ledger));
        const history = historyOf(rows);
        expect(history.total).toBe(balance);
        const ids = [...lines, ...Object.values(history.open)].map((line) => line.transactionId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(id).toMatch(/^tx-a1b2c3d4e5f6-\d+$/);
      }),
      { numRuns: 300 },
    );
  });
});
