import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import { balance, happened, is, left, refused } from '../../testing/expectations.js';
import { at, days, minutes, opened, scenario } from '../../testing/scenario.js';
import { charge, close, promo, purchase, record, settings, startInstance, stop } from '../../testing/steps.js';

describe('opening an account', () => {
  scenario('it begins with nothing')
    .when(promo('A', '1'))
    .then(
      balance({
        total: '1',
        overdraft: '0',
        held: '0',
        paygUnlocked: false,
        rateLimitTier: 'basic',
        graceDeadline: null,
      }),
    );
  scenario('once')
    .when(opened())
    .then(refused('already-exists', { field: 'accountId' }));
  scenario('not again after it was closed').given(close()).when(opened()).then(refused('already-exists'));
});

describe('settings', () => {
  scenario('what is not named stays')
    .given(settings({ graceWindowSeconds: 60 }), settings({ minimumPurchase: amount('1') }))
    .when(purchase('P', '1'), record('2'))
    .then(is('grace', minutes(1)), left({}));
  scenario('what was decided under the old ones stands')
    .given(purchase('P', '10'), charge('15'), settings({ overdraftLimit: amount('1') }))
    .when(charge('0.01'))
    .then(refused('insufficient-credits'), balance({ overdraft: '5' }));
});

describe('resources', () => {
  scenario('run once at a time')
    .given(startInstance('vm'))
    .when(startInstance('vm'))
    .then(refused('already-exists', { field: 'resourceId' }));
  scenario('may run again after they were stopped')
    .given(startInstance('vm'), stop('vm'))
    .when(startInstance('vm'))
    .then(happened('ResourceStarted'));
  scenario('that never were there can’t be stopped').when(stop('vm')).then(refused('not-found'));
  scenario('are stopped once').given(startInstance('vm'), stop('vm')).when(stop('vm')).then(refused('not-running'));
  scenario('may be called as objects’ members are')
    .given(startInstance('constructor'))
    .when(at(days(1), stop('constructor')))
    .then(happened('ResourceStopped'));
  scenario('what was never started is not there, whatever its name')
    .when(stop('constructor'))
    .then(refused('not-found'));
});
