import { describe, expect } from '@jest/globals';
import { amount } from '../../money.js';
import { balance, effective, happened, is, refused, wrote } from '../../testing/expectations.js';
import { type Expectation, type Step, at, by, days, hours, minutes, scenario } from '../../testing/scenario.js';
import {
  anything,
  approveRequest,
  charge,
  close,
  complete,
  fail,
  hold,
  promo,
  purchase,
  record,
  recharging,
  request,
  reverse,
  startInstance,
  sweep,
  voiding,
  withdrawal,
} from '../../testing/steps.js';

/** Available is 10, and 20 is bought by itself where it comes to 5. */
const ready: readonly Step[] = [promo('A', '10'), recharging('20')];
const failing = (nth: number): Step => fail(nth === 1 ? 'recharge' : `recharge ${nth}`);
const inMonth =
  (month: string, credits: string): Expectation =>
  ({ account: { autoRecharge } }) =>
    expect([autoRecharge?.month, autoRecharge?.openedInMonth]).toEqual([month, amount(credits)]);

describe('a recharge is opened at the end of a decision (rule 4.20)', () => {
  scenario('not while more than the threshold is available')
    .given(...ready)
    .when(charge('4.999999999999999999'))
    .then(happened('UsageCharged'));
  scenario('once available is at the threshold: a pending purchase with its fee, which adds nothing yet')
    .given(promo('A', '10'), recharging('20', { method: 'card' }))
    .when(charge('5'))
    .then(happened('UsageCharged', 'PurchaseOpened'))
    .and(
      wrote('PurchaseOpened', {
        amount: amount('20'),
        fee: amount('0.60'),
        total: amount('20.60'),
        paymentMethod: 'card',
        isAutoRecharge: true,
      }),
      balance({ available: '5', paygUnlocked: false }),
    );
  scenario('one at a time')
    .given(...ready, charge('5'))
    .when(charge('1'))
    .then(happened('UsageCharged'));
  scenario('beside a purchase that somebody opened')
    .given(...ready, purchase('P', '10', { pending: true }))
    .when(charge('5'))
    .then(happened('UsageCharged', 'PurchaseOpened'));
  scenario('what is scoped is available too')
    .given(promo('S', '10', { models: ['llama'] }), recharging('20'))
    .when(record('1', { model: 'mistral' }))
    .then(happened('UsageCharged', 'GraceStarted'));
  scenario('what is set aside is not')
    .given(purchase('P', '10'), recharging('20'))
    .when(withdrawal('5'))
    .then(happened('WithdrawalRequested', 'PurchaseOpened'));
  scenario('what is held is not')
    .given(...ready)
    .when(hold('5'))
    .then(happened('HoldPlaced', 'PurchaseOpened'));
  scenario('also where a grant is voided')
    .given(...ready)
    .when(voiding('A'))
    .then(happened('PromoVoided', 'PurchaseOpened'));
  scenario('also where a purchase is reversed')
    .given(purchase('P', '10'), recharging('20'))
    .when(reverse('P'))
    .then(happened('PurchaseReversed', 'PurchaseOpened'));
  scenario('also where a bucket expires, at that time and before the command')
    .given(promo('A', '10', { expires: hours(1) }), recharging('20'))
    .when(at(hours(2), promo('B', '1')))
    .then(happened('BucketExpired', 'PurchaseOpened', 'PromoGranted'))
    .and(effective(hours(1), hours(1), hours(2)));
  scenario('after what becomes of service')
    .given(promo('A', '10'), recharging('20', { threshold: '0' }), startInstance('vm'))
    .when(charge('10'))
    .then(happened('UsageCharged', 'GraceStarted', 'PurchaseOpened'));
  scenario('also where service is terminated, by the threshold that was set meanwhile')
    .given(promo('A', '10'), startInstance('vm'), charge('10'), recharging('20'), failing(1))
    .when(at(minutes(5), sweep))
    .then(happened('ServiceTerminated', 'PurchaseOpened'));
  scenario('at once where it is switched on while at or below the threshold')
    .when(recharging('20'))
    .then(happened('AutoRechargeConfigured', 'PurchaseOpened'));
  scenario('not where it is switched off')
    .when(recharging('20', { enabled: false }))
    .then(happened('AutoRechargeConfigured'));
  scenario('nor once it is off')
    .given(...ready, recharging('20', { enabled: false }))
    .when(charge('5'))
    .then(happened('UsageCharged'));
});

describe('a recharge that is completed', () => {
  scenario('brings its credits and unlocks as any purchase')
    .given(...ready, charge('5'))
    .when(complete('recharge'))
    .then(happened('PurchaseCompleted'), balance({ available: '25', withdrawable: '20', paygUnlocked: true }));
  scenario('opens the next one where available is still at or below the threshold')
    .given(recharging('20', { threshold: '50' }))
    .when(complete('recharge'))
    .then(happened('PurchaseCompleted', 'PurchaseOpened'));
  scenario('ends grace')
    .given(...ready, record('12'))
    .when(complete('recharge'))
    .then(happened('PurchaseCompleted', 'OverdraftRepaid', 'GraceEnded'), is('active'));
});

describe('a recharge that fails (rule 4.21)', () => {
  scenario('opens no other in that decision')
    .given(...ready, charge('5'))
    .when(failing(1))
    .then(happened('PurchaseFailed'));
  scenario('the next decision on the account opens the next')
    .given(...ready, charge('5'), failing(1))
    .when(charge('1'))
    .then(happened('UsageCharged', 'PurchaseOpened'));
  scenario('any decision')
    .given(...ready, charge('5'), failing(1))
    .when(anything)
    .then(happened('AccountSettingsChanged', 'PurchaseOpened'));
  scenario('three times in a row switches it off')
    .given(...ready, charge('5'), failing(1), anything, failing(2), anything)
    .when(failing(3))
    .then(happened('PurchaseFailed', 'AutoRechargeDisabled'))
    .and(wrote('AutoRechargeDisabled', { failures: 3 }));
  scenario('then none is opened any more')
    .given(...ready, charge('5'), failing(1), anything, failing(2), anything, failing(3))
    .when(charge('5'))
    .then(happened('UsageCharged'));
  scenario('until it is configured anew, which starts the count afresh')
    .given(...ready, charge('5'), failing(1), anything, failing(2), anything, failing(3), recharging('20'), failing(4))
    .when(anything)
    .then(happened('AccountSettingsChanged', 'PurchaseOpened'));
  scenario('a completed purchase starts the count afresh')
    .given(...ready, charge('5'), failing(1), anything, failing(2), purchase('P', '10'), charge('10'))
    .when(failing(3))
    .then(happened('PurchaseFailed'));
  scenario('so does a request that is approved and paid')
    .given(...ready, charge('5'), failing(1), anything, failing(2), request('R', '10'), approveRequest('R'))
    .when(failing(3))
    .then(happened('PurchaseFailed'));
  scenario('the failure of another purchase counts for nothing')
    .given(...ready, charge('5'), failing(1), purchase('P', '10', { pending: true }), failing(2))
    .when(fail('P'))
    .then(happened('PurchaseFailed', 'PurchaseOpened'));
});

describe('the monthly limit (rule 4.22)', () => {
  const limited = recharging('20', { limit: '45' });

  scenario('counts what was opened in the month')
    .given(limited, complete('recharge'), charge('20'), complete('recharge 2'))
    .when(charge('20'))
    .then(happened('UsageCharged'), inMonth('2026-01', '40'));
  scenario('may be used to the last credit')
    .given(recharging('20', { limit: '40' }), complete('recharge'))
    .when(charge('20'))
    .then(happened('UsageCharged', 'PurchaseOpened'), inMonth('2026-01', '40'));
  scenario('starts anew with the calendar month in UTC')
    .given(limited, complete('recharge'), charge('20'), complete('recharge 2'), charge('20'))
    .when(at(days(31), anything))
    .then(happened('AccountSettingsChanged', 'PurchaseOpened'), inMonth('2026-02', '20'));
  scenario('not a millisecond before')
    .given(limited, complete('recharge'), charge('20'), complete('recharge 2'), charge('20'))
    .when(at(days(31) - 1, anything))
    .then(happened('AccountSettingsChanged'));
  scenario('failed ones are not counted')
    .given(limited, failing(1), anything, failing(2), anything, complete('recharge 3'))
    .when(charge('20'))
    .then(happened('UsageCharged', 'PurchaseOpened'), inMonth('2026-01', '40'));
  scenario('one that was opened in the month before and fails in this one takes nothing off this month')
    .given(limited, at(days(40), failing(1)))
    .when(at(days(40), anything))
    .then(happened('AccountSettingsChanged', 'PurchaseOpened'), inMonth('2026-02', '20'));
  scenario('reversed ones are counted')
    .given(limited, complete('recharge'), reverse('recharge'), complete('recharge 2'))
    .when(charge('20'))
    .then(happened('UsageCharged'));
  scenario('a new setting changes the limit, not what was used of it')
    .given(limited, complete('recharge'), charge('20'), complete('recharge 2'), charge('20'))
    .when(recharging('20', { limit: '60' }))
    .then(happened('AutoRechargeConfigured', 'PurchaseOpened'), inMonth('2026-01', '60'));
});

describe('auto-recharge is refused', () => {
  scenario('below the minimum of a purchase')
    .when(recharging('9.99'))
    .then(refused('invalid', { field: 'amount' }));
  scenario('in parts of a cent where it is paid in cents')
    .when(recharging('10.001', { method: 'card' }))
    .then(refused('invalid', { field: 'amount' }));
});

describe('an account that recharges itself', () => {
  scenario('is closed once it is switched off and its recharge has failed')
    .given(recharging('20'), recharging('20', { enabled: false }), by('bob', failing(1)))
    .when(close())
    .then(happened('AccountClosed'));
  scenario('is not closed while a recharge is pending')
    .given(recharging('20'))
    .when(close())
    .then(refused('not-closable'));
});
