import { describe, expect, it } from '@jest/globals';
import { amount } from '../money.js';
import { balance, happened, has, is, left, paid, refused, setAside, wrote } from '../testing/expectations.js';
import { at, days, hours, instantOf, scenario } from '../testing/scenario.js';
import {
  anything,
  approveRequest,
  charge,
  complete,
  fail,
  promo,
  purchase,
  record,
  refund,
  rejectRequest,
  request,
  withdrawal,
} from '../testing/steps.js';
import { feeOf } from './purchase-prepaid.js';

describe('the fee (spec 4)', () => {
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
  scenario('does not fail').given(request('R', '10')).when(fail('R')).then(refused('wrong-state'));
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
