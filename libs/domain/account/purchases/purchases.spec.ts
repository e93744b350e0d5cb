import { describe, expect, it } from '@jest/globals';
import { ZERO, amount } from '../../money.js';
import {
  balance,
  happened,
  has,
  is,
  left,
  owed,
  paid,
  refused,
  returned,
  setAside,
  totals,
  wrote,
} from '../../testing/expectations.js';
import { at, days, hours, instantOf, minutes, scenario } from '../../testing/scenario.js';
import {
  anything,
  approveRequest,
  charge,
  close,
  complete,
  fail,
  promo,
  purchase,
  record,
  refund,
  rejectRequest,
  request,
  startInstance,
  voiding,
  withdrawal,
} from '../../testing/steps.js';
import { feeOf } from './fees.js';

describe('the fee (rule 4.10)', () => {
  it.each([
    ['10.00', '0.30'],
    ['10.16', '0.30'],
    ['10.17', '0.31'],
    ['10.50', '0.32'],
    ['33.33', '1.00'],
    ['16.50', '0.50'],
    ['0.16', '0.00'],
    ['0.17', '0.01'],
    ['999999999999.99', '30000000000.00'],
  ])('of %s by card is %s: 3 %%, rounded half-up to a cent', (credits, fee) => {
    expect(feeOf(amount(credits), 'card')).toBe(fee);
    expect(feeOf(amount(credits), 'bank_transfer')).toBe(fee);
  });

  it.each(['usdc', 'io_coin', 'request'] as const)('by %s there is none', (method) => {
    expect(feeOf(amount('33.33'), method)).toBe('0.00');
  });

  scenario('comes on top, apart from the credits')
    .when(purchase('P', '10.50', { method: 'card' }))
    .then(happened('PurchaseOpened', 'PurchaseCompleted'))
    .and(
      wrote('PurchaseOpened', { amount: amount('10.50'), fee: amount('0.32'), total: amount('10.82') }),
      balance({ available: '10.50' }),
    );
});

describe('a purchase', () => {
  scenario('adds nothing while it is pending')
    .when(purchase('P', '10', { pending: true }))
    .then(happened('PurchaseOpened'), balance({ total: '0' }));
  scenario('adds its credits once it is completed')
    .given(purchase('P', '10', { pending: true }))
    .when(complete('P'))
    .then(happened('PurchaseCompleted'))
    .and(left({ P: '10' }), balance({ withdrawable: '10', paygUnlocked: true }));
  scenario('adds nothing when it fails')
    .given(purchase('P', '10', { pending: true }))
    .when(fail('P'))
    .then(happened('PurchaseFailed'), balance({ total: '0', paygUnlocked: false }));
  scenario('is settled once: completed')
    .given(purchase('P', '10'))
    .when(complete('P'))
    .then(refused('already-settled'));
  scenario('is settled once: failed')
    .given(purchase('P', '10', { pending: true }), fail('P'))
    .when(complete('P'))
    .then(refused('already-settled'));
  scenario('is not approved')
    .given(purchase('P', '10', { pending: true }))
    .when(approveRequest('P'))
    .then(refused('wrong-state'));
  scenario('is not rejected')
    .given(purchase('P', '10', { pending: true }))
    .when(rejectRequest('P'))
    .then(refused('wrong-state'));
  scenario('that there is not').when(complete('pur-a1b2c3d4e5f6-7')).then(refused('not-found'));
  scenario('whose id leads to another entry').when(complete('pur-a1b2c3d4e5f6-1')).then(refused('not-found'));
  scenario('whose id is a name that objects have').when(complete('constructor')).then(refused('not-found'));

  scenario('below the minimum is refused')
    .when(purchase('P', '9.99'))
    .then(refused('invalid', { field: 'amount' }));
  scenario('of exactly the open overdraft may be below it (rule 4.12)')
    .given(purchase('P', '10'), charge('12.000000000000000001'))
    .when(purchase('Q', '2.000000000000000001'))
    .then(happened('PurchaseOpened', 'PurchaseCompleted', 'OverdraftRepaid', 'GraceEnded'), left({}));
  scenario('in money that is the overdraft rounded up to a cent')
    .given(purchase('P', '10'), charge('12.000000000000000001'))
    .when(purchase('Q', '2.01', { method: 'card', pending: true }))
    .then(wrote('PurchaseOpened', { fee: amount('0.06'), total: amount('2.07') }));
  scenario('in money a cent more than the overdraft is below the minimum')
    .given(purchase('P', '10'), charge('12'))
    .when(purchase('Q', '2.01', { method: 'card', pending: true }))
    .then(refused('invalid', { field: 'amount' }));
  scenario('in crypto what is rounded up is below the minimum')
    .given(purchase('P', '10'), charge('12.001'))
    .when(purchase('Q', '2.01'))
    .then(refused('invalid', { field: 'amount' }));
  scenario('of the minimum is not')
    .when(purchase('P', '10'))
    .then(left({ P: '10' }));
  scenario('the minimum is a setting', { minimumPurchase: amount('0.5') })
    .when(purchase('P', '0.5'))
    .then(left({ P: '0.5' }));
  scenario('in money is whole cents')
    .when(purchase('P', '10.001', { method: 'bank_transfer' }))
    .then(refused('invalid', { field: 'amount' }));
  scenario('in crypto may be finer')
    .when(purchase('P', '10.001'))
    .then(left({ P: '10.001' }));
});

describe('a bonus', () => {
  scenario('is a promo bucket of the same append')
    .when(purchase('P', '10', { bonus: { amount: '1', expires: days(30), models: ['llama'] } }))
    .then(happened('PurchaseOpened', 'PurchaseCompleted', 'PromoGranted'))
    .and(
      left({ P: '10', 'bonus of P': '1' }),
      has('bonus of P', {
        kind: 'promo',
        source: 'bonus',
        scope: { models: ['llama'] },
        expiresAt: instantOf(days(30)),
      }),
      balance({ withdrawable: '10' }),
    );
  scenario('comes with the completion, not before')
    .given(purchase('P', '10', { pending: true, bonus: { amount: '1' } }))
    .when(complete('P'))
    .then(happened('PurchaseCompleted', 'PromoGranted'));
  scenario('that has expired while the purchase was pending is not given')
    .given(purchase('P', '10', { pending: true, bonus: { amount: '1', expires: hours(1) } }))
    .when(at(hours(1), complete('P')))
    .then(happened('PurchaseCompleted'), left({ P: '10' }));
  scenario('that would be expired already is refused')
    .given(promo('A', '1'))
    .when(at(hours(1), purchase('P', '10', { bonus: { amount: '1', expires: hours(1) } })))
    .then(refused('invalid', { field: 'bonus.expiresAt' }));
});

describe('a request for credits', () => {
  scenario('can’t be completed at once')
    .when(purchase('R', '10', { method: 'request' }))
    .then(refused('invalid', { field: 'status' }));
  scenario('adds nothing before it is approved')
    .when(request('R', '10'))
    .then(balance({ total: '0' }));
  scenario('adds its credits at its approval, withdrawable, and counts as a completed purchase')
    .given(request('R', '10'))
    .when(approveRequest('R'))
    .then(
      happened('PurchaseApproved'),
      balance({ available: '10', withdrawable: '10', paygUnlocked: true, rateLimitTier: 'paid' }),
    );
  scenario('brings its bonus')
    .given(request('R', '10', { amount: '1' }))
    .when(approveRequest('R'))
    .then(happened('PurchaseApproved', 'PromoGranted'), left({ R: '10', 'bonus of R': '1' }));
  scenario('approved but not paid for: spendable, not withdrawable, nothing unlocked')
    .given(request('R', '10'))
    .when(approveRequest('R', { paid: false }))
    .then(balance({ available: '10', withdrawable: '0', paygUnlocked: false, rateLimitTier: 'basic' }));
  scenario('paid for afterwards: withdrawable, unlocked, and no credit more')
    .given(request('R', '10'), approveRequest('R', { paid: false }), charge('4'))
    .when(complete('R'))
    .then(happened('PurchaseCompleted'))
    .and(
      wrote('PurchaseCompleted', { isGranted: true }),
      balance({ total: '6', withdrawable: '6', paygUnlocked: true }),
    );
  scenario('what it paid stays unwithdrawable when it is refunded before it is paid for')
    .given(request('R', '10'), approveRequest('R', { paid: false }), charge('10'), at(days(9), anything))
    .when(refund('charge'))
    .then(balance({ available: '10', withdrawable: '0' }));
  scenario('and withdrawable when it is refunded after')
    .given(request('R', '10'), approveRequest('R', { paid: false }), charge('10'), at(days(9), complete('R')))
    .when(refund('charge'))
    .then(balance({ available: '10', withdrawable: '10' }));
  scenario('a withdrawal passes by what is not paid for')
    .given(request('R', '10'), approveRequest('R', { paid: false }), purchase('P', '10'))
    .when(withdrawal('5'))
    .then(setAside({ P: '5' }));
  scenario('it repays debt')
    .given(record('3'), request('R', '10'))
    .when(approveRequest('R', { paid: false }))
    .then(left({ R: '7' }), is('active'));
  scenario('rejected adds nothing')
    .given(request('R', '10'))
    .when(rejectRequest('R'))
    .then(happened('PurchaseRejected'), balance({ total: '0' }));
  scenario('is approved before it is completed')
    .given(request('R', '10'))
    .when(complete('R'))
    .then(refused('wrong-state'));
  scenario('does not fail before it is approved')
    .given(request('R', '10'))
    .when(fail('R'))
    .then(refused('wrong-state'));
  scenario('nor once it is paid for')
    .given(request('R', '10'), approveRequest('R', { paid: false }), complete('R'))
    .when(fail('R'))
    .then(refused('already-settled'));
  scenario('is approved once')
    .given(request('R', '10'), approveRequest('R', { paid: false }))
    .when(approveRequest('R'))
    .then(refused('already-settled'));
  scenario('is not rejected after')
    .given(request('R', '10'), approveRequest('R'))
    .when(rejectRequest('R'))
    .then(refused('already-settled'));
  scenario('is not approved after a rejection')
    .given(request('R', '10'), rejectRequest('R'))
    .when(approveRequest('R'))
    .then(refused('already-settled'));
  scenario('pays in the order of the grants')
    .given(request('R', '10'), purchase('P', '10'), approveRequest('R'))
    .when(charge('12'))
    .then(paid({ P: '10', R: '2' }));
});

describe('an approved request that is never paid fails: its credits are taken back (rules 4.13, 4.16)', () => {
  const unpaid = [request('R', '10'), approveRequest('R', { paid: false })];
  const withBonus = [request('R', '10', { amount: '3' }), approveRequest('R', { paid: false })];

  scenario('all of them where nothing was spent')
    .given(...unpaid)
    .when(fail('R'))
    .then(happened('PurchaseFailed'))
    .and(
      wrote('PurchaseFailed', { takenBack: { bucketId: 'bkt-a1b2c3d4e5f6-3', amount: amount('10'), overdraft: ZERO } }),
      left({}),
      balance({ total: '0', available: '0', overdraft: '0', paygUnlocked: false }),
      is('active'),
    );
  scenario('what was spent is owed, whatever the limit, and grace starts')
    .given(...unpaid, charge('7'))
    .when(at(hours(1), fail('R')))
    .then(happened('PurchaseFailed', 'GraceStarted'))
    .and(
      wrote('PurchaseFailed', {
        takenBack: { bucketId: 'bkt-a1b2c3d4e5f6-3', amount: amount('3'), overdraft: amount('7') },
      }),
      left({}),
      totals('-7', '-7'),
      is('grace', hours(1) + minutes(5)),
    );
  scenario('what else is free repays it at once')
    .given(...unpaid, purchase('P', '10'), charge('7'))
    .when(fail('R'))
    .then(happened('PurchaseFailed', 'OverdraftRepaid'))
    .and(left({ P: '3' }), balance({ total: '3', overdraft: '0', withdrawable: '3' }), is('active'));
  scenario('where nothing is left and something runs, grace starts')
    .given(...unpaid, startInstance('vm'))
    .when(fail('R'))
    .then(happened('PurchaseFailed', 'GraceStarted'));
  scenario('or service ends, by policy', { onZero: 'terminate' })
    .given(...unpaid, charge('1'))
    .when(fail('R'))
    .then(happened('PurchaseFailed', 'ServiceTerminated'));
  scenario('its debt stands where the failure stands in the log')
    .given(...unpaid, charge('10'), record('2', { as: 'before' }), fail('R'), record('2', { as: 'after' }))
    .when(promo('A', '12.5'))
    .then(owed({ after: '1.5' }), is('grace', minutes(5)));
  scenario('and belongs to no charge: a refund does not give it up, but what comes back repays it')
    .given(...unpaid, charge('7'), fail('R'))
    .when(refund('charge', '4'))
    .then(returned({ R: '4' }))
    .and(happened('UsageRefunded', 'OverdraftRepaid'), balance({ total: '-3', overdraft: '3' }));
  scenario('what later returns to the bucket is never withdrawable')
    .given(...unpaid, charge('7'), fail('R'), purchase('P', '10'))
    .when(refund('charge'))
    .then(left({ R: '7', P: '3' }), balance({ available: '10', withdrawable: '3' }));
  scenario('not even once the bucket has left the state')
    .given(...unpaid, charge('7'), fail('R'), purchase('P', '10'), at(days(9), anything))
    .when(refund('charge'))
    .then(left({ R: '7', P: '3' }), balance({ available: '10', withdrawable: '3' }));
  scenario('a bonus that came with it is voided')
    .given(...withBonus, charge('2'))
    .when(fail('R'))
    .then(happened('PurchaseFailed', 'PromoVoided'))
    .and(wrote('PromoVoided', { amount: amount('1') }), left({}), totals('1', '0'), is('active'));
  scenario('a bonus that was spent is void all the same: what returns to it lapses')
    .given(...withBonus, charge('3'), fail('R'))
    .when(refund('charge'))
    .then(happened('UsageRefunded', 'BucketExpired'), balance({ total: '0' }));
  scenario('a bonus that was voided before is not voided twice')
    .given(...withBonus, voiding('bonus of R'))
    .when(fail('R'))
    .then(happened('PurchaseFailed'));
  scenario('a grant that merely came next is not its bonus')
    .given(...unpaid, promo('A', '1'))
    .when(fail('R'))
    .then(happened('PurchaseFailed'), left({ A: '1' }));
  scenario('once')
    .given(...unpaid, fail('R'))
    .when(fail('R'))
    .then(refused('already-settled'));
  scenario('it is not completed after')
    .given(...unpaid, fail('R'))
    .when(complete('R'))
    .then(refused('already-settled'));
  scenario('then the account can be closed')
    .given(...unpaid, fail('R'))
    .when(close())
    .then(happened('AccountClosed'), is('closed'));
});
