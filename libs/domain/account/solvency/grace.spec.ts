import { describe } from '@jest/globals';
import { balance, effective, happened, is, left, owed, refused, runs, wrote } from '../../testing/expectations.js';
import { at, days, hours, minutes, scenario, seconds } from '../../testing/scenario.js';
import {
  charge,
  promo,
  purchase,
  record,
  refund,
  rejectWithdrawal,
  settings,
  startCluster,
  startInstance,
  startStorage,
  stop,
  sweep,
  voiding,
  withdrawal,
} from '../../testing/steps.js';

describe('grace starts', () => {
  scenario('when a charge leaves overdraft, though nothing runs')
    .given(purchase('P', '10'))
    .when(at(minutes(1), charge('10.01')))
    .then(happened('UsageCharged', 'GraceStarted'), is('grace', minutes(6)));
  scenario('when a charge takes the last credit while something runs')
    .given(promo('A', '1'), startInstance('vm'))
    .when(at(minutes(1), charge('1')))
    .then(happened('UsageCharged', 'GraceStarted'), is('grace', minutes(6)));
  scenario('not when nothing runs and nothing is owed')
    .given(promo('A', '1'))
    .when(charge('1'))
    .then(happened('UsageCharged'), is('active'));
  scenario('not while a credit is left')
    .given(promo('A', '1'), startInstance('vm'))
    .when(charge('0.99'))
    .then(is('active'));
  scenario('not once nothing runs any more')
    .given(promo('A', '1'), startInstance('vm'), stop('vm'))
    .when(charge('1'))
    .then(is('active'));
  scenario('when storage is all that runs')
    .given(promo('A', '1'), startStorage('disk'))
    .when(charge('1'))
    .then(is('grace', minutes(5)));
  scenario('when the last credits expire, counted from the expiry, however late it is recorded')
    .given(promo('A', '1', { expires: hours(1) }), startInstance('vm'))
    .when(at(hours(1) + minutes(3), sweep))
    .then(happened('BucketExpired', 'GraceStarted'))
    .and(effective(hours(1), hours(1)), is('grace', hours(1) + minutes(5)));
  scenario('when the last credits are voided')
    .given(promo('A', '1'), startInstance('vm'))
    .when(voiding('A'))
    .then(happened('PromoVoided', 'GraceStarted'));
  scenario('when the last credits are set aside for a withdrawal')
    .given(purchase('P', '10'), startInstance('vm'))
    .when(withdrawal('10'))
    .then(happened('WithdrawalRequested', 'GraceStarted'));
  scenario('not when a grant of the future is voided')
    .given(startInstance('vm'), promo('A', '1', { effective: hours(1) }))
    .when(voiding('A'))
    .then(happened('PromoVoided'), is('active'));
  scenario('once: a second charge moves no deadline')
    .given(purchase('P', '10'), charge('11'))
    .when(at(minutes(2), charge('1')))
    .then(happened('UsageCharged'), is('grace', minutes(5)));
  scenario('with the window of the account', { graceWindowSeconds: 90 })
    .when(record('1'))
    .then(is('grace', seconds(90)));
  scenario('a window that is changed holds from the next grace on')
    .given(record('1'), settings({ graceWindowSeconds: 10 }))
    .when(sweep)
    .then(is('grace', minutes(5)));
});

describe('grace ends', () => {
  scenario('when nothing is owed and something is available')
    .given(record('3'))
    .when(at(minutes(1), promo('A', '3.01')))
    .then(happened('PromoGranted', 'OverdraftRepaid', 'GraceEnded'))
    .and(is('active'), left({ A: '0.01' }));
  scenario('by a scoped grant where nothing is owed')
    .given(promo('A', '1'), startInstance('vm'), charge('1'))
    .when(promo('B', '1', { gpus: ['h100'] }))
    .then(happened('PromoGranted', 'GraceEnded'), is('active'));
  scenario('when a withdrawal is rejected')
    .given(purchase('P', '10'), startInstance('vm'), withdrawal('10'))
    .when(rejectWithdrawal())
    .then(happened('WithdrawalRejected', 'GraceEnded'))
    .and(is('active'), left({ P: '10' }));
  scenario('when a grant of the future becomes effective')
    .given(record('3'), promo('A', '5', { effective: minutes(4) }))
    .when(at(minutes(9), sweep))
    .then(happened('BucketActivated', 'OverdraftRepaid', 'GraceEnded'))
    .and(effective(minutes(4), minutes(4), minutes(4)), is('active'));
  scenario('when the last of what runs is stopped and nothing is owed')
    .given(promo('A', '1'), startInstance('vm'), startStorage('disk'), charge('1'), stop('vm'))
    .when(stop('disk'))
    .then(happened('ResourceStopped', 'GraceEnded'), is('active'));
  scenario('not while storage is left')
    .given(promo('A', '1'), startInstance('vm'), startStorage('disk'), charge('1'))
    .when(stop('vm'))
    .then(happened('ResourceStopped'), is('grace', minutes(5)));
  scenario('not when all is stopped and something is owed')
    .given(startInstance('vm'), record('1'))
    .when(stop('vm'))
    .then(happened('ResourceStopped'), is('grace', minutes(5)));
  scenario('not by a stop after the deadline: what brings no credits comes after the termination')
    .given(promo('A', '1'), startStorage('disk'), charge('1'))
    .when(at(minutes(8), stop('disk')))
    .then(happened('ServiceTerminated', 'ResourceStopped', 'ServiceRestored'))
    .and(effective(minutes(5), minutes(8), minutes(8)), is('active'));
  scenario('when a repayment ends the debt and nothing runs')
    .given(record('3'))
    .when(promo('A', '3'))
    .then(happened('PromoGranted', 'OverdraftRepaid', 'GraceEnded'))
    .and(is('active'), left({}));
  scenario('not when it ends the debt, leaves nothing, and something runs: the deadline stays')
    .given(startInstance('vm'), record('3'))
    .when(at(minutes(2), promo('A', '3')))
    .then(happened('PromoGranted', 'OverdraftRepaid'))
    .and(is('grace', minutes(5)), owed({}));
  scenario('when a refund clears the debt and nothing runs')
    .given(purchase('P', '10'), charge('12'))
    .when(at(minutes(1), refund('charge', '2')))
    .then(happened('UsageRefunded', 'GraceEnded'))
    .and(is('active'), balance({ total: '0' }));
});

describe('service is terminated at the deadline', () => {
  const running = [promo('A', '1'), startInstance('vm-1'), startInstance('vm-2'), startStorage('disk'), charge('1')];

  scenario('not one millisecond before')
    .given(...running)
    .when(at(minutes(5) - 1, sweep))
    .then(happened())
    .and(is('grace', minutes(5)), runs('vm-1', 'vm-2', 'disk'));
  scenario('at it')
    .given(...running)
    .when(at(minutes(5), sweep))
    .then(happened('ServiceTerminated'))
    .and(
      wrote('ServiceTerminated', { instances: ['vm-1', 'vm-2'], storage: ['disk'] }),
      is('suspended'),
      runs('(disk)'),
    );
  scenario('effective then, however late it is recorded')
    .given(...running)
    .when(at(days(2), sweep))
    .then(happened('ServiceTerminated'))
    .and(effective(minutes(5)), is('suspended'));
  scenario('once')
    .given(...running, at(minutes(5), sweep))
    .when(at(minutes(6), sweep), at(days(9), sweep))
    .then(happened(), is('suspended'));
  scenario('while suspended nothing starts')
    .given(...running, at(minutes(5), sweep))
    .when(startInstance('vm-3'))
    .then(refused('account-suspended', { available: '0.00' }));
  scenario('while suspended a start is told what its first millisecond lacks, of the credits that may pay for it')
    .given(...running, at(minutes(5), sweep), record('1'), promo('scoped', '5', { models: ['llama'] }))
    .when(startInstance('vm-3', { rate: '3.6' }))
    .then(refused('account-suspended', { required: '0.000001', available: '0.00', shortfall: '0.000001' }));
  scenario('while suspended no other grace starts')
    .given(...running, at(minutes(5), sweep))
    .when(record('1'))
    .then(happened('UsageCharged'), is('suspended'));
  scenario('while suspended storage may be stopped; where nothing is owed the last of it restores the account')
    .given(...running, at(minutes(5), sweep))
    .when(stop('disk'))
    .then(happened('ResourceStopped', 'ServiceRestored'))
    .and(is('active'), runs());
  scenario('a cluster ends as an instance does')
    .given(promo('A', '1'), startCluster('gpus'), charge('1'))
    .when(at(minutes(5), sweep))
    .then(wrote('ServiceTerminated', { instances: ['gpus'], storage: [] }))
    .and(happened('ServiceTerminated'), is('suspended'), runs());
  scenario('the instances are gone')
    .given(...running, at(minutes(5), sweep))
    .when(stop('vm-1'))
    .then(refused('not-running'));
});

describe('service is restored', () => {
  const suspended = [startInstance('vm'), startStorage('disk'), record('3'), at(minutes(5), sweep)];

  scenario('by credits that leave nothing owed and something available: storage comes back, instances do not')
    .given(...suspended)
    .when(at(hours(1), purchase('P', '10')))
    .then(happened('PurchaseOpened', 'PurchaseCompleted', 'OverdraftRepaid', 'ServiceRestored'))
    .and(
      wrote('ServiceRestored', { storage: ['disk'] }),
      is('active'),
      runs('disk'),
      balance({ total: '7', available: '7' }),
    );
  scenario('less only repays')
    .given(...suspended)
    .when(at(hours(1), promo('A', '3')))
    .then(happened('PromoGranted', 'OverdraftRepaid'))
    .and(is('suspended'), owed({}), runs('(disk)'));
  scenario('what only repays does once no resource is left, storage included')
    .given(...suspended, at(hours(1), promo('A', '3')))
    .when(stop('disk'))
    .then(happened('ResourceStopped', 'ServiceRestored'))
    .and(wrote('ServiceRestored', { storage: [] }), is('active'), balance({ total: '0' }));
  scenario('not by a stop while something is owed')
    .given(...suspended)
    .when(stop('disk'))
    .then(happened('ResourceStopped'), is('suspended'));
  scenario('by a refund of the debt where no resource is left')
    .given(record('3'), at(minutes(5), sweep))
    .when(at(hours(1), refund('charge')))
    .then(happened('UsageRefunded', 'ServiceRestored'), is('active'));
  scenario('a scoped grant does not where something is owed')
    .given(...suspended)
    .when(at(hours(1), promo('A', '30', { models: ['llama'] })))
    .then(happened('PromoGranted'))
    .and(is('suspended'), owed({ charge: '3' }));
});
