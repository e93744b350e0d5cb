import { describe } from '@jest/globals';
import { balance, happened, has, is, left, paid, refused, returned } from '../../testing/expectations.js';
import { at, days, hours, minutes, scenario } from '../../testing/scenario.js';
import {
  anything,
  charge,
  close,
  promo,
  purchase,
  record,
  refund,
  returning,
  startInstance,
  voiding,
  withdrawal,
} from '../../testing/steps.js';

describe('money of something else comes back as credits (rule 4.17)', () => {
  scenario('in a prepaid bucket that can be spent, not withdrawn, and unlocks nothing')
    .when(returning('C', '4.2'))
    .then(happened('CreditsReturned'))
    .and(
      has('C', { kind: 'prepaid', source: 'return', isWithdrawable: false }),
      balance({ available: '4.2', withdrawable: '0', paygUnlocked: false }),
    );
  scenario('without a minimum')
    .when(returning('C', '0.000000000000000001'))
    .then(left({ C: '0.000000000000000001' }));
  scenario('pays in the order of the grants, for usage of any time')
    .given(purchase('P', '10'), at(days(1), returning('C', '4')))
    .when(charge('12', { occurred: hours(1) }))
    .then(paid({ P: '10', C: '2' }));
  scenario('a withdrawal passes it by')
    .given(returning('C', '4'), purchase('P', '10'))
    .when(withdrawal('10.01'))
    .then(refused('not-withdrawable', { withdrawable: '10.00' }));
  scenario('repays debt, and ends grace')
    .given(record('3'))
    .when(returning('C', '4'))
    .then(happened('CreditsReturned', 'OverdraftRepaid', 'GraceEnded'))
    .and(left({ C: '1' }), is('active'));
  scenario('that is recorded beside a termination that is due is decided before it')
    .given(record('3'))
    .when(at(minutes(9), returning('C', '4')))
    .then(happened('CreditsReturned', 'OverdraftRepaid', 'GraceEnded'), is('active'));
  scenario('restores service')
    .given(promo('A', '1'), startInstance('vm'), record('2'), at(hours(1), anything))
    .when(returning('C', '4'))
    .then(happened('CreditsReturned', 'OverdraftRepaid', 'ServiceRestored'));
  scenario('what is refunded to it stays unwithdrawable, even once it has left the state')
    .given(returning('C', '4'), charge('4'), at(days(9), anything))
    .when(refund('charge'))
    .then(returned({ C: '4' }))
    .and(left({ C: '4' }), balance({ available: '4', withdrawable: '0' }));
  scenario('is no grant that could be voided')
    .given(returning('C', '4'))
    .when(voiding('C'))
    .then(refused('wrong-state'));
  scenario('nor once it has left the state')
    .given(returning('C', '4'), charge('4'), at(days(9), anything))
    .when(voiding('C'))
    .then(refused('wrong-state'));
  scenario('is prepaid that a closing gives up').given(returning('C', '4')).when(close()).then(refused('not-closable'));
});
