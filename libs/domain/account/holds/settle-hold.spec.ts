import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import {
  balance,
  captured,
  happened,
  is,
  lapsed,
  left,
  owed,
  refused,
  repaid,
  returned,
  wrote,
} from '../../testing/expectations.js';
import { at, days, hours, minutes, scenario, seconds } from '../../testing/scenario.js';
import {
  approveRequest,
  capture,
  charge,
  fail,
  hold,
  plan,
  promo,
  purchase,
  record,
  refund,
  release,
  request,
  startInstance,
  sweep,
} from '../../testing/steps.js';

const buckets = [purchase('P', '20'), promo('A', '5'), hold('12', { product: 'vm' })];

describe('a capture charges what is held (rule 5.21)', () => {
  scenario('all of it, where no amount is said')
    .given(...buckets)
    .when(capture())
    .then(happened('HoldCaptured'), captured({ A: '5', P: '7' }))
    .and(balance({ total: '13', held: '0' }));
  scenario('a part in the order of consumption; the rest is released')
    .given(...buckets)
    .when(capture('6'))
    .then(happened('HoldCaptured', 'HoldReleased'), captured({ A: '5', P: '1' }))
    .and(
      left({ P: '19' }),
      wrote('HoldReleased', { amount: amount('6'), cause: 'captured' }),
      balance({ total: '19', held: '0' }),
    );
  scenario('a part that is not final keeps the rest held')
    .given(...buckets)
    .when(capture('6', { isFinal: false }))
    .then(happened('HoldCaptured'), balance({ total: '19', available: '13', held: '6' }));
  scenario('part after part, where the one before ended')
    .given(...buckets, capture('4', { isFinal: false }))
    .when(capture('4', { isFinal: false }))
    .then(captured({ A: '1', P: '3' }), balance({ total: '17', held: '4' }));
  scenario('which ends the hold where nothing is held any more, final or not')
    .given(...buckets, capture('12', { isFinal: false }))
    .when(capture('1', { isFinal: false }))
    .then(refused('already-settled'));
  scenario('never more than is held')
    .given(...buckets, capture('4', { isFinal: false }))
    .when(capture('8.000000000000000001'))
    .then(refused('exceeds-hold', { held: '8.00' }));
  scenario('once: a second final one finds it settled')
    .given(...buckets, capture('1'))
    .when(capture('1'))
    .then(refused('already-settled'));
  scenario('not what was released')
    .given(...buckets, release())
    .when(capture())
    .then(refused('already-settled'));
  scenario('not at the instant at which it expires')
    .given(purchase('P', '10'), hold('4', { forSeconds: 60 }))
    .when(at(seconds(60), capture()))
    .then(refused('already-settled'));
  scenario('not what was never held')
    .given(purchase('P', '10'))
    .when(capture('1', { of: 'hold-a1b2c3d4e5f6-2' }))
    .then(refused('not-found'));
  scenario('out of a bucket that has expired under the hold (rule 5.22)')
    .given(promo('A', '10', { expires: hours(1) }), hold('4', { forSeconds: 86_400 * 9 }))
    .when(at(days(8), capture('3')))
    .then(happened('BucketExpired', 'HoldCaptured', 'HoldReleased', 'BucketExpired'))
    .and(captured({ A: '3' }), lapsed('A 6.00', 'A 1.00'), balance({ total: '0' }));
  scenario('while service is suspended')
    .given(purchase('P', '20'), hold('10'), record('30'))
    .when(at(minutes(6), capture('4')))
    .then(happened('ServiceTerminated', 'HoldCaptured', 'HoldReleased', 'OverdraftRepaid'), is('suspended'));
  scenario('as a charge does: where it leaves nothing available to what runs, grace starts')
    .given(purchase('P', '10'), startInstance('vm-1'), hold('10'))
    .when(capture())
    .then(happened('HoldCaptured', 'GraceStarted'));
});

describe('a release gives back all that is still held', () => {
  scenario('to the buckets that it came from')
    .given(...buckets, capture('6', { isFinal: false }))
    .when(release())
    .then(happened('HoldReleased'), left({ P: '19' }))
    .and(balance({ total: '19', held: '0' }));
  scenario('once')
    .given(...buckets, release())
    .when(release())
    .then(refused('already-settled'));
  scenario('where late usage of before the end of its bucket may still have it')
    .given(promo('A', '10', { expires: hours(1) }), hold('4'), at(hours(2), release()))
    .when(at(hours(3), charge('10', { product: 'vm', occurred: minutes(30) })))
    .then(happened('BucketExpiryReversed', 'UsageCharged'), balance({ total: '0' }));
  scenario('and repays debt at the end of the decision')
    .given(purchase('P', '10'), hold('8'), charge('5'))
    .when(release())
    .then(happened('HoldReleased', 'OverdraftRepaid', 'GraceEnded'), repaid({ charge: { P: '3' } }))
    .and(is('active'));
  scenario('right before a termination that is due, which then falls away (rule 2.33)')
    .given(purchase('P', '10'), hold('8'), charge('5'))
    .when(at(minutes(9), release()))
    .then(happened('HoldReleased', 'OverdraftRepaid', 'GraceEnded'), is('active'));
  scenario('of credits that were taken back while they were held: they repay what was owed for them')
    .given(request('R', '20'), approveRequest('R', { paid: false }), hold('8'), fail('R'))
    .when(release())
    .then(happened('HoldReleased', 'OverdraftRepaid', 'GraceEnded'), owed({}))
    .and(balance({ total: '0', withdrawable: '0' }));
});

/** A termination that is due, and then the end of a hold on the allowance of a cycle that ends between them. */
const overdue = [
  plan('professional'),
  at(minutes(23 * 60 + 45), hold('0.5', { product: 'inference', forSeconds: 1_800 })),
  at(minutes(23 * 60 + 50), record('10')),
];

describe('what a hold returns of a cycle that is over lapses at once (rules 5.22, 8.2)', () => {
  scenario('when it expires after the refresh')
    .given(plan('professional'), at(hours(23), hold('0.5', { product: 'inference', forSeconds: 7_200 })))
    .when(at(hours(26), sweep))
    .then(lapsed('professional 1 0.50'), left({ 'professional 2': '0.5' }));
  scenario('when it is released after the refresh, beside debt that its allowance might have paid')
    .given(plan('professional'), at(hours(23), hold('0.5', { product: 'inference' })), at(hours(25), record('10')))
    .when(at(hours(25), release()))
    .then(lapsed('professional 1 0.50'), owed({ charge: '9.5' }));
  scenario('though a plan that is chosen late, beside a termination, gives its allowance later dates')
    .given(...overdue)
    .when(at(hours(25), plan('developer')))
    .then(
      happened(
        'PlanChosen',
        'AllowanceRefreshed',
        'OverdraftRepaid',
        'ServiceTerminated',
        'HoldExpired',
        'BucketExpired',
      ),
    )
    .and(lapsed('professional 1 0.50'), owed({ charge: '8.333333333333333333' }));
});

describe('a capture is refunded as a charge is', () => {
  scenario('last paid first')
    .given(...buckets, capture())
    .when(refund('capture', '8'))
    .then(returned({ P: '7', A: '1' }), balance({ total: '21' }));
  scenario('never beyond what was captured')
    .given(...buckets, capture('6'))
    .when(refund('capture', '6.01'))
    .then(refused('exceeds-charge', { refundable: '6.00' }));
  scenario('as a new promo, where the bucket expired under the hold')
    .given(promo('A', '10', { expires: hours(1) }), hold('4', { forSeconds: 86_400 }), at(hours(2), capture()))
    .when(at(hours(3), refund('capture')))
    .then(returned({ 'A again': '4' }), balance({ total: '4' }));
});
