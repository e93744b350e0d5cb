import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import { balance, happened, is, left, owed, paid, refused, repaid } from '../../testing/expectations.js';
import { at, days, hours, minutes, scenario } from '../../testing/scenario.js';
import { charge, promo, purchase, record, request, approveRequest, settings } from '../../testing/steps.js';

describe('the overdraft limit (rule 5.7)', () => {
  scenario('before the first completed purchase there is none')
    .given(promo('A', '5'))
    .when(charge('5.01'))
    .then(refused('insufficient-credits', { required: '5.01', available: '5.00', shortfall: '0.01' }));

  scenario('before it, exactly what is there may be spent')
    .given(promo('A', '5'))
    .when(charge('5'))
    .then(paid({ A: '5' }));

  scenario('a purchase that is only pending unlocks nothing')
    .given(purchase('P', '10', { pending: true }))
    .when(charge('0.01'))
    .then(refused('insufficient-credits'), balance({ paygUnlocked: false, rateLimitTier: 'basic' }));

  scenario('credits that were approved but not paid for unlock nothing')
    .given(request('R', '10'), approveRequest('R', { paid: false }))
    .when(charge('10.01'))
    .then(refused('insufficient-credits'), balance({ paygUnlocked: false }));

  scenario('after it the limit itself is within the limit')
    .given(purchase('P', '10'))
    .when(charge('20'))
    .then(paid({ P: '10' }, '10'))
    .and(
      happened('UsageCharged', 'GraceStarted'),
      balance({ total: '-10', available: '0', overdraft: '10', paygUnlocked: true, rateLimitTier: 'paid' }),
    );

  scenario('the last digit beyond it is not')
    .given(purchase('P', '10'))
    .when(charge('20.000000000000000001'))
    .then(refused('insufficient-credits', { available: '10.00', shortfall: '10.000000000000000001' }));

  scenario('what was overdrawn before counts')
    .given(purchase('P', '10'), charge('16', { as: 'first' }), charge('4', { as: 'second' }))
    .when(charge('0.01', { as: 'third' }))
    .then(refused('insufficient-credits', { available: '0.00', shortfall: '0.01' }), owed({ first: '6', second: '4' }));

  scenario('a charge that scoped credits cover is accepted however much is owed', { overdraftLimit: amount('0') })
    .given(purchase('P', '10'), promo('A', '5', { models: ['llama'] }), record('30', { as: 'debt' }))
    .when(charge('5', { model: 'llama' }))
    .then(paid({ A: '5' }), owed({ debt: '20' }));

  scenario('a limit that is raised holds from the next charge on', { overdraftLimit: amount('0') })
    .given(purchase('P', '10'), settings({ overdraftLimit: amount('3') }))
    .when(charge('13'))
    .then(paid({ P: '10' }, '3'));

  scenario('where zero terminates, the limit is zero', { onZero: 'terminate' })
    .given(purchase('P', '10'))
    .when(charge('10.01'))
    .then(refused('insufficient-credits', { shortfall: '0.01' }));
});

describe('usage that has happened is always recorded', () => {
  scenario('as overdraft beyond any limit')
    .given(promo('A', '1'))
    .when(record('1000'))
    .then(paid({ A: '1' }, '999'))
    .and(balance({ total: '-999', overdraft: '999' }), is('grace', minutes(5)));

  scenario('on a suspended account, too')
    .given(record('1', { as: 'first' }))
    .when(at(minutes(6), record('2', { as: 'second' })))
    .then(happened('ServiceTerminated', 'UsageCharged'))
    .and(owed({ first: '1', second: '2' }), is('suspended'));
});

describe('whatever makes prepaid or unscoped promo free repays the oldest debt first (rule 6.4)', () => {
  const debts = [record('3', { as: 'first' }), record('4', { as: 'second' })];

  scenario('a purchase')
    .given(...debts)
    .when(purchase('P', '10'))
    .then(
      happened('PurchaseOpened', 'PurchaseCompleted', 'OverdraftRepaid', 'GraceEnded'),
      repaid({ first: { P: '3' }, second: { P: '4' } }),
    );

  scenario('a grant too small for both repays the first, then part of the second')
    .given(...debts)
    .when(promo('A', '5'))
    .then(happened('PromoGranted', 'OverdraftRepaid'))
    .and(owed({ second: '2' }), left({}), balance({ total: '-2' }), is('grace', minutes(5)));

  scenario('a grant of the future, once it is effective')
    .given(...debts, promo('A', '10', { effective: minutes(2) }))
    .when(at(minutes(3), promo('B', '1')))
    .then(happened('BucketActivated', 'OverdraftRepaid', 'GraceEnded', 'PromoGranted'))
    .and(left({ A: '3', B: '1' }), is('active'));

  scenario('a grant of the future repays nothing before')
    .given(...debts)
    .when(promo('A', '10', { effective: minutes(2) }))
    .then(happened('PromoGranted'))
    .and(owed({ first: '3', second: '4' }), balance({ available: '0', total: '-7' }));

  scenario('a promo that could not pay late usage, in the same append')
    .given(at(hours(2), promo('A', '10')))
    .when(record('1', { occurred: hours(1) }))
    .then(happened('UsageCharged', 'OverdraftRepaid'), repaid({ charge: { A: '1' } }))
    .and(balance({ available: '9', overdraft: '0' }), is('active'));
  scenario('a scoped promo never does')
    .given(...debts)
    .when(promo('A', '10', { products: ['inference'] }))
    .then(happened('PromoGranted'))
    .and(owed({ first: '3', second: '4' }), balance({ available: '10', total: '3' }), is('grace', minutes(5)));

  scenario('exactly what is owed ends the debt, and grace with it where nothing runs')
    .given(...debts)
    .when(promo('A', '7'))
    .then(happened('PromoGranted', 'OverdraftRepaid', 'GraceEnded'))
    .and(owed({}), balance({ total: '0', available: '0' }), is('active'));

  scenario('a bonus that expires repays before the purchase that it came with')
    .given(...debts)
    .when(purchase('P', '10', { bonus: { amount: '2', expires: days(9) } }))
    .then(left({ P: '5' }), balance({ withdrawable: '5' }));

  scenario('what expires is not used to repay once it has')
    .given(promo('A', '5', { expires: hours(1), models: ['llama'] }), record('1'))
    .when(at(hours(1), purchase('P', '10')))
    .then(left({ P: '9' }));
});
