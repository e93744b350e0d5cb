import { describe } from '@jest/globals';
import { balance, effective, happened, is, left, owed, refused, runs } from '../../testing/expectations.js';
import { at, days, hours, minutes, scenario, seconds } from '../../testing/scenario.js';
import {
  approveRequest,
  charge,
  complete,
  promo,
  purchase,
  record,
  refund,
  rejectWithdrawal,
  request,
  startInstance,
  startStorage,
  sweep,
  withdrawal,
} from '../../testing/steps.js';

describe('a top-up that comes after the deadline, before the termination is recorded (rules 2.33, 6.11)', () => {
  const debtor = [startInstance('vm'), record('3')];
  const late = minutes(8);

  scenario('wins: the termination falls away')
    .given(...debtor)
    .when(at(late, purchase('P', '10')))
    .then(happened('PurchaseOpened', 'PurchaseCompleted', 'OverdraftRepaid', 'GraceEnded'))
    .and(is('active'), runs('vm'));
  scenario('wins at the very deadline')
    .given(...debtor)
    .when(at(minutes(5), promo('A', '4')))
    .then(happened('PromoGranted', 'OverdraftRepaid', 'GraceEnded'), is('active'));
  scenario('loses where the termination was recorded first: it restores, and the instances are gone')
    .given(...debtor, at(minutes(5), sweep))
    .when(at(late, purchase('P', '10')))
    .then(happened('PurchaseOpened', 'PurchaseCompleted', 'OverdraftRepaid', 'ServiceRestored'))
    .and(is('active'), runs());
  scenario('is followed by the termination where it is too small')
    .given(...debtor)
    .when(at(late, promo('A', '3')))
    .then(happened('PromoGranted', 'OverdraftRepaid', 'ServiceTerminated'))
    .and(effective(late, late, minutes(5)), is('suspended'), owed({}), runs());

  scenario('may be a purchase that is completed')
    .given(...debtor, purchase('P', '10', { pending: true }))
    .when(at(late, complete('P')))
    .then(happened('PurchaseCompleted', 'OverdraftRepaid', 'GraceEnded'));
  scenario('may be a request that is approved')
    .given(...debtor, request('R', '10'))
    .when(at(late, approveRequest('R')))
    .then(happened('PurchaseApproved', 'OverdraftRepaid', 'GraceEnded'));
  scenario('may be a refund')
    .given(promo('A', '3'), startInstance('vm'), charge('3'))
    .when(at(late, refund('charge', '1')))
    .then(happened('UsageRefunded', 'GraceEnded'), is('active'));
  scenario('may be a withdrawal that is rejected')
    .given(purchase('P', '10'), startInstance('vm'), withdrawal('10'))
    .when(at(late, rejectWithdrawal()))
    .then(happened('WithdrawalRejected', 'GraceEnded'), is('active'));
  scenario('is no approval of what is not paid: it repays and restores afterwards')
    .given(...debtor, request('R', '10'))
    .when(at(late, approveRequest('R', { paid: false })))
    .then(happened('ServiceTerminated', 'PurchaseApproved', 'OverdraftRepaid', 'ServiceRestored'), runs());
  scenario('is no purchase that is only opened')
    .given(...debtor)
    .when(at(late, purchase('P', '10', { pending: true })))
    .then(happened('ServiceTerminated', 'PurchaseOpened'), is('suspended'));
  scenario('is no charge')
    .given(promo('A', '1'), startInstance('vm'), charge('1'), promo('later', '9', { effective: minutes(7) }))
    .when(at(late, charge('2')))
    .then(happened('ServiceTerminated', 'BucketActivated', 'ServiceRestored', 'UsageCharged'), is('active'));

  scenario('that is refused writes nothing, the termination neither')
    .given(...debtor)
    .when(at(late, purchase('P', '9.99')))
    .then(refused('invalid', { field: 'amount' }), is('grace', minutes(5)));
});

describe('what fell due besides', () => {
  scenario('before the deadline comes before the top-up, after it after')
    .given(
      promo('A', '1', { expires: minutes(4), models: ['llama'] }),
      promo('B', '2', { expires: minutes(6), models: ['llama'] }),
      startInstance('vm'),
      record('3'),
    )
    .when(at(minutes(8), promo('C', '10')))
    .then(happened('BucketExpired', 'PromoGranted', 'OverdraftRepaid', 'GraceEnded', 'BucketExpired'))
    .and(effective(minutes(4), minutes(8), minutes(8), minutes(8), minutes(6)), is('active'), left({ C: '7' }));
  scenario('what expires after the deadline still counts when grace is judged')
    .given(promo('scoped', '2', { expires: minutes(6), models: ['llama'] }), startInstance('vm'), record('3'))
    .when(at(minutes(8), promo('C', '3')))
    .then(
      happened('PromoGranted', 'OverdraftRepaid', 'GraceEnded', 'BucketExpired', 'GraceStarted'),
      is('grace', minutes(11)),
    );
  scenario('another grace may begin and end there: its termination is recorded', { graceWindowSeconds: 30 })
    .given(promo('scoped', '2', { expires: minutes(6), models: ['llama'] }), startInstance('vm'), record('3'))
    .when(at(minutes(8), promo('C', '3')))
    .then(
      happened('PromoGranted', 'OverdraftRepaid', 'GraceEnded', 'BucketExpired', 'GraceStarted', 'ServiceTerminated'),
    )
    .and(
      effective(minutes(8), minutes(8), minutes(8), minutes(6), minutes(6), minutes(6) + seconds(30)),
      is('suspended'),
      balance({ total: '0' }),
    );
  scenario('a grant that becomes effective at the deadline comes before it')
    .given(startStorage('disk'), record('3'), promo('A', '5', { effective: minutes(5) }))
    .when(at(hours(1), sweep))
    .then(happened('BucketActivated', 'OverdraftRepaid', 'GraceEnded'))
    .and(is('active'), runs('disk'));
  scenario('a refund of a promo that has expired since the deadline is a new promo all the same')
    .given(promo('A', '3', { expires: minutes(6) }), startInstance('vm'), charge('3'))
    .when(at(minutes(8), refund('charge')))
    .then(happened('UsageRefunded', 'GraceEnded'))
    .and(left({ 'A again': '3' }), balance({ available: '3' }), is('active'));
  scenario('a termination of days ago is still one')
    .given(record('3'))
    .when(at(days(9), sweep))
    .then(effective(minutes(5)));
});
