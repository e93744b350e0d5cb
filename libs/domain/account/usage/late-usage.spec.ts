import { describe, expect } from '@jest/globals';
import { amount } from '../../money.js';
import type { ChargeLine } from './events.js';
import {
  balance,
  charged,
  happened,
  is,
  left,
  owed,
  paid,
  refused,
  repaid,
  wrote,
} from '../../testing/expectations.js';
import { at, days, hours, instantOf, minutes, scenario } from '../../testing/scenario.js';
import { charge, promo, purchase, record, sweep, voiding } from '../../testing/steps.js';

describe('usage time decides, not arrival (rules 2.12, 2.13)', () => {
  const A = promo('A', '5', { expires: hours(10) });

  scenario('credits that have lapsed since the usage come back and pay for it')
    .given(A, at(hours(10), sweep))
    .when(at(hours(20), charge('2', { occurred: hours(9) })))
    .then(happened('BucketExpiryReversed', 'UsageCharged'))
    .and(
      wrote('BucketExpiryReversed', { amount: amount('2') }),
      paid({ A: '2' }),
      left({}),
      balance({ total: '0', available: '0' }),
    );

  scenario('they come back where the lapse is recorded by the charge itself, too')
    .given(A)
    .when(at(hours(20), charge('2', { occurred: hours(9) })))
    .then(happened('BucketExpired', 'BucketExpiryReversed', 'UsageCharged'), paid({ A: '2' }));

  scenario('no more comes back than had lapsed, whatever comes late and how often')
    .given(A, charge('1'), at(hours(11), charge('3', { occurred: hours(9) })), purchase('P', '10'))
    .when(charge('3', { occurred: hours(9) }))
    .then(happened('BucketExpiryReversed', 'UsageCharged'), paid({ A: '1', P: '2' }));

  scenario('what lapsed keeps its place in the order of consumption')
    .given(A, promo('B', '5', { expires: days(9) }), purchase('P', '10'), at(hours(10), sweep))
    .when(charge('12', { occurred: hours(9) }))
    .then(paid({ A: '5', B: '5', P: '2' }));

  scenario('usage of the instant of the expiry is not before it')
    .given(A, at(hours(10), sweep))
    .when(charge('2', { occurred: hours(10) }))
    .then(refused('insufficient-credits', { available: '0.00', shortfall: '2.00' }));

  scenario('the millisecond before is')
    .given(A, at(hours(10), sweep))
    .when(charge('2', { occurred: hours(10) - 1 }))
    .then(paid({ A: '2' }));

  scenario('a lapsed promo still asks for its scope')
    .given(promo('A', '5', { expires: hours(10), models: ['llama'] }), at(hours(10), sweep))
    .when(charge('2', { occurred: hours(9), model: 'mistral' }))
    .then(refused('insufficient-credits'));

  scenario('a promo never pays for usage of before it was effective, though it is recorded after')
    .given(promo('A', '5', { effective: hours(10) }), purchase('P', '10'))
    .when(at(hours(11), charge('2', { occurred: hours(10) - 1 })))
    .then(happened('BucketActivated', 'UsageCharged'), paid({ P: '2' }));

  scenario('nor does it where nothing else can: then it is debt, which the promo repays at once')
    .given(at(hours(10), promo('A', '5')))
    .when(record('2', { occurred: hours(9) }))
    .then(paid({}, '2'))
    .and(happened('UsageCharged', 'OverdraftRepaid'), repaid({ charge: { A: '2' } }), left({ A: '3' }), is('active'));
  scenario('a scoped one repays nothing')
    .given(at(hours(10), promo('A', '5', { models: ['llama'] })))
    .when(record('2', { occurred: hours(9), model: 'llama' }))
    .then(happened('UsageCharged', 'GraceStarted'))
    .and(left({ A: '5' }), owed({ charge: '2' }));
  scenario('so such usage is accepted as far as the repayment leaves no more debt than the limit')
    .given(at(hours(10), promo('A', '5')))
    .when(charge('5', { occurred: hours(10) - 1 }))
    .then(paid({}, '5'))
    .and(happened('UsageCharged', 'OverdraftRepaid'), left({}), owed({}), is('active'));
  scenario('and refused beyond')
    .given(at(hours(10), promo('A', '5')))
    .when(charge('5.01', { occurred: hours(10) - 1 }))
    .then(refused('insufficient-credits', { required: '5.01', available: '0.00', shortfall: '5.01' }));
  scenario('the limit counts what is left of the debt then')
    .given(purchase('P', '10'), at(hours(10), promo('A', '5')))
    .when(charge('25', { occurred: hours(9) }))
    .then(paid({ P: '10' }, '15'))
    .and(happened('UsageCharged', 'OverdraftRepaid', 'GraceStarted'), owed({ charge: '10' }));
  scenario('what the charge itself takes repays nothing')
    .given(purchase('P', '10'), at(hours(10), promo('A', '5')))
    .when(charge('25.01', { occurred: hours(9) }))
    .then(refused('insufficient-credits', { available: '10.00', shortfall: '15.01' }));
  scenario('neither where zero terminates', { onZero: 'terminate' })
    .given(purchase('P', '10'), at(hours(10), promo('A', '5')))
    .when(charge('15', { occurred: hours(9) }))
    .then(happened('UsageCharged', 'OverdraftRepaid'), is('active'));

  scenario('prepaid pays for usage of any time')
    .given(at(days(4), purchase('P', '10')))
    .when(charge('2', { occurred: days(1) }))
    .then(paid({ P: '2' }));

  scenario('voided credits are never revived')
    .given(A, at(hours(1), voiding('A')))
    .when(at(hours(2), record('1', { occurred: 0 })))
    .then(paid({}, '1'));

  scenario('credits that lapsed 72 h ago can still pay for the usage of the millisecond before')
    .given(A, at(hours(10), sweep))
    .when(at(days(3) + hours(10) - 1, charge('2', { occurred: hours(10) - 1 })))
    .then(paid({ A: '2' }));

  scenario('a refused charge brings nothing back')
    .given(A, at(hours(10), sweep))
    .when(charge('6', { occurred: hours(9) }))
    .then(refused('insufficient-credits', { available: '5.00', shortfall: '1.00' }), left({}));
});

describe('the window of occurredAt', () => {
  scenario('72 h back is accepted')
    .given(purchase('P', '10'))
    .when(at(days(3), charge('1', { occurred: 0 })))
    .then(paid({ P: '1' }));
  scenario('one millisecond more is not')
    .given(purchase('P', '10'))
    .when(at(days(3) + 1, charge('1', { occurred: 0 })))
    .then(refused('invalid', { field: 'occurredAt' }));
  scenario('5 minutes ahead count as now: what expires in between still pays')
    .given(promo('A', '5', { expires: hours(1) + 2000 }), purchase('P', '10'))
    .when(at(hours(1), charge('1', { occurred: hours(1) + minutes(5) })))
    .then(paid({ A: '1' }), charged({ effectiveAt: instantOf(hours(1)) }));
  scenario('what becomes effective in between does not pay yet')
    .given(promo('A', '5', { effective: hours(1) + 2000 }), purchase('P', '10'))
    .when(at(hours(1), charge('1', { occurred: hours(1) + minutes(5) })))
    .then(paid({ P: '1' }));
  scenario('one millisecond more is the future')
    .given(purchase('P', '10'))
    .when(at(hours(1), charge('1', { occurred: hours(1) + minutes(5) + 1 })))
    .then(refused('invalid', { field: 'occurredAt' }));
});

describe('usage that is recorded later than it may be charged (rules 5.3, 5.4)', () => {
  const wroteLine = (matcher: unknown) => wrote('UsageCharged', { lines: [matcher as ChargeLine] });
  const line = (expected: object) => wroteLine(expect.objectContaining(expected));
  const old = promo('A', '5', { expires: days(1) });
  const beyond = days(1) + hours(73);

  scenario('is recorded as of 72 h back, and its stated time stays in the entry')
    .given(old, purchase('P', '10'))
    .when(at(beyond, record('2', { occurred: hours(1) })))
    .then(line({ effectiveAt: instantOf(hours(25)), occurredAt: instantOf(hours(1)) }), paid({ P: '2' }));
  scenario('is paid by what was in effect 72 h back')
    .given(old, purchase('P', '10'))
    .when(at(days(1) + hours(71), record('2', { occurred: -days(30) })))
    .then(paid({ A: '2' }));
  scenario('is refused where it asks first')
    .given(purchase('P', '10'))
    .when(at(beyond, charge('2', { occurred: hours(1) })))
    .then(refused('invalid', { field: 'occurredAt' }));
  scenario('of exactly 72 h back is late usage like any other')
    .given(purchase('P', '10'))
    .when(at(hours(73), record('2', { occurred: hours(1) })))
    .then(
      line({ effectiveAt: instantOf(hours(1)) }),
      wroteLine(expect.not.objectContaining({ occurredAt: expect.anything() })),
    );
});
