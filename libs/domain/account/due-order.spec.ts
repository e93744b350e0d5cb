import { describe } from '@jest/globals';
import { balance, effective, happened, is, lapsed, left, owed, refused } from '../testing/expectations.js';
import { at, days, hours, minutes, scenario } from '../testing/scenario.js';
import { charge, promo, purchase, record, startInstance, sweep } from '../testing/steps.js';

describe('what fell due is applied before every command, in the order of due time (rules 2.31, 2.32)', () => {
  scenario('whatever the order of the grants')
    .given(
      promo('A', '1', { expires: hours(3) }),
      promo('B', '1', { expires: hours(1) }),
      promo('C', '1', { effective: hours(2) }),
    )
    .when(at(hours(4), charge('0')))
    .then(happened('BucketExpired', 'BucketActivated', 'BucketExpired', 'UsageCharged'))
    .and(effective(hours(1), hours(2), hours(3), hours(4)), left({ C: '1' }));
  scenario('of one instant: becoming effective, then expiry, then grace')
    .given(
      promo('scoped', '1', { expires: minutes(5), models: ['llama'] }),
      record('3'),
      promo('B', '2', { effective: minutes(5) }),
    )
    .when(at(hours(1), sweep))
    .then(happened('BucketActivated', 'OverdraftRepaid', 'BucketExpired', 'ServiceTerminated'))
    .and(owed({ charge: '1' }), is('suspended'));
  scenario('of one instant and kind: the earlier grant first')
    .given(promo('A', '1', { expires: hours(1) }), promo('B', '2', { expires: hours(1) }))
    .when(at(hours(1), sweep))
    .then(happened('BucketExpired', 'BucketExpired'), lapsed('A 1.00', 'B 2.00'));
  scenario('each at its own time: what expires later is still there when the first expires')
    .given(promo('A', '1', { expires: hours(1) }), promo('B', '1', { expires: hours(2) }), startInstance('vm'))
    .when(at(hours(2), sweep))
    .then(happened('BucketExpired', 'BucketExpired', 'GraceStarted'), is('grace', hours(2) + minutes(5)));
  scenario('what expires at the same instant is not')
    .given(promo('A', '1', { expires: hours(1) }), promo('B', '1', { expires: hours(1) }), startInstance('vm'))
    .when(at(hours(1), sweep))
    .then(happened('BucketExpired', 'GraceStarted', 'BucketExpired'));
  scenario('a new deadline joins in')
    .given(
      promo('A', '1', { expires: hours(1) }),
      startInstance('vm'),
      promo('B', '1', { effective: hours(1) + minutes(4) }),
      promo('C', '1', { effective: hours(9) }),
    )
    .when(at(days(1), sweep))
    .then(
      happened('BucketExpired', 'GraceStarted', 'BucketActivated', 'GraceEnded', 'BucketActivated'),
      effective(hours(1), hours(1), hours(1) + minutes(4), hours(1) + minutes(4), hours(9)),
    );
  scenario('and may come to pass: service ends, and a later grant restores it')
    .given(promo('A', '1', { expires: hours(1) }), startInstance('vm'), promo('C', '1', { effective: hours(9) }))
    .when(at(days(1), sweep))
    .then(happened('BucketExpired', 'GraceStarted', 'ServiceTerminated', 'BucketActivated', 'ServiceRestored'))
    .and(effective(hours(1), hours(1), hours(1) + minutes(5), hours(9), hours(9)), is('active'));
  scenario('nothing lapses where nothing is left')
    .given(promo('A', '1', { expires: hours(1) }), charge('1'))
    .when(at(hours(2), sweep))
    .then(happened());
  scenario('nothing twice')
    .given(promo('A', '1', { expires: hours(1) }), at(hours(1), sweep))
    .when(at(hours(2), sweep))
    .then(happened());
});

describe('a refused command writes nothing', () => {
  const due = [promo('A', '1', { expires: hours(1) }), promo('B', '2', { effective: hours(1) })];

  scenario('though something was due')
    .given(...due)
    .when(at(hours(2), charge('3')))
    .then(refused('insufficient-credits', { available: '2.00' }));
  scenario('the next accepted one records it')
    .given(...due)
    .when(at(hours(2), charge('3')), at(hours(3), charge('2')))
    .then(happened('BucketActivated', 'BucketExpired', 'UsageCharged'))
    .and(effective(hours(1), hours(1), hours(3)), balance({ total: '0' }));
});

describe('recorded time never goes backwards', () => {
  scenario('a command of an earlier clock is decided at the last recorded time')
    .given(promo('A', '1', { expires: hours(2) }), at(hours(1), promo('B', '1')))
    .when(at(minutes(1), charge('1')))
    .then(effective(hours(1)), left({ B: '1' }));
  scenario('and sees what has expired by then')
    .given(promo('A', '1', { expires: hours(1) }), at(hours(2), purchase('P', '10')))
    .when(at(minutes(1), charge('1')))
    .then(left({ P: '9' }));
});
