import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import { balance, effective, happened, has, is, left, paid, refused, repaid } from '../../testing/expectations.js';
import { at, days, hours, instantOf, ms, scenario } from '../../testing/scenario.js';
import { charge, promo, record, sweep } from '../../testing/steps.js';

describe('a grant (rule 4.1)', () => {
  scenario('is spendable at once')
    .given(promo('A', '5'))
    .when(charge('5'))
    .then(paid({ A: '5' }));
  scenario('may be for later: until then it is not in the balance')
    .when(promo('A', '5', { effective: hours(1) }))
    .then(happened('PromoGranted'))
    .and(effective(hours(1)), has('A', { isPending: true }), balance({ total: '0', available: '0' }));
  scenario('is in the balance once its time has come, recorded or not')
    .given(promo('A', '5', { effective: hours(1), expires: days(2) }))
    .when(at(hours(1), charge('6')))
    .then(refused('insufficient-credits', { available: '5.00' }), balance({ total: '5', available: '5' }));
  scenario('becomes effective at its time, however late that is recorded')
    .given(promo('A', '5', { effective: hours(1) }))
    .when(at(hours(9), sweep))
    .then(happened('BucketActivated'))
    .and(effective(hours(1)), left({ A: '5' }));
  scenario('from an earlier time on pays for late usage of that time')
    .given(at(hours(4), promo('A', '5', { effective: hours(1) })))
    .when(charge('2', { occurred: hours(2) }))
    .then(paid({ A: '2' }), has('A', { isPending: false, effectiveAt: instantOf(hours(1)) }));
  scenario('from an earlier time on does not pay for what was used before it, but repays that debt')
    .given(at(hours(4), promo('A', '5', { effective: hours(2) })))
    .when(charge('2', { occurred: hours(1) }))
    .then(paid({}, '2'), repaid({ charge: { A: '2' } }));
  scenario('may have come and gone unseen')
    .given(promo('A', '5', { effective: hours(1), expires: hours(2) }))
    .when(at(hours(3), sweep))
    .then(happened('BucketActivated', 'BucketExpired'))
    .and(effective(hours(1), hours(2)), left({}));
});

describe('the balance follows the dates', () => {
  scenario('a bucket that expires this millisecond is not in it, recorded or not')
    .given(promo('A', '5', { expires: hours(1) }), promo('B', '2'))
    .when(at(hours(1), charge('3')))
    .then(
      refused('insufficient-credits'),
      balance({
        total: '2',
        available: '2',
        byKind: { allowance: amount('0'), promo: amount('2'), prepaid: amount('0') },
      }),
    );
  scenario('what expires within 7 and 30 days is named, both days included')
    .given(
      promo('A', '1', { expires: days(7) }),
      promo('B', '2', { expires: days(7) + 1 }),
      promo('C', '4', { expires: days(30) }),
    )
    .when(promo('D', '8', { expires: days(30) + 1 }))
    .then(balance({ expiring: { in7Days: amount('1'), in30Days: amount('7') }, available: '15' }));
});

describe('an expiry lies after now and after the beginning', () => {
  scenario('now is not after now')
    .when(at(hours(1), promo('A', '5', { expires: hours(1) })))
    .then(refused('invalid', { field: 'expiresAt' }));
  scenario('one millisecond later is')
    .when(at(hours(1), promo('A', '5', { expires: hours(1) + ms(1) })))
    .then(happened('PromoGranted'), balance({ available: '5' }));
  scenario('the beginning is not after the beginning')
    .when(promo('A', '5', { effective: hours(1), expires: hours(1) }))
    .then(refused('invalid', { field: 'expiresAt' }));
});

describe('support grants up to a limit each', () => {
  scenario('the limit itself')
    .when(promo('A', '25', { source: 'support', isLimited: true }))
    .then(left({ A: '25' }));
  scenario('not a digit more')
    .when(promo('A', '25.000000000000000001', { source: 'support', isLimited: true }))
    .then(refused('support-grant-limit', { field: 'amount' }));
  scenario('whoever may not grant so much learns that before anything about the grant (rule 11.3)')
    .when(at(hours(1), promo('A', '26', { isLimited: true, expires: hours(1) })))
    .then(refused('support-grant-limit'));
  scenario('others have none')
    .when(promo('A', '26', { source: 'support' }))
    .then(left({ A: '26' }));
  scenario('each by itself')
    .given(promo('A', '25', { isLimited: true }))
    .when(promo('B', '25', { isLimited: true }))
    .then(left({ A: '25', B: '25' }));
});

describe('a grant beside debt', () => {
  scenario('repays and leaves the rest')
    .given(record('2'))
    .when(promo('A', '5'))
    .then(left({ A: '3' }), is('active'));
});
