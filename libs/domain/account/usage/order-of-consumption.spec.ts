import { describe, expect, it } from '@jest/globals';
import { left, paid, refused } from '../../testing/expectations.js';
import { at, days, hours, minutes, ms, scenario } from '../../testing/scenario.js';
import { charge, promo, purchase } from '../../testing/steps.js';
import { byConsumption, tierOf } from '../buckets.js';
import { granted } from '../bucket-changes.js';
import type { BucketKind } from '../events.js';
import type { Grant } from '../grants.js';
import { instant } from '../../messages.js';
import { ZERO } from '../../money.js';

describe('the six tiers (rules 3.1, 3.2)', () => {
  const five = [
    promo('A', '5', { models: ['llama'], expires: days(10) }),
    promo('B', '5', { expires: days(5) }),
    promo('C', '5', { models: ['llama'] }),
    promo('D', '5'),
    purchase('prepaid', '10'),
  ];

  scenario('a llama charge takes what expires and is scoped, then what expires, then what is scoped')
    .given(...five)
    .when(charge('12', { model: 'llama' }))
    .then(paid({ A: '5', B: '5', C: '2' }), left({ C: '3', D: '5', prepaid: '10' }));

  scenario('a mistral charge passes by what is scoped to llama')
    .given(...five)
    .when(charge('12', { model: 'mistral' }))
    .then(paid({ B: '5', D: '5', prepaid: '2' }));

  scenario('everything there is pays in order, whatever the order of the grants')
    .given(...[...five].reverse())
    .when(charge('30', { model: 'llama' }))
    .then(paid({ A: '5', B: '5', C: '5', D: '5', prepaid: '10' }), left({}));

  scenario('a scoped promo that expires in 90 days pays before an unscoped one that expires tomorrow')
    .given(promo('A', '10', { expires: days(1) }), promo('B', '10', { expires: days(90), gpus: ['h100'] }))
    .when(charge('10', { gpu: 'h100' }))
    .then(paid({ B: '10' }));

  scenario('the last digit of one bucket is followed by the first of the next')
    .given(promo('A', '0.000000000000000001'), promo('B', '1'))
    .when(charge('0.000000000000000002'))
    .then(paid({ A: '0.000000000000000001', B: '0.000000000000000001' }), left({ B: '0.999999999999999999' }));

  it('an allowance comes before everything', () => {
    const grant = { source: 'plan' as const, revision: 9, effectiveAt: instant(0), isPending: false };
    const bucket = (kind: BucketKind, terms: Pick<Grant, 'scope' | 'expiresAt'> = {}) =>
      granted({ ...grant, bucketId: kind, kind, ...terms }, ZERO, false);
    const allowance = bucket('allowance', { expiresAt: instant(9e9) });
    const scoped = bucket('promo', { scope: { models: ['llama'] }, expiresAt: instant(1) });
    const prepaid = bucket('prepaid');
    expect([prepaid, scoped, allowance].sort(byConsumption)).toEqual([allowance, scoped, prepaid]);
    expect([allowance, scoped, prepaid].map(tierOf)).toEqual([1, 2, 6]);
  });
});

describe('within a tier', () => {
  scenario('the earlier expiry pays first')
    .given(promo('late', '5', { expires: days(9) }), promo('early', '5', { expires: days(8) }))
    .when(charge('6'))
    .then(paid({ early: '5', late: '1' }));

  scenario('of equal expiries the earlier grant pays first')
    .given(promo('first', '5', { expires: days(9) }), promo('second', '5', { expires: days(9) }))
    .when(charge('6'))
    .then(paid({ first: '5', second: '1' }));

  scenario('the earlier grant is the one that comes first in the log, not the one that became effective first')
    .given(promo('first', '5', { effective: hours(2) }), promo('second', '5', { effective: hours(1) }))
    .when(at(hours(3), charge('6')))
    .then(paid({ first: '5', second: '1' }));

  scenario('the earlier purchase pays first, also for usage of before it')
    .given(at(minutes(1), purchase('first', '10')), at(minutes(2), purchase('second', '10')))
    .when(charge('12', { occurred: ms(1) }))
    .then(paid({ first: '10', second: '2' }));
});

describe('a scope covers a usage when each dimension that it names contains the usage’s value', () => {
  const both = promo('A', '5', { products: ['inference'], models: ['llama-70b', 'llama-8b'] });

  scenario('both dimensions fit')
    .given(both)
    .when(charge('1', { model: 'llama-8b' }))
    .then(paid({ A: '1' }));
  scenario('one does not fit')
    .given(both, promo('B', '5'))
    .when(charge('1', { model: 'llama-8b', product: 'batch' }))
    .then(paid({ B: '1' }));
  scenario('a usage without the dimension is not covered')
    .given(both)
    .when(charge('1'))
    .then(refused('insufficient-credits', { available: '0.00', shortfall: '1.00' }));
  scenario('a dimension that the scope does not name may be anything')
    .given(promo('A', '5', { gpus: ['h100'] }))
    .when(charge('1', { gpu: 'h100', model: 'whatever', product: 'vm' }))
    .then(paid({ A: '1' }));
  scenario('names are compared exactly')
    .given(promo('A', '5', { gpus: ['h100'] }))
    .when(charge('1', { gpu: 'H100' }))
    .then(refused('insufficient-credits'));
});

describe('expiry and effect are instants', () => {
  const A = promo('A', '5', { effective: hours(1), expires: hours(2) });

  scenario('not yet spendable one millisecond before it becomes effective')
    .given(A)
    .when(at(hours(1) - 1, charge('1')))
    .then(refused('insufficient-credits', { available: '0.00' }));
  scenario('spendable at the instant at which it becomes effective')
    .given(A)
    .when(at(hours(1), charge('1')))
    .then(paid({ A: '1' }));
  scenario('spendable one millisecond before it expires')
    .given(A)
    .when(at(hours(2) - 1, charge('1')))
    .then(paid({ A: '1' }));
  scenario('not spendable at the instant at which it expires')
    .given(A)
    .when(at(hours(2), charge('1')))
    .then(refused('insufficient-credits', { available: '0.00' }));
});
