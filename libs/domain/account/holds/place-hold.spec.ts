import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import {
  balance,
  effective,
  happened,
  has,
  held,
  is,
  lapsed,
  left,
  owed,
  paid,
  refused,
  repaid,
  wrote,
} from '../../testing/expectations.js';
import { at, days, hours, instantOf, minutes, scenario, seconds } from '../../testing/scenario.js';
import {
  charge,
  close,
  hold,
  promo,
  purchase,
  record,
  release,
  settings,
  startInstance,
  stop,
  sweep,
  voiding,
  withdrawal,
} from '../../testing/steps.js';
import { MOST_HOLD_SECONDS } from './place-hold.js';

describe('a hold sets credits aside (rule 5.20)', () => {
  scenario('in the order of consumption, in the scope of what it is for')
    .given(
      purchase('P', '20'),
      promo('mistral', '5', { models: ['mistral'] }),
      promo('llama', '5', { models: ['llama'], expires: days(9) }),
      promo('any', '5', { expires: days(1) }),
    )
    .when(hold('12', { model: 'llama' }))
    .then(held({ llama: '5', any: '5', P: '2' }), left({ P: '18', mistral: '5' }))
    .and(balance({ total: '35', available: '23', held: '12', overdraft: '0' }));
  scenario('that nothing spends but the hold itself (rule 3.4)')
    .given(promo('A', '20'), hold('15'))
    .when(charge('6', { product: 'vm' }))
    .then(refused('insufficient-credits', { required: '6.00', available: '5.00', shortfall: '1.00' }));
  scenario('not even another hold')
    .given(promo('A', '5'), hold('3'))
    .when(hold('3', { as: 'second' }))
    .then(refused('insufficient-credits', { available: '2.00', shortfall: '1.00' }));
  scenario('nor the repayment of debt')
    .given(purchase('P', '10'), hold('10'))
    .when(record('2'))
    .then(paid({}, '2'), owed({ charge: '2' }))
    .and(balance({ total: '8', available: '0', held: '10' }));
  scenario('and are not withdrawable')
    .given(purchase('P', '20'), hold('15'))
    .when(withdrawal('6'))
    .then(refused('not-withdrawable', { withdrawable: '5.00' }));
  scenario('all or nothing, and never out of the overdraft')
    .given(purchase('P', '10'))
    .when(hold('10.01'))
    .then(refused('insufficient-credits', { required: '10.01', available: '10.00', shortfall: '0.01' }));
  scenario('of everything starts no grace, whatever runs')
    .given(purchase('P', '10'), startInstance('vm-1'))
    .when(hold('10'))
    .then(happened('HoldPlaced'), is('active'))
    .and(balance({ available: '0', held: '10' }));
  scenario('never those of a promo that becomes effective later')
    .given(promo('A', '5', { effective: hours(1) }))
    .when(hold('1'))
    .then(refused('insufficient-credits', { available: '0.00' }));
  scenario('not while service is suspended', { onZero: 'terminate' })
    .given(promo('A', '5', { models: ['llama'] }), record('1'))
    .when(hold('1', { model: 'llama' }))
    .then(refused('account-suspended', { required: '1.00', available: '5.00' }));
  scenario('and keeps them while the account would be closed')
    .given(promo('A', '5'), hold('5'))
    .when(close({ forfeit: true }))
    .then(refused('not-closable', { open: ['holds'] }));
  scenario('for what it names, for a day where nothing else is said')
    .given(purchase('P', '10'))
    .when(hold('1', { product: 'vm', gpu: 'h100' }))
    .then(wrote('HoldPlaced', { product: 'vm', gpu: 'h100', amount: amount('1.00'), expiresAt: instantOf(days(1)) }));
  scenario('for a second at least')
    .given(purchase('P', '10'))
    .when(hold('1', { forSeconds: 0 }))
    .then(refused('invalid', { field: 'expiresInSeconds' }));
  scenario('and for a year at most')
    .given(purchase('P', '10'))
    .when(hold('1', { forSeconds: MOST_HOLD_SECONDS + 1 }))
    .then(refused('invalid', { field: 'expiresInSeconds' }));
});

describe('a hold expires by itself', () => {
  scenario('at its instant, not before')
    .given(purchase('P', '10'), hold('4', { forSeconds: 60 }))
    .when(at(seconds(60) - 1, sweep))
    .then(happened(), balance({ available: '6', held: '4' }));
  scenario('and its credits are free again, effective then')
    .given(purchase('P', '10'), hold('4', { forSeconds: 60 }))
    .when(at(hours(1), sweep))
    .then(happened('HoldExpired'), effective(seconds(60)))
    .and(balance({ available: '10', held: '0' }));
  scenario('before the bucket that ends at the same instant, which lapses with what has come back')
    .given(promo('A', '10', { expires: hours(1) }), hold('4', { forSeconds: 3_600 }))
    .when(at(hours(2), sweep))
    .then(happened('HoldExpired', 'BucketExpired'), lapsed('A 10.00'))
    .and(balance({ total: '0' }));
  scenario('after a bucket that ended before: what comes back to it lapses at once (rule 5.22)')
    .given(promo('A', '10', { expires: hours(1) }), hold('4', { forSeconds: 7_200 }))
    .when(at(hours(3), sweep))
    .then(happened('BucketExpired', 'HoldExpired', 'BucketExpired'), lapsed('A 6.00', 'A 4.00'))
    .and(effective(hours(1), hours(2), hours(2)), balance({ total: '0', held: '0' }));
  scenario('before a bucket that ends later, which then has it again')
    .given(promo('A', '10', { expires: hours(2) }), hold('10', { forSeconds: 3_600 }))
    .when(at(hours(3), sweep))
    .then(happened('HoldExpired', 'BucketExpired'), effective(hours(1), hours(2)))
    .and(lapsed('A 10.00'));
  scenario('of one instant, the one that was placed first')
    .given(purchase('P', '10'), hold('1', { as: 'one', forSeconds: 60 }), hold('2', { as: 'two', forSeconds: 60 }))
    .when(at(minutes(1), sweep))
    .then((world) => {
      const ended = world.written.map((entry) =>
        entry.type === 'HoldExpired' ? world.labelOf(entry.data.holdId) : '',
      );
      if (ended.join() !== 'one,two') throw new Error(ended.join());
    });
  scenario('and its credits repay debt at the end of that decision')
    .given(purchase('P', '10'), hold('10', { forSeconds: 60 }), record('4'))
    .when(at(minutes(2), sweep))
    .then(happened('HoldExpired', 'OverdraftRepaid', 'GraceEnded'), repaid({ charge: { P: '4' } }))
    .and(is('active'));
});

describe('a bucket under a hold', () => {
  scenario('keeps what is held when it is voided; a release lets it lapse')
    .given(promo('A', '10'), hold('4'), voiding('A'))
    .when(release())
    .then(happened('HoldReleased', 'BucketExpired'), lapsed('A 4.00'))
    .and(balance({ total: '0' }));
  scenario('can be voided though all that is left of it is held')
    .given(promo('A', '4'), hold('4'))
    .when(voiding('A'))
    .then(wrote('PromoVoided', { amount: amount('0.00') }), balance({ total: '4', held: '4' }));
  scenario('once').given(promo('A', '4'), hold('4'), voiding('A')).when(voiding('A')).then(refused('nothing-to-void'));
  scenario('stays known however long ago it ended')
    .given(promo('A', '4', { expires: hours(1) }), hold('4', { forSeconds: 20 * 86_400 }), at(days(9), settings({})))
    .when(at(days(10), settings({})))
    .then(has('A', { held: amount('4.00'), remaining: amount('0.00') }), balance({ total: '4', held: '4' }));
});

describe('what is held is not available', () => {
  scenario('to what runs: a stop ends grace that began before')
    .given(purchase('P', '10'), startInstance('vm-1'), hold('4'), charge('6'))
    .when(stop('vm-1'))
    .then(happened('ResourceStopped', 'GraceEnded'), is('active'));
});
