import { describe, expect, it } from '@jest/globals';
import { noticesAfter } from './expiry-notices.js';
import { type Expectation, at, days, hours, instantOf, ms, scenario } from '../../testing/scenario.js';
import { effective, happened } from '../../testing/expectations.js';
import {
  anything,
  capture,
  charge,
  hold,
  plan,
  promo,
  purchase,
  refund,
  release,
  startInstance,
  sweep,
  voiding,
} from '../../testing/steps.js';

/** Exactly these notices were given, in this order: the bucket, what was left of it, and when it expires. */
const notices =
  (...expected: readonly (readonly [bucket: string, amount: string, expires: number])[]): Expectation =>
  (world) => {
    const given = world.written.flatMap((entry) =>
      entry.type === 'AlertRaised' && entry.data.alert === 'expiring' ? [entry.data] : [],
    );
    expect(given.map(({ bucketId, amount, expiresAt }) => [world.labelOf(bucketId), amount, expiresAt])).toEqual(
      expected.map(([bucket, amount, expires]) => [bucket, amount, instantOf(expires)]),
    );
  };

const thirtyDays = promo('A', '5', { expires: days(30) });

describe('an owner is told 7 days and 1 day before credits expire (rule 6.15)', () => {
  scenario('not a millisecond before')
    .given(thirtyDays)
    .when(at(days(23) - ms(1), sweep))
    .then(happened());
  scenario('at the instant')
    .given(thirtyDays)
    .when(at(days(23), sweep))
    .then(notices(['A', '5.00', days(30)]));
  scenario('once for each')
    .given(thirtyDays, at(days(23), sweep))
    .when(at(days(25), sweep))
    .then(happened());
  scenario('of what is left by then')
    .given(thirtyDays, at(days(23), sweep), charge('3'))
    .when(at(days(29), sweep))
    .then(notices(['A', '2.00', days(30)]));
  scenario('each as of its instant, before the expiry, however late it is recorded')
    .given(thirtyDays)
    .when(at(days(40), anything))
    .then(happened('AlertRaised', 'AlertRaised', 'BucketExpired', 'AccountSettingsChanged'))
    .and(effective(days(23), days(29), days(30), days(40)));
  scenario('of one instant as the last that is due')
    .given(thirtyDays, promo('B', '1', { expires: days(23) }), at(days(22), sweep))
    .when(at(days(23), sweep))
    .then(happened('BucketExpired', 'AlertRaised'), notices(['A', '5.00', days(30)]));
  scenario('of several buckets one after the other, in the order of their grants')
    .given(promo('A', '5', { expires: days(9) }), promo('B', '1', { expires: days(9) }))
    .when(at(days(2), sweep))
    .then(notices(['A', '5.00', days(9)], ['B', '1.00', days(9)]));
  scenario('while something runs')
    .given(purchase('P', '100'), thirtyDays, startInstance('vm', { rate: '0' }))
    .when(at(days(23), sweep))
    .then(notices(['A', '5.00', days(30)]));
});

describe('nobody is told', () => {
  scenario('of what is used up')
    .given(thirtyDays, charge('5'))
    .when(at(days(23), sweep))
    .then(happened());
  scenario('of what was voided')
    .given(thirtyDays, voiding('A'))
    .when(at(days(23), sweep))
    .then(happened());
  scenario('of what is all held')
    .given(thirtyDays, hold('5', { forSeconds: 26 * 86_400 }))
    .when(at(days(23), sweep))
    .then(happened());
  scenario('7 days before of a grant that has less')
    .given(promo('A', '5', { expires: days(7) }))
    .when(at(days(5), sweep))
    .then(happened());
  scenario('of a grant that begins after that instant, until it has begun')
    .given(promo('A', '5', { effective: days(24), expires: days(30) }))
    .when(at(days(29), sweep))
    .then(happened('BucketActivated', 'AlertRaised'), notices(['A', '5.00', days(30)]));
  scenario('late, where something comes back after that instant: the next one is told')
    .given(thirtyDays, charge('5'), at(days(24), refund('charge', '2')))
    .when(at(days(29), sweep))
    .then(notices(['A', '2.00', days(30)]));
  scenario('late, where a hold returns it')
    .given(thirtyDays, hold('5', { forSeconds: 26 * 86_400 }), at(days(24), release()))
    .when(at(days(25), sweep))
    .then(happened());
  scenario('where a hold that was captured leaves nothing')
    .given(thirtyDays, hold('5', { forSeconds: 26 * 86_400 }), at(days(22), capture()))
    .when(at(days(23), sweep))
    .then(happened());
  scenario('of an allowance, which comes again')
    .given(plan('professional'), charge('0.1', { product: 'inference' }))
    .when(at(hours(23), sweep))
    .then(happened());
  it('of prepaid, which never expires', () => expect(noticesAfter({ kind: 'prepaid' }, instantOf(0))).toEqual([]));
});
