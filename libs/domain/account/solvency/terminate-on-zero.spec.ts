import { describe } from '@jest/globals';
import { effective, happened, is, owed, paid, refused, runs } from '../../testing/expectations.js';
import { at, hours, minutes, scenario } from '../../testing/scenario.js';
import {
  charge,
  promo,
  purchase,
  record,
  settings,
  startInstance,
  startStorage,
  sweep,
  voiding,
  withdrawal,
} from '../../testing/steps.js';

describe('where the policy is to terminate at zero (rule 6.9)', () => {
  const onZero = { onZero: 'terminate' } as const;

  scenario('the charge that takes the last credit terminates in the same append', onZero)
    .given(promo('A', '1'), startInstance('vm'), startStorage('disk'))
    .when(charge('1'))
    .then(happened('UsageCharged', 'ServiceTerminated'))
    .and(is('suspended'), runs('(disk)'));
  scenario('an authorized charge leaves no overdraft', onZero)
    .given(purchase('P', '10'))
    .when(charge('10.01'))
    .then(refused('insufficient-credits'));
  scenario('a recorded one may, and terminates', onZero)
    .given(purchase('P', '10'))
    .when(record('10.01'))
    .then(paid({ P: '10' }, '0.01'))
    .and(happened('UsageCharged', 'ServiceTerminated'), owed({ charge: '0.01' }));
  scenario('so does an expiry, at its own time', onZero)
    .given(promo('A', '1', { expires: hours(1) }), startInstance('vm'))
    .when(at(hours(9), sweep))
    .then(happened('BucketExpired', 'ServiceTerminated'))
    .and(effective(hours(1), hours(1)), is('suspended'));
  scenario('so does a void', onZero)
    .given(promo('A', '1'), startInstance('vm'))
    .when(voiding('A'))
    .then(happened('PromoVoided', 'ServiceTerminated'));
  scenario('so does a withdrawal', onZero)
    .given(purchase('P', '10'), startInstance('vm'))
    .when(withdrawal('10'))
    .then(happened('WithdrawalRequested', 'ServiceTerminated'));
  scenario('not where the debt is repaid at the end of the same decision', onZero)
    .given(startInstance('vm'), at(hours(2), promo('A', '5')))
    .when(record('1', { occurred: hours(1) }))
    .then(happened('UsageCharged', 'OverdraftRepaid'), is('active'));
  scenario('not where nothing runs and nothing is owed', onZero)
    .given(promo('A', '1'))
    .when(charge('1'))
    .then(happened('UsageCharged'), is('active'));
  scenario('credits restore service as ever', onZero)
    .given(promo('A', '1'), startStorage('disk'), charge('1'))
    .when(promo('B', '1'))
    .then(happened('PromoGranted', 'ServiceRestored'))
    .and(is('active'), runs('disk'));
  scenario('a grace that had begun before the policy goes on to its deadline')
    .given(record('1'), settings(onZero))
    .when(at(minutes(4), record('1')))
    .then(happened('UsageCharged'), is('grace', minutes(5)));
  scenario('where its last resource ended and nothing is owed, whatever happens next restores service: an expiry too')
    .given(
      settings({ onZero: 'terminate' }),
      promo('A', '1', { expires: hours(1) }),
      promo('B', '1', { expires: hours(1), models: ['llama'] }),
      startInstance('vm'),
    )
    .when(at(hours(1), sweep))
    .then(happened('BucketExpired', 'ServiceTerminated', 'BucketExpired', 'ServiceRestored'), is('active'));
});
