import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import { balance, happened, is, left, owed, refused, setAside } from '../../testing/expectations.js';
import { at, by, days, minutes, scenario } from '../../testing/scenario.js';
import {
  approveWithdrawal,
  charge,
  payWithdrawal,
  promo,
  purchase,
  record,
  refund,
  rejectWithdrawal,
  startInstance,
  withdrawal,
} from '../../testing/steps.js';

describe('a withdrawal of purchased credits (rules 5.40, 5.41)', () => {
  scenario('is set aside at once: in neither the total nor what is held')
    .given(purchase('P', '10'), promo('A', '5'))
    .when(withdrawal('4'))
    .then(happened('WithdrawalRequested'))
    .and(setAside({ P: '4' }), balance({ total: '11', available: '11', held: '0', withdrawable: '6' }));
  scenario('takes the earliest purchase first')
    .given(purchase('P', '10'), purchase('Q', '10'))
    .when(withdrawal('12'))
    .then(setAside({ P: '10', Q: '2' }), left({ Q: '8' }));
  scenario('may be all of it')
    .given(purchase('P', '10'))
    .when(withdrawal('10'))
    .then(setAside({ P: '10' }), balance({ withdrawable: '0' }));
  scenario('not a cent more')
    .given(purchase('P', '10'), promo('A', '5'))
    .when(withdrawal('10.01'))
    .then(refused('not-withdrawable', { withdrawable: '10.00' }));
  scenario('not what was spent')
    .given(purchase('P', '10'), charge('4'))
    .when(withdrawal('6.01'))
    .then(refused('not-withdrawable'));
  scenario('not twice')
    .given(purchase('P', '10'), withdrawal('6'))
    .when(withdrawal('6'))
    .then(refused('not-withdrawable'));
  scenario('is whole cents')
    .given(purchase('P', '10'))
    .when(withdrawal('1.001'))
    .then(refused('invalid', { field: 'amount' }));
  scenario('leaves nothing that a charge could spend')
    .given(purchase('P', '10'), withdrawal('10'))
    .when(charge('0.01'), charge('10'))
    .then(owed({ charge: '0.01' }));
  scenario('a refund never makes promo credit withdrawable')
    .given(promo('A', '5'), purchase('P', '10'), charge('8'), refund('charge'))
    .when(withdrawal('10.01'))
    .then(refused('not-withdrawable', { withdrawable: '10.00' }));
});

describe('finance', () => {
  const requested = [purchase('P', '10'), withdrawal('4')];

  scenario('approves, with another key than the requester’s')
    .given(...requested)
    .when(by('bob', approveWithdrawal()))
    .then(happened('WithdrawalApproved'), balance({ total: '6' }));
  scenario('not with the same')
    .given(...requested)
    .when(by('ann', approveWithdrawal()))
    .then(refused('four-eyes'));
  scenario('rejects: the credits return')
    .given(...requested)
    .when(rejectWithdrawal())
    .then(happened('WithdrawalRejected'))
    .and(left({ P: '10' }), balance({ total: '10', withdrawable: '10' }));
  scenario('rejects after the approval, too')
    .given(...requested, by('bob', approveWithdrawal()))
    .when(rejectWithdrawal())
    .then(left({ P: '10' }));
  scenario('rejects long after the purchase was used up and left the state')
    .given(purchase('P', '10'), withdrawal('10'), at(days(9), promo('A', '1')))
    .when(rejectWithdrawal())
    .then(left({ P: '10', A: '1' }), balance({ withdrawable: '10' }));
  scenario('a rejection repays debt first', { overdraftLimit: amount('3') })
    .given(...requested, charge('9'))
    .when(rejectWithdrawal())
    .then(happened('WithdrawalRejected', 'OverdraftRepaid', 'GraceEnded'))
    .and(left({ P: '1' }), is('active'));
  scenario('marks paid what was approved')
    .given(...requested, by('bob', approveWithdrawal()))
    .when(payWithdrawal())
    .then(happened('WithdrawalPaid'), balance({ total: '6' }));
  scenario('not what was not')
    .given(...requested)
    .when(payWithdrawal())
    .then(refused('wrong-state'));
  scenario('approves once')
    .given(...requested, by('bob', approveWithdrawal()))
    .when(by('bob', approveWithdrawal()))
    .then(refused('already-settled'));
  scenario('rejects once')
    .given(...requested, rejectWithdrawal())
    .when(rejectWithdrawal())
    .then(refused('already-settled'));
  scenario('rejects nothing that was paid')
    .given(...requested, by('bob', approveWithdrawal()), payWithdrawal())
    .when(rejectWithdrawal())
    .then(refused('already-settled'));
  scenario('approves nothing that is not there')
    .when(approveWithdrawal('wd-a1b2c3d4e5f6-9'))
    .then(refused('not-found'));
  scenario('nor what another entry made').when(approveWithdrawal('wd-a1b2c3d4e5f6-1')).then(refused('not-found'));
});

describe('a withdrawal beside what runs', () => {
  scenario('that takes the last credit starts grace')
    .given(purchase('P', '10'), startInstance('vm'))
    .when(withdrawal('10'))
    .then(happened('WithdrawalRequested', 'GraceStarted'), is('grace', minutes(5)));
  scenario('there is nothing to withdraw where there is debt')
    .given(purchase('P', '10'), record('11'))
    .when(withdrawal('0.01'))
    .then(refused('not-withdrawable', { withdrawable: '0.00' }));
});
