import { describe } from '@jest/globals';
import { balance, happened, is, left, refused, wrote } from '../../testing/expectations.js';
import { at, by, days, minutes, scenario } from '../../testing/scenario.js';
import {
  approveRequest,
  approveWithdrawal,
  charge,
  close,
  payWithdrawal,
  promo,
  purchase,
  record,
  refund,
  rejectWithdrawal,
  request,
  settings,
  startInstance,
  startStorage,
  stop,
  sweep,
  withdrawal,
} from '../../testing/steps.js';

describe('an account can be closed (rule 5.51)', () => {
  scenario('what is left lapses, in the order of the grants')
    .given(promo('A', '5'), promo('B', '3'))
    .when(close())
    .then(happened('BucketExpired', 'BucketExpired', 'AccountClosed'))
    .and(wrote('BucketExpired', { cause: 'closed' }), left({}), is('closed'));
  scenario('prepaid only where it is forfeited')
    .given(purchase('P', '10'))
    .when(close({ forfeit: true }))
    .then(happened('BucketExpired', 'AccountClosed'), balance({ total: '0', withdrawable: '0' }));
  scenario('a grant of the future never becomes effective')
    .given(promo('A', '5', { effective: days(1) }), close())
    .when(at(days(2), sweep))
    .then(happened(), balance({ total: '0', available: '0' }));
  scenario('in grace, where nothing is owed and nothing runs any more: the deadline is gone')
    .given(promo('A', '1'), startInstance('vm'), charge('1'), stop('vm'), close())
    .when(at(days(1), sweep))
    .then(happened(), is('closed'));
  scenario('when it was never used').when(close()).then(happened('AccountClosed'), is('closed'));
  scenario('once a withdrawal is paid')
    .given(purchase('P', '10'), withdrawal('10'), by('bob', approveWithdrawal()), payWithdrawal())
    .when(close())
    .then(happened('AccountClosed'));
});

describe('an account can’t be closed while something is open', () => {
  const open = (...things: string[]) => refused('not-closable', { open: things });

  scenario('overdraft')
    .given(record('1'))
    .when(close({ forfeit: true }))
    .then(open('overdraft'));
  scenario('an instance').given(startInstance('vm')).when(close()).then(open('running resources'));
  scenario('storage, out of reach or not')
    .given(promo('A', '1'), startStorage('disk'), charge('1'), at(minutes(5), sweep))
    .when(close())
    .then(open('running resources'));
  scenario('a pending purchase')
    .given(purchase('P', '10', { pending: true }))
    .when(close())
    .then(open('pending purchases'));
  scenario('credits that are to be paid for')
    .given(request('R', '10'), approveRequest('R', { paid: false }), charge('10'))
    .when(close())
    .then(open('pending purchases'));
  scenario('a withdrawal').given(purchase('P', '10'), withdrawal('10')).when(close()).then(open('withdrawals'));
  scenario('an approved withdrawal')
    .given(purchase('P', '10'), withdrawal('10'), by('bob', approveWithdrawal()))
    .when(close())
    .then(open('withdrawals'));
  scenario('prepaid credits').given(purchase('P', '10')).when(close()).then(open('prepaid credits'));
  scenario('several at once')
    .given(purchase('P', '10'), withdrawal('1'), startInstance('vm'))
    .when(close())
    .then(open('running resources', 'withdrawals', 'prepaid credits'));
});

describe('a closed account takes no command', () => {
  const closed = [promo('A', '5'), charge('1'), close()];

  for (const [name, step] of Object.entries({
    grant: promo('B', '5'),
    purchase: purchase('P', '10'),
    'authorized charge': charge('0'),
    'recorded charge': record('1'),
    refund: refund('charge'),
    withdrawal: withdrawal('1'),
    rejection: rejectWithdrawal(),
    resource: startInstance('vm'),
    setting: settings({ graceWindowSeconds: 1 }),
    closing: close(),
  })) {
    scenario(`no ${name}`)
      .given(...closed)
      .when(step)
      .then(refused('account-closed'));
  }
  scenario('nor says more of one that is invalid on any account (rule 11.3)')
    .given(...closed)
    .when(charge('1', { occurred: -days(4) }))
    .then(refused('invalid', { field: 'occurredAt' }));
});
