import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import { balance, happened, left, refused, wrote } from '../../testing/expectations.js';
import { at, days, hours, scenario } from '../../testing/scenario.js';
import { charge, promo, purchase, sweep, voiding } from '../../testing/steps.js';

describe('a grant can be voided while unspent credits are left (rule 4.3)', () => {
  scenario('the rest lapses')
    .given(promo('A', '5'), charge('2'))
    .when(voiding('A'))
    .then(happened('PromoVoided'))
    .and(wrote('PromoVoided', { amount: amount('3') }), left({}), balance({ total: '0' }));
  scenario('before it is effective, too: it never will be')
    .given(promo('A', '5', { effective: days(1) }), voiding('A'))
    .when(at(days(2), sweep))
    .then(happened(), left({}));
  scenario('its expiry is none then')
    .given(promo('A', '5', { expires: days(1) }), voiding('A'))
    .when(at(days(2), sweep))
    .then(happened());
  scenario('a bonus is a grant')
    .given(purchase('P', '10', { bonus: { amount: '1' } }))
    .when(voiding('bonus of P'))
    .then(happened('PromoVoided'), left({ P: '10' }));
});

describe('a grant can’t be voided', () => {
  scenario('where nothing is left')
    .given(promo('A', '5'), charge('5'))
    .when(voiding('A'))
    .then(refused('nothing-to-void'));
  scenario('where it was voided')
    .given(promo('A', '5'), voiding('A'))
    .when(voiding('A'))
    .then(refused('nothing-to-void'));
  scenario('where it has expired, recorded or not')
    .given(promo('A', '5', { expires: hours(1) }))
    .when(at(hours(1), voiding('A')))
    .then(refused('nothing-to-void'));
  scenario('where it ended so long ago that it has left the state')
    .given(promo('A', '5', { expires: hours(1) }), at(hours(1), sweep), at(days(9), promo('B', '1')))
    .when(voiding('A'))
    .then(refused('nothing-to-void'));
  scenario('where it is a purchase').given(purchase('P', '10')).when(voiding('P')).then(refused('wrong-state'));
  scenario('where it was a purchase that has left the state')
    .given(purchase('P', '10'), charge('10'), at(days(9), promo('B', '1')))
    .when(voiding('P'))
    .then(refused('wrong-state'));
  scenario('where there is none').when(voiding('bkt-a1b2c3d4e5f6-9')).then(refused('not-found'));
  scenario('where the id leads to another entry').when(voiding('bkt-a1b2c3d4e5f6-1')).then(refused('not-found'));
  scenario('where the id is none').when(voiding('constructor')).then(refused('not-found'));
});
