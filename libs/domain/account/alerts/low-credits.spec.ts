import { describe, expect } from '@jest/globals';
import { amount } from '../../money.js';
import { balance, effective, happened, is, wrote } from '../../testing/expectations.js';
import { type Expectation, at, days, hours, minutes, scenario } from '../../testing/scenario.js';
import {
  anything,
  charge,
  close,
  hold,
  promo,
  purchase,
  record,
  recharging,
  refund,
  rejectWithdrawal,
  settings,
  startInstance,
  sweep,
  voiding,
  withdrawal,
} from '../../testing/steps.js';

const from5 = { alertThresholds: [amount('5')] };

/** Exactly these alerts were raised, in this order: threshold and what is available. */
const alerts =
  (...expected: readonly (readonly [threshold: string, available: string])[]): Expectation =>
  ({ written }) => {
    const raised = written.flatMap((entry) => (entry.type === 'AlertRaised' ? [entry.data] : []));
    expect(raised).toEqual(
      expected.map(([threshold, available]) => ({
        alert: 'low',
        threshold: amount(threshold),
        available: amount(available),
      })),
    );
  };

describe('credits are low when available crosses a threshold downwards (rule 6.14)', () => {
  scenario('not while more than the threshold is available', from5)
    .given(promo('A', '10'))
    .when(charge('4.999999999999999999'))
    .then(happened('UsageCharged'));
  scenario('once available is at the threshold', from5)
    .given(promo('A', '10'))
    .when(charge('5'))
    .then(happened('UsageCharged', 'AlertRaised'), alerts(['5', '5']));
  scenario('once: not again while available stays below', from5)
    .given(promo('A', '10'), charge('5'))
    .when(charge('1'))
    .then(happened('UsageCharged'));
  scenario('once: not again from at the threshold to below it', from5)
    .given(promo('A', '5'))
    .when(charge('1'))
    .then(happened('UsageCharged'));
  scenario('again after available was above it', from5)
    .given(promo('A', '10'), charge('6'), promo('B', '10'))
    .when(charge('10'))
    .then(happened('UsageCharged', 'AlertRaised'), alerts(['5', '4']));
  scenario('a grant that stays below raises nothing', from5).when(promo('A', '3')).then(happened('PromoGranted'));
  scenario('each threshold that one decision crosses, the highest first, one that is named twice once', {
    alertThresholds: ['2', '5', '20', '5'].map(amount),
  })
    .given(promo('A', '10'))
    .when(charge('9'))
    .then(happened('UsageCharged', 'AlertRaised', 'AlertRaised'), alerts(['5', '1'], ['2', '1']));
  scenario('a threshold of zero is crossed when nothing is left', { alertThresholds: [amount('0')] })
    .given(promo('A', '1'))
    .when(charge('1'))
    .then(happened('UsageCharged', 'AlertRaised'), alerts(['0', '0']));
  scenario('an account without thresholds raises nothing')
    .given(promo('A', '10'))
    .when(charge('10'))
    .then(happened('UsageCharged'));
  scenario('a threshold above what is there holds from the next crossing on')
    .given(promo('A', '10'), charge('8'))
    .when(settings(from5))
    .then(happened('AccountSettingsChanged'));
  scenario('a threshold that is set later is crossed as any', from5)
    .given(promo('A', '10'), settings({ alertThresholds: [amount('8')] }))
    .when(charge('2'))
    .then(alerts(['8', '8']));
});

describe('whatever takes the credits', () => {
  scenario('a hold', from5).given(promo('A', '10')).when(hold('5')).then(happened('HoldPlaced', 'AlertRaised'));
  scenario('a void', from5).given(promo('A', '10')).when(voiding('A')).then(happened('PromoVoided', 'AlertRaised'));
  scenario('a withdrawal, and again after it was rejected', from5)
    .given(purchase('P', '10'), withdrawal('10'), rejectWithdrawal())
    .when(charge('6'))
    .then(happened('UsageCharged', 'AlertRaised'), alerts(['5', '4']));
  scenario('an expiry, as of its instant, however late it is recorded', from5)
    .given(promo('A', '10', { expires: hours(1) }), promo('B', '3'))
    .when(at(hours(3), sweep))
    .then(happened('BucketExpired', 'AlertRaised'), effective(hours(1), hours(1)))
    .and(alerts(['5', '3']));
  scenario('the last of several that expire at one instant, once', from5)
    .given(promo('A', '3', { expires: hours(1) }), promo('B', '7', { expires: hours(1) }))
    .when(at(hours(1), sweep))
    .then(happened('BucketExpired', 'BucketExpired', 'AlertRaised'), alerts(['5', '0']));
  scenario('running time, when it is charged', from5)
    .given(purchase('P', '10'), startInstance('vm', { rate: '6' }))
    .when(at(hours(1), sweep))
    .then(happened('UsageCharged', 'AlertRaised'), effective(hours(1), hours(1)));
  scenario('debt that new credits repay leaves what it leaves: that is no crossing', from5)
    .given(record('7'))
    .when(promo('A', '10'))
    .then(happened('PromoGranted', 'OverdraftRepaid', 'GraceEnded'), balance({ available: '3' }));
  scenario('a closing raises nothing: nobody is to top up', from5)
    .given(purchase('P', '10'))
    .when(close({ forfeit: true }))
    .then(happened('BucketExpired', 'AccountClosed'), is('closed'));
});

describe('it is the last thing that a decision writes', () => {
  scenario('after grace', from5)
    .given(promo('A', '10'), startInstance('vm'))
    .when(at(minutes(1), charge('10')))
    .then(happened('UsageCharged', 'GraceStarted', 'AlertRaised'), is('grace', minutes(6)));
  scenario('after the recharge that it is no part of', from5)
    .given(promo('A', '10'), recharging('20'))
    .when(charge('5'))
    .then(happened('UsageCharged', 'PurchaseOpened', 'AlertRaised'));
  scenario('and it moves nothing', from5)
    .given(promo('A', '10'), charge('6'))
    .when(refund('charge', '2'))
    .then(happened('UsageRefunded'), balance({ available: '6', total: '6' }));
  scenario('what follows days later goes by what is there then', from5)
    .given(promo('A', '10'), charge('6'), at(days(2), anything), promo('B', '4'))
    .when(charge('3'))
    .then(wrote('AlertRaised', { available: amount('5') }));
});
