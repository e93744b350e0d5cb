import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import { balance, charged, happened, is, left, paid, refused } from '../../testing/expectations.js';
import { at, minutes, scenario } from '../../testing/scenario.js';
import { charge, promo, purchase, record, sweep } from '../../testing/steps.js';

describe('the three ways to state what usage costs (rule 5.1)', () => {
  scenario('an amount')
    .given(purchase('P', '10'))
    .when(charge('0.00000015'))
    .then(paid({ P: '0.00000015' }), left({ P: '9.99999985' }));

  scenario('a quantity and a unit price, multiplied exactly')
    .given(purchase('P', '10'))
    .when(charge({ quantity: '0.000001', unitPrice: amount('0.000000000003') }))
    .then(paid({ P: '0.000000000000000003' }));

  scenario('tokens in and out, each at its own price')
    .given(purchase('P', '10'))
    .when(
      charge({
        inputTokens: 1_000_001,
        outputTokens: 3,
        inputTokenPrice: amount('0.0000025'),
        outputTokenPrice: amount('0.000000000001'),
      }),
    )
    .then(paid({ P: '2.500002500003' }));

  scenario('the prices that were applied are kept')
    .given(purchase('P', '10'))
    .when(charge({ quantity: '2', unitPrice: amount('1.5') }))
    .then(charged({ amount: amount('3'), pricing: { quantity: '2', unitPrice: amount('1.5') } }));

  scenario('an amount that was stated as such keeps none')
    .given(purchase('P', '10'))
    .when(charge('3'))
    .then(charged({ amount: amount('3'), pricing: undefined }));
});

describe('a charge of nothing', () => {
  scenario('is accepted with an empty allocation').when(charge('0')).then(happened('UsageCharged'), paid({}));
  scenario('may be computed')
    .when(charge({ quantity: '0', unitPrice: amount('5') }))
    .then(paid({}));
  scenario('leaves a debtor’s debt as it was')
    .given(record('3'))
    .when(charge('0', { as: 'nothing' }))
    .then(paid({}), balance({ total: '-3' }));
  scenario('is refused like any other while service is suspended')
    .given(record('3'))
    .when(at(minutes(5), charge('0')))
    .then(refused('account-suspended'));
});

describe('amounts at the limits', () => {
  const most = '999999999999.999999999999999999';

  scenario('the largest amount can be granted and spent to the last digit')
    .given(promo('A', most))
    .when(charge(most))
    .then(paid({ A: most }), left({}));
  scenario('balances may be larger than any one amount')
    .given(promo('A', most), promo('B', most))
    .when(charge('1'))
    .then(balance({ available: '1999999999998.999999999999999998' }));
  scenario('debts, too')
    .given(record(most, { as: 'first' }))
    .when(record(most, { as: 'second' }))
    .then(balance({ total: '-1999999999999.999999999999999998' }));
  scenario('a computed amount beyond the largest is refused, not cut')
    .given(promo('A', most))
    .when(charge({ quantity: '1000000', unitPrice: amount('1000000') }))
    .then(refused('invalid', { field: 'quantity' }));
  scenario('the largest computed amount is not')
    .given(promo('A', most))
    .when(charge({ quantity: '999999.999999', unitPrice: amount('1000000') }))
    .then(paid({ A: '999999999999' }));
});

describe('not enough', () => {
  scenario('the refusal names what is required, available for that usage, short, and the ways out')
    .given(promo('A', '2', { models: ['llama'] }), promo('B', '1.5'))
    .when(charge('4', { model: 'mistral' }))
    .then(
      refused('insufficient-credits', {
        required: '4.00',
        available: '1.50',
        shortfall: '2.50',
        resumesAt: null,
        options: [{ action: 'purchase' }, { action: 'request' }],
      }),
    );

  scenario('a suspended account’s refusal names them, too')
    .given(record('1'), promo('scoped', '5', { models: ['llama'] }))
    .when(at(minutes(5), charge('4', { model: 'llama' })))
    .then(refused('account-suspended', { required: '4.00', available: '5.00', shortfall: '0.00' }));

  scenario('nothing is taken from anybody')
    .given(promo('A', '2'))
    .when(charge('4'))
    .then(left({ A: '2' }), is('active'));
});

describe('record mode', () => {
  scenario('pays like an authorized charge where there is enough')
    .given(promo('A', '5', { models: ['llama'] }), purchase('P', '10'))
    .when(record('7', { model: 'llama' }))
    .then(paid({ A: '5', P: '2' }), is('active'));
  scenario('pays from what is left while service is suspended')
    .given(promo('scoped', '5', { models: ['llama'] }), record('1'), at(minutes(5), sweep))
    .when(record('2', { model: 'llama' }))
    .then(paid({ scoped: '2' }), is('suspended'));
});
