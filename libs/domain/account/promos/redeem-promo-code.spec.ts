import { describe, expect, it } from '@jest/globals';
import { balance, has, happened, is, left, paid, refused, wrote } from '../../testing/expectations.js';
import { World, at, days, hours, instantOf, minutes, opened, scenario } from '../../testing/scenario.js';
import { anything, charge, close, purchase, redemption, startInstance, sweep } from '../../testing/steps.js';
import { redemptionObstacle } from './redeem-promo-code.js';

describe('a promo code’s credits (rules 4.4, 4.7)', () => {
  scenario('come in as a promo of their own, with the terms of the code')
    .when(redemption('A', '5', { expires: days(30), models: ['llama'] }))
    .then(happened('PromoGranted'), wrote('PromoGranted', { source: 'promo_code', code: 'WELCOME' }))
    .and(has('A', { kind: 'promo', scope: { models: ['llama'] }, expiresAt: instantOf(days(30)), isPending: false }));
  scenario('are effective from the redemption on, however late the grant is finished')
    .given(redemption('A', '5'))
    .when(at(hours(2), redemption('B', '5', { reserved: hours(1) })), charge('6', { occurred: hours(1) }))
    .then(paid({ A: '5', B: '1' }));
  scenario('are never pending, though the code’s clock be ahead')
    .when(redemption('A', '5', { reserved: minutes(1) }))
    .then(has('A', { isPending: false, effectiveAt: instantOf(0) }), balance({ available: '5' }));
  scenario('that expired before the grant could be finished lapse')
    .given(at(days(2), redemption('A', '5', { reserved: 0, expires: days(1) })))
    .when(anything)
    .then(happened('BucketExpired', 'AccountSettingsChanged'), left({}));
  scenario('are decided before a termination that is due (rule 2.33)')
    .given(redemption('A', '1'), startInstance('vm'), charge('1'))
    .when(at(minutes(6), redemption('B', '5')))
    .then(happened('PromoGranted', 'GraceEnded'), is('active'));
  scenario('do not come in on a closed account')
    .given(close())
    .when(redemption('A', '5'))
    .then(refused('account-closed'));
  scenario('are no credits that were bought')
    .given(purchase('P', '10'), redemption('A', '5'))
    .when(sweep)
    .then(balance({ withdrawable: '10', available: '15' }));
});

describe('what stands against a redemption is known before it is reserved', () => {
  const world = new World();
  const obstacle = () => redemptionObstacle(world.account, undefined, instantOf(0))?.code;

  it('no account, a closed one, and nothing on one that is open', () => {
    expect(obstacle()).toBe('account-not-found');
    world.do(opened());
    expect(obstacle()).toBeUndefined();
    world.do(close());
    expect(obstacle()).toBe('account-closed');
  });
});
