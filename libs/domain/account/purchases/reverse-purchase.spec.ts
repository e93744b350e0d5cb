import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import {
  balance,
  happened,
  is,
  left,
  lapsed,
  owed,
  refused,
  returned,
  setAside,
  totals,
  wrote,
} from '../../testing/expectations.js';
import { at, by, days, hours, minutes, scenario } from '../../testing/scenario.js';
import {
  anything,
  approveRequest,
  approveWithdrawal,
  capture,
  charge,
  close,
  complete,
  fail,
  hold,
  payWithdrawal,
  promo,
  purchase,
  record,
  refund,
  rejectRequest,
  release,
  request,
  reverse,
  startInstance,
  voiding,
  withdrawal,
} from '../../testing/steps.js';

const withBonus = purchase('P', '20', { bonus: { amount: '2' } });

describe('a reversal of a completed purchase (rule 4.16)', () => {
  scenario('takes back all of its credits where nothing was spent, and leaves pay-as-you-go unlocked')
    .given(purchase('P', '20'))
    .when(reverse('P'))
    .then(happened('PurchaseReversed'))
    .and(
      wrote('PurchaseReversed', {
        amount: amount('20'),
        takenBack: { bucketId: 'bkt-a1b2c3d4e5f6-3', amount: amount('20'), overdraft: amount('0') },
      }),
      left({}),
      balance({ total: '0', overdraft: '0', paygUnlocked: true, rateLimitTier: 'paid' }),
      is('active'),
    );
  scenario('what was spent is owed, whatever the limit, and grace starts')
    .given(purchase('P', '20'), charge('17'))
    .when(at(hours(1), reverse('P')))
    .then(happened('PurchaseReversed', 'GraceStarted'))
    .and(totals('-17', '-17'), balance({ overdraft: '17', available: '0' }), is('grace', hours(1) + minutes(5)));
  scenario('or service ends, by policy', { onZero: 'terminate' })
    .given(purchase('P', '20'), charge('1'))
    .when(reverse('P'))
    .then(happened('PurchaseReversed', 'ServiceTerminated'));
  scenario('where nothing is left and something runs, grace starts')
    .given(purchase('P', '20'), startInstance('vm'))
    .when(reverse('P'))
    .then(happened('PurchaseReversed', 'GraceStarted'));
  scenario('what else is free repays the debt at once')
    .given(purchase('P', '20'), purchase('Q', '10'), charge('7'))
    .when(reverse('P'))
    .then(happened('PurchaseReversed', 'OverdraftRepaid'))
    .and(left({ Q: '3' }), balance({ total: '3', withdrawable: '3' }), is('active'));
  scenario('a purchase that was pending first')
    .given(purchase('P', '20', { pending: true }), complete('P'))
    .when(reverse('P'))
    .then(happened('PurchaseReversed'), balance({ total: '0' }));
  scenario('a request that was approved and paid')
    .given(request('R', '20', { amount: '1' }), approveRequest('R'), charge('3'))
    .when(reverse('R'))
    .then(happened('PurchaseReversed', 'PromoVoided', 'GraceStarted'), balance({ total: '-2', overdraft: '2' }));
  scenario('a request that was paid for after its approval')
    .given(request('R', '20'), approveRequest('R', { paid: false }), charge('3'), complete('R'))
    .when(reverse('R'))
    .then(happened('PurchaseReversed', 'GraceStarted'), balance({ total: '-3', overdraft: '3' }));
  scenario('however long ago it was completed')
    .given(purchase('P', '20'), charge('20'), at(days(400), anything), promo('A', '25'))
    .when(reverse('P'))
    .then(happened('PurchaseReversed', 'OverdraftRepaid'), left({ A: '5' }));
  scenario('then the account can be closed')
    .given(purchase('P', '20'), reverse('P'))
    .when(close())
    .then(happened('AccountClosed'));
});

describe('the debt of a reversal', () => {
  scenario('stands where the reversal stands in the log')
    .given(purchase('P', '20'), charge('20'), record('2', { as: 'before' }), reverse('P'), record('2', { as: 'after' }))
    .when(promo('A', '22.5'))
    .then(owed({ after: '1.5' }), is('grace', minutes(5)));
  scenario('belongs to no charge: a refund does not give it up, but what comes back repays it')
    .given(purchase('P', '20'), charge('7'), reverse('P'))
    .when(refund('charge', '4'))
    .then(returned({ P: '4' }))
    .and(happened('UsageRefunded', 'OverdraftRepaid'), balance({ total: '-3', overdraft: '3' }));
});

describe('what later returns to the bucket of a reversed purchase', () => {
  scenario('is never withdrawable')
    .given(purchase('P', '20'), charge('7'), reverse('P'), purchase('Q', '10'))
    .when(refund('charge'))
    .then(left({ P: '7', Q: '3' }), balance({ available: '10', withdrawable: '3' }));
  scenario('not even once the bucket has left the state')
    .given(purchase('P', '20'), charge('7'), reverse('P'), purchase('Q', '10'), at(days(9), anything))
    .when(refund('charge'))
    .then(left({ P: '7', Q: '3' }), balance({ available: '10', withdrawable: '3' }));
});

describe('withdrawals that draw on a reversed purchase', () => {
  scenario('are rejected first: requested or approved')
    .given(purchase('P', '20'), withdrawal('5', 'one'), withdrawal('6', 'two'), by('bob', approveWithdrawal('two')))
    .when(reverse('P'))
    .then(happened('WithdrawalRejected', 'WithdrawalRejected', 'PurchaseReversed'))
    .and(totals('14', '20', '0'), balance({ total: '0', overdraft: '0' }), is('active'));
  scenario('with all that they draw on: what is of another purchase is back and stays')
    .given(purchase('P', '20'), purchase('Q', '10'), withdrawal('25'))
    .when(reverse('P'))
    .then(happened('WithdrawalRejected', 'PurchaseReversed'))
    .and(left({ Q: '10' }), balance({ withdrawable: '10' }));
  scenario('those of other purchases go on')
    .given(purchase('P', '20'), purchase('Q', '10'), withdrawal('20'))
    .when(reverse('Q'))
    .then(happened('PurchaseReversed'), balance({ total: '0' }));
  scenario('what is paid out already is owed')
    .given(purchase('P', '20'), withdrawal('5'), by('bob', approveWithdrawal()), payWithdrawal())
    .when(reverse('P'))
    .then(happened('PurchaseReversed', 'GraceStarted'))
    .and(
      wrote('PurchaseReversed', {
        takenBack: { bucketId: 'bkt-a1b2c3d4e5f6-3', amount: amount('15'), overdraft: amount('5') },
      }),
      balance({ total: '-5' }),
    );
});

describe('what is held of a reversed purchase', () => {
  const held = [purchase('P', '20'), hold('5')];

  scenario('stays held and is owed')
    .given(...held)
    .when(reverse('P'))
    .then(happened('PurchaseReversed', 'GraceStarted'))
    .and(
      wrote('PurchaseReversed', {
        takenBack: { bucketId: 'bkt-a1b2c3d4e5f6-3', amount: amount('15'), overdraft: amount('5') },
      }),
      balance({ total: '0', held: '5', overdraft: '5', available: '0' }),
    );
  scenario('is captured as ever, and stays owed')
    .given(...held, reverse('P'))
    .when(capture('5'))
    .then(happened('HoldCaptured'), balance({ total: '-5', held: '0', overdraft: '5' }));
  scenario('repays that debt where it is released')
    .given(...held, reverse('P'))
    .when(release())
    .then(happened('HoldReleased', 'OverdraftRepaid', 'GraceEnded'))
    .and(balance({ total: '0', held: '0', overdraft: '0', withdrawable: '0' }));
});

describe('the bonus of a reversed purchase', () => {
  scenario('is voided')
    .given(withBonus, charge('7'))
    .when(reverse('P'))
    .then(happened('PurchaseReversed', 'PromoVoided', 'GraceStarted'))
    .and(balance({ total: '-5', overdraft: '5', available: '0', paygUnlocked: true }));
  scenario('is void even where it was spent: what returns to it lapses')
    .given(withBonus, charge('2'), reverse('P'))
    .when(refund('charge'))
    .then(happened('UsageRefunded', 'BucketExpired'), balance({ total: '0' }))
    .and(lapsed('bonus of P 2.00'));
  scenario('is not voided twice')
    .given(withBonus, voiding('bonus of P'))
    .when(reverse('P'))
    .then(happened('PurchaseReversed'));
});

describe('a reversal is refused', () => {
  scenario('while the purchase is pending')
    .given(purchase('P', '20', { pending: true }))
    .when(reverse('P'))
    .then(refused('wrong-state'));
  scenario('while a request is not paid for')
    .given(request('R', '20'), approveRequest('R', { paid: false }))
    .when(reverse('R'))
    .then(refused('wrong-state'));
  scenario('where the purchase failed')
    .given(purchase('P', '20', { pending: true }), fail('P'))
    .when(reverse('P'))
    .then(refused('already-settled'));
  scenario('where the request was rejected')
    .given(request('R', '20'), rejectRequest('R'))
    .when(reverse('R'))
    .then(refused('already-settled'));
  scenario('where its credits were taken back as never paid')
    .given(request('R', '20'), approveRequest('R', { paid: false }), fail('R'))
    .when(reverse('R'))
    .then(refused('already-settled'));
  scenario('the second time')
    .given(purchase('P', '20'), reverse('P'))
    .when(reverse('P'))
    .then(refused('already-settled'));
  scenario('of a purchase that there is not').when(reverse('pur-a1b2c3d4e5f6-7')).then(refused('not-found'));
  scenario('by an id that leads to another entry').when(reverse('pur-a1b2c3d4e5f6-1')).then(refused('not-found'));
});

describe('a withdrawal', () => {
  scenario('passes by a reversed purchase')
    .given(purchase('P', '20'), charge('7'), reverse('P'), purchase('Q', '20'), refund('charge'))
    .when(withdrawal('13'))
    .then(setAside({ Q: '13' }));
});
