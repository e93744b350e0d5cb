import { describe, expect, it } from '@jest/globals';
import { amount } from '../../money.js';
import { balance, effective, happened, is, left, paid, refused, returned, wrote } from '../../testing/expectations.js';
import { World, at, hours, instantOf, minutes, opened, scenario, seconds } from '../../testing/scenario.js';
import {
  charge,
  close,
  hold,
  promo,
  purchase,
  record,
  refund,
  release,
  startInstance,
  sweep,
} from '../../testing/steps.js';
import { MOST_PENDING_PAYMENTS } from './pending-payments.js';

const pending = (credits: string, more: Parameters<typeof charge>[1] = {}) => charge(credits, { ...more, pends: true });

describe('a charge that credits are missing for waits for them (rule 5.9)', () => {
  scenario('for as long as a grace window, and reserves nothing')
    .given(promo('A', '5'))
    .when(pending('8'))
    .then(happened('PaymentPended'), wrote('PaymentPended', { amount: amount('8'), failsAt: instantOf(minutes(5)) }))
    .and(balance({ total: '5', available: '5', overdraft: '0' }), is('active'));
  scenario('where it is covered it is a charge')
    .given(promo('A', '8'))
    .when(pending('8'))
    .then(happened('UsageCharged'), paid({ A: '8' }));
  scenario('so where the overdraft covers it')
    .given(purchase('P', '10'))
    .when(pending('12'))
    .then(paid({ P: '10' }, '2'), is('grace', minutes(5)));
  scenario('and is paid as soon as credits cover it')
    .given(promo('A', '5'), pending('8'))
    .when(promo('B', '4'))
    .then(happened('PromoGranted', 'PendingPaymentSettled'), left({ B: '1' }))
    .and(balance({ total: '1', overdraft: '0' }));
  scenario('by every bucket that applies, scoped ones of later than the usage too')
    .given(pending('8', { model: 'llama', occurred: -minutes(9) }))
    .when(at(minutes(1), promo('B', '8', { models: ['llama'] })))
    .then(happened('PromoGranted', 'PendingPaymentSettled'), effective(minutes(1), minutes(1)))
    .and(left({}));
  scenario('not by what is not for it')
    .given(pending('8', { model: 'llama' }))
    .when(promo('B', '8', { models: ['mistral'] }))
    .then(happened('PromoGranted'), left({ B: '8' }));
  scenario('strictly the oldest first: a smaller one waits behind it')
    .given(pending('8', { as: 'old' }), pending('2', { as: 'young' }))
    .when(promo('A', '5'))
    .then(happened('PromoGranted'), left({ A: '5' }));
  scenario('one after the other')
    .given(pending('8', { as: 'old' }), pending('2', { as: 'young' }))
    .when(promo('A', '10'))
    .then(happened('PromoGranted', 'PendingPaymentSettled', 'PendingPaymentSettled'), left({}));
  scenario('after debt, which is repaid before')
    .given(record('3', { model: 'llama' }), pending('8'))
    .when(promo('A', '10'))
    .then(happened('PromoGranted', 'OverdraftRepaid', 'GraceEnded'), left({ A: '7' }));
  scenario('by what a hold gives back')
    .given(promo('A', '8'), hold('8'), pending('5'))
    .when(release())
    .then(happened('HoldReleased', 'PendingPaymentSettled'), left({ A: '3' }));
  scenario('as a charge does: where it leaves nothing to what runs, grace starts')
    .given(promo('A', '5'), startInstance('vm'), pending('8'))
    .when(promo('B', '3'))
    .then(happened('PromoGranted', 'PendingPaymentSettled', 'GraceStarted'));
  scenario('another charge does not wait behind it')
    .given(promo('A', '5'), pending('8'))
    .when(charge('5'))
    .then(happened('UsageCharged'), paid({ A: '5' }));
});

describe('a pending payment fails', () => {
  scenario('at the end of its window, not before')
    .given(pending('8'))
    .when(at(minutes(5) - 1, promo('A', '8')))
    .then(happened('PromoGranted', 'PendingPaymentSettled'));
  scenario('and is never paid afterwards')
    .given(pending('8'))
    .when(at(minutes(5), promo('A', '8')))
    .then(happened('PendingPaymentFailed', 'PromoGranted'), left({ A: '8' }));
  scenario('of one instant after a grant that becomes effective then')
    .given(pending('8'), promo('A', '8', { effective: minutes(5) }))
    .when(at(hours(1), sweep))
    .then(happened('BucketActivated', 'PendingPaymentSettled'), effective(minutes(5), minutes(5)));
  scenario('when service is terminated', { graceWindowSeconds: 60 })
    .given(record('1'), at(seconds(30), pending('8')))
    .when(at(minutes(1), sweep))
    .then(
      happened('ServiceTerminated', 'PendingPaymentFailed'),
      wrote('PendingPaymentFailed', { cause: 'terminated' }),
    );
  scenario('and keeps the account open until then')
    .given(pending('8'))
    .when(close())
    .then(refused('not-closable', { open: ['pending payments'] }));
});

describe('waiting is refused (rule 5.10)', () => {
  scenario('to what is recorded whatever the balance')
    .when(charge('8', { mode: 'record', pends: true }))
    .then(refused('invalid', { field: 'onInsufficient' }));
  scenario('while service is suspended', { onZero: 'terminate' })
    .given(record('1'))
    .when(pending('8'))
    .then(refused('account-suspended'));
  it('to more than a thousand at a time', () => {
    const world = new World();
    for (const step of [opened(), pending('1')]) world.do(step);
    const [first] = world.account.pendingPayments;
    const all = Array.from({ length: MOST_PENDING_PAYMENTS }, () => first!);
    world.account = { ...world.account, pendingPayments: all };
    world.do(pending('1'));
    expect(world.refusal?.code).toBe('too-many-payments');
  });
});

describe('a payment that was pending is a charge once it is settled', () => {
  scenario('it is refunded by the same id')
    .given(pending('8'), promo('A', '10'))
    .when(refund('charge', '3'))
    .then(returned({ A: '3' }), balance({ total: '5' }));
  scenario('not before, when nothing was charged')
    .given(pending('8'))
    .when(refund('charge'))
    .then(refused('wrong-state'));
  scenario('nor after it has failed')
    .given(pending('8'), at(minutes(5), sweep))
    .when(refund('charge'))
    .then(refused('wrong-state'));
});
