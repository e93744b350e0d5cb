import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import {
  balance,
  happened,
  has,
  is,
  left,
  owed,
  paid,
  refused,
  repaid,
  returned,
  totals,
  wrote,
} from '../../testing/expectations.js';
import { at, days, hours, instantOf, minutes, scenario } from '../../testing/scenario.js';
import {
  anything,
  charge,
  promo,
  purchase,
  record,
  refund,
  startInstance,
  sweep,
  voiding,
} from '../../testing/steps.js';

describe('a refund returns to the buckets that paid, last paid first (rule 5.31)', () => {
  const threePaid = [promo('A', '5', { expires: days(5) }), promo('B', '5'), purchase('P', '10'), charge('12')];

  scenario('whole: all that was charged')
    .given(...threePaid)
    .when(refund('charge'))
    .then(returned({ P: '2', B: '5', A: '5' }))
    .and(left({ A: '5', B: '5', P: '10' }), balance({ total: '20' }));
  scenario('in part: the last payer first')
    .given(...threePaid)
    .when(refund('charge', '3'))
    .then(returned({ P: '2', B: '1' }));
  scenario('a second part goes on where the first ended')
    .given(...threePaid, refund('charge', '3'))
    .when(refund('charge', '5'))
    .then(returned({ B: '4', A: '1' }));
  scenario('without an amount, the rest')
    .given(...threePaid, refund('charge', '3'), refund('charge', '5'))
    .when(refund('charge'))
    .then(returned({ A: '4' }), left({ A: '5', B: '5', P: '10' }));
  scenario('to the last digit')
    .given(promo('A', '1'), charge('1'), refund('charge', '0.999999999999999999'))
    .when(refund('charge'))
    .then(returned({ A: '0.000000000000000001' }));
  scenario('long after the buckets were used up and left the state')
    .given(promo('A', '5'), purchase('P', '10'), charge('15'), at(days(30), anything))
    .when(refund('charge', '12'))
    .then(returned({ P: '10', A: '2' }))
    .and(left({ A: '2', P: '10' }), balance({ withdrawable: '10' }));
  scenario('what had lapsed and came back for late usage is given back as a new promo')
    .given(promo('A', '5', { expires: hours(1) }), at(hours(2), charge('5', { occurred: minutes(1) })))
    .when(refund('charge'))
    .then(returned({ 'A again': '5' }));
});

describe('never more than charged minus refunded', () => {
  const charged = [promo('A', '5'), charge('5')];

  scenario('the first time')
    .given(...charged)
    .when(refund('charge', '5.01'))
    .then(refused('exceeds-charge', { refundable: '5.00' }));
  scenario('the second time')
    .given(...charged, refund('charge', '3'))
    .when(refund('charge', '2.01'))
    .then(refused('exceeds-charge', { refundable: '2.00' }));
  scenario('nothing is left to refund')
    .given(...charged, refund('charge'))
    .when(refund('charge'))
    .then(refused('exceeds-charge'));
  scenario('nor of a charge of nothing').given(charge('0')).when(refund('charge')).then(refused('exceeds-charge'));
  scenario('a charge that there is not')
    .given(...charged)
    .when(refund('tx-a1b2c3d4e5f6-99'))
    .then(refused('not-found'));
  scenario('an entry that is no charge')
    .given(...charged)
    .when(refund('tx-a1b2c3d4e5f6-2'))
    .then(refused('not-found'));
  scenario('an id of another account')
    .given(...charged)
    .when(refund('tx-zzzzzzzzzzzz-3'))
    .then(refused('not-found'));
});

describe('overdraft that the charge caused and that is still open is given up first', () => {
  const overdrawn = [promo('A', '5'), record('8')];

  scenario('part of it')
    .given(...overdrawn)
    .when(refund('charge', '2'))
    .then(happened('UsageRefunded'))
    .and(returned({}, '2'), owed({ charge: '1' }), is('grace', minutes(5)));
  scenario('all of it, and the rest to the buckets, which ends grace')
    .given(...overdrawn)
    .when(refund('charge', '4'))
    .then(happened('UsageRefunded', 'GraceEnded'))
    .and(returned({ A: '1' }, '3'), owed({}), left({ A: '1' }), is('active'));
  scenario('in two steps')
    .given(...overdrawn, refund('charge', '2'))
    .when(refund('charge', '2'))
    .then(returned({ A: '1' }, '1'));
  scenario('exactly it leaves nothing owed and nothing available: grace ends where nothing runs')
    .given(...overdrawn)
    .when(refund('charge', '3'))
    .then(happened('UsageRefunded', 'GraceEnded'))
    .and(owed({}), is('active'));
  scenario('and goes on where something does')
    .given(startInstance('vm'), ...overdrawn)
    .when(refund('charge', '3'))
    .then(happened('UsageRefunded'))
    .and(owed({}), is('grace', minutes(5)));
  scenario('not what another charge left: that is repaid by what comes back')
    .given(promo('A', '5'), charge('5', { as: 'paid' }), record('3', { as: 'debt' }))
    .when(refund('paid', '4'))
    .then(happened('UsageRefunded', 'OverdraftRepaid', 'GraceEnded'))
    .and(returned({ A: '4' }), repaid({ debt: { A: '3' } }), left({ A: '1' }));
  scenario('what comes back to a scoped promo repays nothing')
    .given(
      promo('A', '5', { models: ['llama'] }),
      charge('5', { as: 'paid', model: 'llama' }),
      record('3', { as: 'debt' }),
    )
    .when(refund('paid'))
    .then(happened('UsageRefunded'))
    .and(left({ A: '5' }), owed({ debt: '3' }), is('grace', minutes(5)));
});

describe('a bucket that repaid the charge’s overdraft counts as one that paid', () => {
  const repaidSince = [promo('A', '5'), record('8'), purchase('P', '10')];

  scenario('the last one')
    .given(...repaidSince)
    .when(refund('charge', '4'))
    .then(returned({ P: '3', A: '1' }), left({ A: '1', P: '10' }));
  scenario('after part of the overdraft had been given up')
    .given(promo('A', '5'), record('8'), refund('charge', '2'), purchase('P', '10'))
    .when(refund('charge', '3'))
    .then(returned({ P: '1', A: '2' }));
  scenario('several repayments, the latest first; the rest of the debt before them')
    .given(promo('A', '5'), record('20'), promo('B', '4', { expires: days(9) }), promo('C', '6'))
    .when(refund('charge', '16'))
    .then(returned({ C: '6', B: '4', A: '1' }, '5'), left({ A: '1', B: '4', C: '6' }));
  scenario('one bucket that paid and repaid has one line')
    .given(
      purchase('P', '10'),
      record('14'),
      refund('charge', '1'),
      promo('B', '1'),
      at(minutes(1), purchase('Q', '10')),
    )
    .when(refund('charge'))
    .then(returned({ Q: '2', B: '1', P: '10' }));
  scenario('only for the charge whose debt it repaid')
    .given(record('3', { as: 'first' }), record('4', { as: 'second' }), promo('A', '3'), purchase('P', '10'))
    .when(refund('first'))
    .then(returned({ A: '3' }));
  scenario('and so the same repayment may count for two charges, each its part')
    .given(record('3', { as: 'first' }), record('4', { as: 'second' }), purchase('P', '10'), refund('first'))
    .when(refund('second'))
    .then(returned({ P: '4' }), left({ P: '10' }));
});

describe('a promo that has expired since', () => {
  const A = promo('A', '5', { expires: days(1), models: ['llama'] });

  scenario('is given back as a new promo with the same scope, for 30 days')
    .given(A, charge('5', { model: 'llama' }))
    .when(at(days(2), refund('charge', '2')))
    .then(happened('UsageRefunded'))
    .and(
      returned({ 'A again': '2' }),
      has('A again', {
        source: 'refund',
        scope: { models: ['llama'] },
        effectiveAt: instantOf(days(2)),
        expiresAt: instantOf(days(32)),
      }),
    );
  scenario('for as long as the setting says', { refundedPromoExpiresInDays: 7 })
    .given(A, charge('5', { model: 'llama' }))
    .when(at(days(2), refund('charge')))
    .then(has('A again', { expiresAt: instantOf(days(9)) }));
  scenario('at the very instant of its expiry, too')
    .given(A, charge('5', { model: 'llama' }))
    .when(at(days(1), refund('charge')))
    .then(returned({ 'A again': '5' }));
  scenario('one millisecond before, it goes back to its bucket, and lapses with it')
    .given(A, charge('5', { model: 'llama' }), at(days(1) - 1, refund('charge')))
    .when(at(days(1), sweep))
    .then(happened('BucketExpired'), left({}));
  scenario('makes one new promo for each that expired, beside those that did not')
    .given(A, promo('B', '5', { expires: days(2) }), promo('C', '5'), charge('12', { model: 'llama' }))
    .when(at(days(3), refund('charge')))
    .then(returned({ C: '2', 'B again': '5', 'A again': '5' }), left({ C: '5', 'B again': '5', 'A again': '5' }));
  scenario('is spent like any promo, and given back once more')
    .given(
      A,
      charge('5', { model: 'llama' }),
      at(days(2), refund('charge')),
      charge('5', { as: 'next', model: 'llama' }),
    )
    .when(at(days(40), refund('next')))
    .then(returned({ 'A again again': '5' }));
  scenario('several new promos keep their order when they come back from a charge of long ago')
    .given(
      promo('A', '5', { expires: days(1) }),
      promo('B', '5', { expires: days(1) }),
      charge('10'),
      at(days(2), refund('charge')),
      charge('10', { as: 'next' }),
      at(days(9), promo('other', '1', { models: ['mistral'] })),
      refund('next'),
    )
    .when(charge('6', { as: 'last' }))
    .then(paid({ 'B again': '5', 'A again': '1' }));
  scenario('the new promo ends grace, and repays where it is unscoped')
    .given(promo('B', '5', { expires: days(1) }), charge('5', { as: 'paid' }), at(days(2), record('3', { as: 'debt' })))
    .when(refund('paid'))
    .then(happened('UsageRefunded', 'OverdraftRepaid', 'GraceEnded'), left({ 'B again': '2' }));
  scenario('is never withdrawable')
    .given(promo('B', '5', { expires: days(1) }), purchase('P', '10'), charge('15'))
    .when(at(days(2), refund('charge')))
    .then(balance({ available: '15', withdrawable: '10' }));
});

describe('what a voided promo paid lapses at once', () => {
  const voided = [promo('A', '5'), charge('3'), voiding('A')];

  scenario('as a refund and an expiry')
    .given(...voided)
    .when(refund('charge'))
    .then(happened('UsageRefunded', 'BucketExpired'))
    .and(
      returned({ A: '3' }),
      wrote('BucketExpired', { amount: amount('3'), cause: 'ended' }),
      left({}),
      balance({ total: '0' }),
    );
  scenario('long after, too, and both entries say so')
    .given(...voided)
    .when(at(days(9), refund('charge')))
    .then(happened('UsageRefunded', 'BucketExpired'), totals('3', '0'))
    .and(left({}));
  scenario('when the bucket has left the state before')
    .given(...voided, at(days(9), anything))
    .when(refund('charge'))
    .then(happened('UsageRefunded', 'BucketExpired'), totals('3', '0'))
    .and(left({}));
  scenario('whether it would have expired or not')
    .given(promo('A', '5', { expires: days(1) }), charge('3'), voiding('A'))
    .when(at(days(2), refund('charge')))
    .then(happened('UsageRefunded', 'BucketExpired'), left({}));
  scenario('the other payers get theirs back')
    .given(promo('A', '6'), purchase('P', '10'), charge('8'), refund('charge', '3'), voiding('A'))
    .when(refund('charge'))
    .then(happened('UsageRefunded', 'BucketExpired'))
    .and(returned({ A: '5' }), left({ P: '10' }));
  scenario('repays no debt')
    .given(...voided, record('2', { as: 'debt' }))
    .when(refund('charge'))
    .then(happened('UsageRefunded', 'BucketExpired'), owed({ debt: '2' }));
  scenario('is not revived by late usage')
    .given(...voided, refund('charge'))
    .when(record('1', { occurred: 0 }))
    .then(paid({}, '1'));
});

describe('a refund while service is suspended', () => {
  scenario('works, and restores where it leaves something available')
    .given(promo('A', '3'), startInstance('vm'), charge('3'), at(minutes(5), sweep))
    .when(refund('charge', '1'))
    .then(happened('UsageRefunded', 'ServiceRestored'), is('active'));
});
