import { describe } from '@jest/globals';
import {
  balance,
  effective,
  happened,
  has,
  is,
  lapsed,
  left,
  owed,
  paid,
  refused,
  repaid,
  returned,
  wrote,
} from '../../testing/expectations.js';
import { at, days, hours, instantOf, minutes, ms, scenario } from '../../testing/scenario.js';
import {
  anything,
  charge,
  close,
  newTerms,
  plan,
  promo,
  purchase,
  record,
  refund,
  startInstance,
  sweep,
} from '../../testing/steps.js';

describe('a plan gives a full cycle at once (rules 8.1, 8.2)', () => {
  scenario('which pays before anything else, for inference only')
    .given(promo('A', '5', { expires: days(1) }), plan('professional'))
    .when(charge('0.6'))
    .then(paid({ 'professional 1': '0.5', A: '0.1' }));
  scenario('and nothing else')
    .given(promo('A', '5'), plan('professional'))
    .when(charge('0.1', { product: 'vm' }))
    .then(paid({ A: '0.1' }));
  scenario('anchored where it was chosen')
    .given(at(hours(5), plan('professional')))
    .when(at(hours(29) - 1, charge('0.2')), at(hours(29), charge('0.5', { as: 'next' })))
    .then(paid({ 'professional 2': '0.5' }), lapsed('professional 1 0.30'));
  scenario('shown as allowance, which expires with its cycle')
    .given(plan('professional'))
    .when(at(days(40), anything))
    .then(balance({ available: '0.5', byKind: { allowance: '0.50', promo: '0.00', prepaid: '0.00' } as never }))
    .and(balance({ expiring: { in7Days: '0.50', in30Days: '0.50' } as never }));
  scenario('in place of what was left of the plan before')
    .given(plan('professional'), charge('0.2'))
    .when(at(hours(1), plan('developer')))
    .then(happened('PlanChosen', 'BucketExpired', 'AllowanceRefreshed'), lapsed('professional 1 0.30'))
    .and(left({ 'developer 2': '1.666666666666666667' }));
});

describe('an allowance is refreshed (rule 8.2)', () => {
  scenario('at the end of the cycle in which it was used: what is left lapses, nothing rolls over')
    .given(plan('professional'), charge('0.2'))
    .when(at(hours(25), sweep))
    .then(happened('BucketExpired', 'AllowanceRefreshed'), effective(days(1), days(1)))
    .and(left({ 'professional 2': '0.5' }));
  scenario('without an expiry where nothing is left')
    .given(plan('professional'), charge('0.5'))
    .when(at(days(1), sweep))
    .then(happened('AllowanceRefreshed'));
  scenario('not before')
    .given(plan('professional'), charge('0.5'))
    .when(at(days(1) - 1, sweep))
    .then(happened());
  scenario('by nothing that is written where it was not used, however long')
    .given(plan('professional'))
    .when(at(days(400), sweep))
    .then(happened(), balance({ available: '0.5' }));
  scenario('once after it was used, and by nothing in the cycles that follow')
    .given(plan('professional'), charge('0.5'))
    .when(at(days(30), sweep), at(days(60), sweep))
    .then(happened('AllowanceRefreshed'), effective(days(1)));
  scenario('on its anchor still, when it is used long after')
    .given(plan('professional'), at(days(30) + hours(3), charge('0.1')))
    .when(at(days(31), sweep))
    .then(happened('BucketExpired', 'AllowanceRefreshed'), effective(days(31), days(31)));
  scenario('with the terms of the catalogue from the next cycle on')
    .given(plan('professional'), at(hours(1), newTerms('professional', '3')))
    .when(at(hours(2), charge('0.5')), at(days(1), charge('3', { as: 'next' })))
    .then(paid({ 'professional 2': '3' }));
  scenario('where its terms have changed, used or not')
    .given(plan('professional'), at(hours(30), newTerms('professional', '3', 12)))
    .when(at(days(2), sweep))
    .then(happened('BucketExpired', 'AllowanceRefreshed'), left({ 'professional 2': '3' }));
  scenario('and terms that are what they were change nothing')
    .given(plan('professional'))
    .when(newTerms('professional', '0.5'))
    .then(happened());
  scenario('before anything else of its instant: what expires with it is not missed')
    .given(promo('A', '1', { expires: days(1) }), plan('professional'), charge('0.5'), startInstance('vm'))
    .when(at(days(1), sweep))
    .then(happened('AllowanceRefreshed', 'BucketExpired'), is('active'));
  scenario('on a suspended account, which it restores where it pays what is owed')
    .given(plan('professional'), record('0.7'))
    .when(at(days(1), sweep))
    .then(happened('ServiceTerminated', 'AllowanceRefreshed', 'OverdraftRepaid', 'ServiceRestored'))
    .and(repaid({ charge: { 'professional 2': '0.2' } }), left({ 'professional 2': '0.3' }));
});

describe('usage beyond an allowance (rule 8.3)', () => {
  const payg = [purchase('P', '10'), charge('10', { product: 'vm' })];
  scenario('never goes into overdraft: access pauses until the next refresh')
    .given(...payg, plan('professional'))
    .when(charge('0.6'))
    .then(refused('insufficient-credits', { available: '0.50', shortfall: '0.10', resumesAt: instantOf(days(1)) }));
  scenario('other usage does')
    .given(...payg, plan('professional'))
    .when(charge('1', { product: 'vm' }))
    .then(paid({}, '1'));
  scenario('does where the account is set so', { planOverage: 'overdraft' })
    .given(...payg, plan('professional'))
    .when(charge('0.6'))
    .then(paid({ 'professional 1': '0.5' }, '0.1'));
  scenario('is recorded where it has happened, and the next allowance repays it first')
    .given(...payg, plan('professional'), record('0.6'))
    .when(at(days(1), sweep))
    .then(repaid({ charge: { 'professional 2': '0.1' } }), left({ 'professional 2': '0.4' }));
  scenario('an allowance repays no debt of what it may not pay for')
    .given(...payg, charge('1', { product: 'vm', as: 'vm' }))
    .when(plan('professional'))
    .then(happened('PlanChosen', 'AllowanceRefreshed'), owed({ vm: '1' }))
    .and(is('grace', minutes(5)));
  scenario('names no refresh that comes after the plan’s end')
    .given(...payg, plan('professional', { paidUntil: hours(20) }))
    .when(charge('0.6'))
    .then(refused('insufficient-credits', { resumesAt: null }));
});

describe('a plan that is paid until some time (rule 8.4)', () => {
  scenario('ends then: the account is on the standard plan, and what is left of the allowance is gone')
    .given(plan('professional', { paidUntil: hours(30) }), charge('0.2'))
    .when(at(days(9), sweep))
    .then(happened('BucketExpired', 'AllowanceRefreshed', 'PlanChosen', 'BucketExpired'))
    .and(
      effective(days(1), days(1), hours(30), hours(30)),
      wrote('PlanChosen', { plan: 'standard', cause: 'ended' }),
      left({}),
    );
  scenario('at the end of a cycle: nothing is refreshed any more')
    .given(plan('professional', { paidUntil: days(1) }), charge('0.2'))
    .when(at(days(1), sweep))
    .then(happened('PlanChosen', 'BucketExpired'));
  scenario('goes on where it is chosen again in time, with its cycle as it was')
    .given(
      plan('professional', { paidUntil: hours(30) }),
      charge('0.2'),
      at(hours(20), plan('professional', { paidUntil: days(9) })),
    )
    .when(at(hours(23), charge('0.3')))
    .then(paid({ 'professional 1': '0.3' }));
  scenario('is open-ended where it is chosen again without an end')
    .given(plan('professional', { paidUntil: hours(30) }), plan('professional'))
    .when(at(days(9), sweep))
    .then(happened());
  scenario('can’t be paid until a time that has passed')
    .when(at(hours(1), plan('professional', { paidUntil: hours(1) })))
    .then(refused('invalid', { field: 'paidUntil' }));
  scenario('standard has no end')
    .when(plan('standard', { paidUntil: hours(1) }))
    .then(refused('invalid', { field: 'paidUntil' }));
  scenario('ends when standard is chosen')
    .given(plan('professional'), charge('0.2'))
    .when(at(hours(1), plan('standard')), at(days(1), sweep))
    .then(happened('PlanChosen', 'BucketExpired'), left({}));
});

describe('a plan that is chosen again before its last cycle would have ended (rule 8.4)', () => {
  scenario('goes on with what was left')
    .given(plan('professional'), charge('0.2'), at(hours(1), plan('standard')))
    .when(at(hours(2), plan('professional')))
    .then(happened('PlanChosen', 'BucketExpiryReversed'), left({ 'professional 1': '0.3' }));
  scenario('and is refreshed when it would have been')
    .given(plan('professional'), charge('0.2'), at(hours(1), plan('developer')), at(hours(9), plan('professional')))
    .when(at(hours(24), sweep))
    .then(left({ 'professional 3': '0.5' }), lapsed('professional 1 0.30'));
  scenario('so used up, it has nothing until then')
    .given(plan('professional'), charge('0.5'), at(hours(1), plan('standard')))
    .when(at(hours(2), plan('professional')))
    .then(happened('PlanChosen'), left({}));
  scenario('after that it starts a full cycle')
    .given(plan('professional'), charge('0.5'), at(hours(1), plan('standard')))
    .when(at(hours(24), plan('professional')))
    .then(happened('PlanChosen', 'AllowanceRefreshed'), left({ 'professional 2': '0.5' }));
});

describe('an allowance is bound to the time of usage (rules 2.12, 2.13)', () => {
  scenario('usage of the cycle before is paid by what lapsed then')
    .given(plan('professional'), charge('0.2'), at(days(1), sweep))
    .when(at(hours(25), charge('0.4', { occurred: hours(23), mode: 'record' })))
    .then(
      happened('BucketExpiryReversed', 'UsageCharged', 'OverdraftRepaid'),
      paid({ 'professional 1': '0.3' }, '0.1'),
    );
  scenario('so it is where the cycle passed without an entry: the allowance of that cycle is there for it')
    .given(plan('professional'))
    .when(at(days(2) + 1, charge('0.4', { occurred: hours(30) })))
    .then(happened('AllowanceRefreshed', 'BucketExpired', 'BucketExpiryReversed', 'UsageCharged'))
    .and(
      effective(days(1), days(2), days(2) + 1, hours(30)),
      paid({ 'professional 2': '0.4' }),
      left({ 'professional 1': '0.5' }),
      has('professional 2', { lapsed: '0.10' as never }),
    );
  scenario('and once it is there, more usage of that cycle has what is left of it')
    .given(plan('professional'), at(days(2) + 1, charge('0.4', { occurred: hours(30) })))
    .when(at(days(2) + 2, charge('0.1', { occurred: hours(31), as: 'more' })))
    .then(happened('BucketExpiryReversed', 'UsageCharged'), paid({ 'professional 2': '0.1' }));
  scenario('usage of before the plan is not paid by it')
    .given(at(hours(2), plan('professional')), promo('A', '5'))
    .when(at(hours(3), charge('0.1', { occurred: hours(2) - 1, mode: 'record' })))
    .then(paid({}, '0.1'), repaid({ charge: { 'professional 1': '0.1' } }));
  scenario('usage of before it ended is')
    .given(plan('professional'), at(hours(2), plan('standard')))
    .when(at(hours(3), charge('0.1', { occurred: hours(2) - ms(1) })))
    .then(paid({ 'professional 1': '0.1' }));
});

describe('what is given back to an allowance', () => {
  scenario('pays again while its cycle runs')
    .given(plan('professional'), charge('0.5'))
    .when(refund('charge'))
    .then(returned({ 'professional 1': '0.5' }), left({ 'professional 1': '0.5' }));
  scenario('lapses at once afterwards (rule 5.32)')
    .given(plan('professional'), charge('0.5'), at(days(1), sweep))
    .when(refund('charge'))
    .then(happened('UsageRefunded', 'BucketExpired'), left({ 'professional 2': '0.5' }));
  scenario('so it does when the allowance has left the state')
    .given(plan('professional'), charge('0.5'), at(days(1), sweep), at(days(9), anything))
    .when(refund('charge'))
    .then(happened('UsageRefunded', 'BucketExpired'), left({ 'professional 2': '0.5' }));
  scenario('lapses when the account is closed')
    .given(plan('professional'), charge('0.2'))
    .when(close(), at(days(2), sweep))
    .then(happened('BucketExpired', 'AccountClosed'), lapsed('professional 1 0.30'));
});
