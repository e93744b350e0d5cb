import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../errors.js';
import { type Instant, instant, shifted } from '../messages.js';
import { type Amount, ZERO, add, amount, negate, subtract, sum } from '../money.js';
import type { AccountCommand } from './decider.js';
import { entriesOf } from './entries.js';
import type { AccountEvent } from './events.js';
import { evolve } from './evolve.js';
import { bucketAccount, heldAccount, overdraftAccount, pendingAccount, postingsOf } from './journal.js';
import { booksOf, bucketsMovedBy, changeOfTotal, grantsOf, movementsOf } from './movements.js';
import { type Account, unopened } from './state.js';
import { decideReading } from '../testing/reading.js';
import { DEFAULT_SETTINGS } from './lifecycle/default-settings.js';

const START = instant(Date.UTC(2026, 0, 1));
type Request = { type: AccountCommand['type']; data: unknown };
type History = { account: Account; events: AccountEvent[]; books: Map<string, Amount> };

/** Steps of a history: what is asked, by index into what the history has created so far, and how much time passes. */
const step = fc.record({
  kind: fc.constantFrom(
    'grant',
    'grantLater',
    'void',
    'buy',
    'request',
    'approve',
    'approveUnpaid',
    'complete',
    'reverse',
    'return',
    'charge',
    'charge',
    'record',
    'pend',
    'late',
    'refund',
    'hold',
    'capture',
    'release',
    'withdraw',
    'approveWithdrawal',
    'rejectWithdrawal',
    'payWithdrawal',
    'start',
    'stop',
    'close',
  ),
  cents: fc.integer({ min: 1, max: 4_000 }),
  pick: fc.nat(),
  hours: fc.constantFrom(0, 0, 1, 20, 80),
  isScoped: fc.boolean(),
  expires: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const later = (now: Instant, hours: number): Instant => shifted(now, hours * 3_600_000);

const purchaseIn = (event: AccountEvent): string[] => (event.type === 'PurchaseOpened' ? [event.data.purchaseId] : []);

function requestOf(
  { kind, cents, pick, isScoped, expires }: Step,
  now: Instant,
  { account, events }: History,
): Request {
  const credits = amount((cents / 100).toFixed(2));
  const one = (ids: string[]) => ids[pick % Math.max(1, ids.length)] ?? 'none';
  const transactions = events.flatMap((e) =>
    e.type === 'UsageCharged' ? e.data.lines.map((l) => l.transactionId) : [],
  );
  const grant = {
    amount: credits,
    source: 'signup',
    ...(isScoped && { scope: { products: ['inference'] } }),
    ...(expires && { expiresAt: later(now, 30) }),
  };
  const purchase = { amount: add(credits, amount('10')), bonus: { amount: amount('1') } };
  const charge = { product: isScoped ? 'inference' : 'vm', cost: credits, mode: 'authorize' };
  const purchaseId = one(Object.keys(account.purchases));
  const withdrawalId = one(Object.keys(account.withdrawals));
  const holdId = one(account.holds.map((hold) => hold.holdId));
  const resourceId = `vm-${pick % 3}`;
  switch (kind) {
    case 'grant':
      return { type: 'GrantPromo', data: grant };
    case 'grantLater':
      return { type: 'GrantPromo', data: { ...grant, effectiveAt: later(now, 21) } };
    case 'void':
      return { type: 'VoidPromo', data: { bucketId: one(account.buckets.map((b) => b.bucketId)) } };
    case 'buy':
      return { type: 'PurchasePrepaid', data: { ...purchase, paymentMethod: 'usdc', status: 'completed' } };
    case 'request':
      return { type: 'PurchasePrepaid', data: { ...purchase, paymentMethod: 'request', status: 'pending' } };
    case 'approve':
    case 'approveUnpaid':
      return { type: 'ApprovePurchase', data: { purchaseId, paid: kind === 'approve' } };
    case 'complete':
      return { type: 'CompletePurchase', data: { purchaseId } };
    case 'reverse':
      return { type: 'ReversePurchase', data: { purchaseId: one(events.flatMap(purchaseIn)) } };
    case 'return':
      return { type: 'ReturnCredits', data: { amount: credits, product: 'cluster/eu', reason: 'ended early' } };
    case 'charge':
      return { type: 'ChargeUsage', data: charge };
    case 'record':
      return { type: 'ChargeUsage', data: { ...charge, mode: 'record' } };
    case 'pend':
      return { type: 'ChargeUsage', data: { ...charge, onInsufficient: 'pend' } };
    case 'late':
      return { type: 'ChargeUsage', data: { ...charge, mode: 'record', occurredAt: later(now, -40) } };
    case 'refund':
      return { type: 'Refund', data: { transactionId: one(transactions), ...(expires && { amount: amount('0.5') }) } };
    case 'hold':
      return {
        type: 'PlaceHold',
        data: { product: 'vm', amount: credits, expiresInSeconds: expires ? 40 * 3_600 : 60 },
      };
    case 'capture':
      return { type: 'CaptureHold', data: { holdId, isFinal: isScoped, ...(expires && { amount: amount('0.5') }) } };
    case 'release':
      return { type: 'ReleaseHold', data: { holdId } };
    case 'withdraw':
      return { type: 'RequestWithdrawal', data: { amount: credits, destination: 'bank-1' } };
    case 'approveWithdrawal':
      return { type: 'ApproveWithdrawal', data: { withdrawalId } };
    case 'rejectWithdrawal':
      return { type: 'RejectWithdrawal', data: { withdrawalId } };
    case 'payWithdrawal':
      return { type: 'PayWithdrawal', data: { withdrawalId } };
    case 'start':
      return { type: 'StartResource', data: { resourceId, kind: 'instance', product: 'vm', ratePerHour: amount('9') } };
    case 'stop':
      return { type: 'StopResource', data: { resourceId } };
    case 'close':
      return pick % 4 === 0 ? { type: 'CloseAccount', data: { forfeit: true } } : { type: 'RecordDue', data: {} };
  }
}

function ask(history: History, request: Request, now: Instant, nth: number): History {
  const origin = { actor: { key: `key-${nth % 2}` } };
  const log = new Map(history.events.flatMap((event) => entriesOf(event)).map((entry) => [entry.revision, entry]));
  let events: readonly AccountEvent[];
  try {
    events = decideReading(history.account, { ...request, now, origin } as AccountCommand, log).events;
  } catch (error) {
    if (error instanceof DomainError) return history;
    throw error;
  }
  return events.reduce(post, history);
}

/** Folds one event into the state and posts its entries, and holds the two against each other. */
function post({ account, events, books }: History, event: AccountEvent): History {
  const posted = new Map(books);
  const movements = entriesOf(event).flatMap((entry) => movementsOf(entry, booksOf(account.buckets)));
  for (const entry of entriesOf(event)) {
    const postings = postingsOf(entry, account);
    expect(sum(postings.map((each) => each.amount))).toBe(ZERO);
    for (const { account: name, amount: part } of postings) posted.set(name, add(posted.get(name) ?? ZERO, part));
  }
  const after = evolve(account, event);
  agree(after, posted);
  expectNoOtherBucket(account, after, event);
  expect(changeOfTotal(movements)).toBe(subtract(totalOf(after), totalOf(account)));
  for (const { nth: _, ...grant } of entriesOf(event).flatMap(grantsOf)) {
    expect(after.buckets.find(({ bucketId }) => bucketId === grant.bucketId)).toMatchObject(grant);
  }
  return { account: after, events: [...events, event], books: posted };
}

/** Of what is in effect, recorded: the balance's total without a look at any date. */
const totalOf = ({ buckets, overdraft }: Account): Amount =>
  subtract(sum(buckets.flatMap(({ isPending, remaining, held }) => (isPending ? [] : [remaining, held]))), overdraft);

/** The buckets that an entry changed are those that its movements name: nobody has to look at another. */
function expectNoOtherBucket(before: Account, after: Account, event: AccountEvent): void {
  for (const { bucketId, remaining } of after.buckets) {
    const known = before.buckets.find((bucket) => bucket.bucketId === bucketId);
    if (known?.remaining === remaining) continue;
    expect(entriesOf(event).map(bucketsMovedBy).flat()).toContain(bucketId);
  }
}

function agree({ accountId, buckets, overdraft }: Account, books: Map<string, Amount>): void {
  const open = new Map([...books].filter(([name, balance]) => name.startsWith('customers:') && balance !== ZERO));
  for (const { bucketId, isPending, remaining, held } of buckets) {
    const ofHolds = heldAccount(accountId, bucketId);
    expect([ofHolds, open.get(ofHolds) ?? ZERO]).toEqual([ofHolds, held]);
    open.delete(ofHolds);
    const name = (isPending ? pendingAccount : bucketAccount)(accountId, bucketId);
    expect([name, open.get(name) ?? ZERO]).toEqual([name, remaining]);
    open.delete(name);
  }
  expect(open.get(overdraftAccount(accountId)) ?? ZERO).toBe(negate(overdraft));
  open.delete(overdraftAccount(accountId));
  open.delete(`customers:${accountId}:withdrawals`);
  expect([...open]).toEqual([]);
}

const open: Request = {
  type: 'OpenAccount',
  data: { accountId: 'acme', tag: 'a1b2c3d4e5f6', settings: DEFAULT_SETTINGS },
};

describe('the journal', () => {
  it('posts every entry with a sum of zero, and its accounts equal the buckets and the overdraft', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        let now = START;
        let history = ask({ account: unopened, events: [], books: new Map() }, open, now, 0);
        for (const [nth, each] of steps.entries()) {
          now = later(now, each.hours);
          history = ask(history, requestOf(each, now, history), now, nth);
        }
        for (const event of history.events) seen.add(event.type);
      }),
      { numRuns: 500, seed: 20_261_121 },
    );
    const moving = ['PromoVoided', 'BucketActivated', 'BucketExpired', 'BucketExpiryReversed', 'PurchaseApproved'];
    const rest = ['UsageRefunded', 'OverdraftRepaid', 'WithdrawalRejected', 'WithdrawalPaid', 'AccountClosed'];
    const holds = [
      'HoldPlaced',
      'HoldCaptured',
      'HoldReleased',
      'HoldExpired',
      'PendingPaymentSettled',
      'PendingPaymentFailed',
    ];
    expect([...moving, ...rest, ...holds].filter((type) => !seen.has(type))).toEqual([]);
  });

  const opened = ask({ account: unopened, events: [], books: new Map() }, open, START, 0);
  const balances = ({ books }: History) => Object.fromEntries([...books].filter(([, balance]) => balance !== ZERO));

  it('keeps a grant of the future out of the buckets until it becomes effective', () => {
    const data = { amount: amount('5'), source: 'support', effectiveAt: later(START, 1) };
    const granted = ask(opened, { type: 'GrantPromo', data }, START, 1);
    const promised = { 'promotions:support': '-5.00', 'customers:acme:pending:bkt-a1b2c3d4e5f6-2': '5.00' };
    expect(balances(granted)).toEqual(promised);
    const effective = ask(granted, { type: 'RecordDue', data: {} }, later(START, 1), 2);
    const spendable = { 'promotions:support': '-5.00', 'customers:acme:bucket:bkt-a1b2c3d4e5f6-2': '5.00' };
    expect(balances(effective)).toEqual(spendable);
    const voided = ask(granted, { type: 'VoidPromo', data: { bucketId: 'bkt-a1b2c3d4e5f6-2' } }, START, 3);
    expect(balances(voided)).toEqual({ 'promotions:support': '-5.00', 'lapsed:promo': '5.00' });
    const closed = ask(granted, { type: 'CloseAccount', data: { forfeit: false } }, START, 4);
    expect(balances(closed)).toEqual({ 'promotions:support': '-5.00', 'lapsed:promo': '5.00' });
  });

  it('writes what no bucket paid as debt, and its repayment out of the bucket that came', () => {
    const vm = { product: 'vm', cost: amount('3'), mode: 'record' };
    const indebted = ask(opened, { type: 'ChargeUsage', data: vm }, START, 1);
    expect(balances(indebted)).toEqual({ 'customers:acme:overdraft': '-3.00', 'usage:vm': '3.00' });
    const purchase = { amount: amount('10'), paymentMethod: 'usdc', status: 'completed' };
    expect(balances(ask(indebted, { type: 'PurchasePrepaid', data: purchase }, START, 2))).toEqual({
      'customers:acme:bucket:bkt-a1b2c3d4e5f6-5': '7.00',
      'sales:prepaid': '-10.00',
      'usage:vm': '3.00',
    });
  });

  it('keeps ledger accounts apart, whatever characters ids and products have', () => {
    expect(overdraftAccount('a:b|c@d+e')).toBe('customers:a%3Ab%7Cc%40d%2Be:overdraft');
    expect(overdraftAccount('acme:bucket')).not.toBe(bucketAccount('acme', 'overdraft'));
    const vm = { product: 'vm:h100/é', cost: amount('3'), mode: 'record' };
    const indebted = ask(opened, { type: 'ChargeUsage', data: vm }, START, 1);
    expect(balances(indebted)).toEqual({ 'customers:acme:overdraft': '-3.00', 'usage:vm%3Ah100%2F%C3%A9': '3.00' });
  });

  it('sells the credits of an approved request when they are paid for', () => {
    const data = { amount: amount('20'), paymentMethod: 'request', status: 'pending' };
    const requested = ask(opened, { type: 'PurchasePrepaid', data }, START, 1);
    const purchaseId = Object.keys(requested.account.purchases)[0];
    const approved = ask(requested, { type: 'ApprovePurchase', data: { purchaseId, paid: false } }, START, 2);
    expect(balances(approved)).toMatchObject({ 'sales:unpaid': '-20.00' });
    const completed = ask(approved, { type: 'CompletePurchase', data: { purchaseId } }, START, 3);
    expect(balances(completed)).toEqual({
      'customers:acme:bucket:bkt-a1b2c3d4e5f6-3': '20.00',
      'sales:prepaid': '-20.00',
    });
  });

  it('takes back what was sold on credit when it is never paid, spent or not', () => {
    const data = { amount: amount('20'), paymentMethod: 'request', status: 'pending' };
    const requested = ask(opened, { type: 'PurchasePrepaid', data }, START, 1);
    const purchaseId = Object.keys(requested.account.purchases)[0];
    const approved = ask(requested, { type: 'ApprovePurchase', data: { purchaseId, paid: false } }, START, 2);
    const usage = { cost: amount('5'), product: 'vm', mode: 'authorize' };
    const spent = ask(approved, { type: 'ChargeUsage', data: usage }, START, 3);
    expect(balances(ask(spent, { type: 'FailPurchase', data: { purchaseId } }, START, 4))).toEqual({
      'customers:acme:overdraft': '-5.00',
      'usage:vm': '5.00',
    });
  });
});
