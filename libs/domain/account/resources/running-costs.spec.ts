import { describe } from '@jest/globals';
import { amount } from '../../money.js';
import {
  balance,
  effective,
  happened,
  is,
  left,
  owed,
  paid,
  refused,
  runs,
  wrote,
} from '../../testing/expectations.js';
import {
  type Expectation,
  at,
  days,
  hours,
  instantOf,
  minutes,
  ms,
  scenario,
  seconds,
} from '../../testing/scenario.js';
import {
  charge,
  close,
  promo,
  purchase,
  record,
  settings,
  startCluster,
  startInstance,
  startStorage,
  stop,
  sweep,
  voiding,
  withdrawal,
} from '../../testing/steps.js';

/** The running time that was charged, in order: what of which resource, up to when. */
const periods =
  (...expected: string[]): Expectation =>
  (world) => {
    const lines = world.written.flatMap((entry) => (entry.type === 'UsageCharged' ? entry.data.lines : []));
    const seen = lines.flatMap((line) =>
      line.period ? [`${line.resourceId} ${line.amount} ${line.effectiveAt.slice(11)}`] : [],
    );
    if (JSON.stringify(seen) !== JSON.stringify(expected)) throw new Error(`Charged were ${seen.join(', ')}`);
  };
const accrued = (credits: string): Expectation => balance({ accrued: amount(credits) });
const vm = (rate = '2') => startInstance('vm', { rate });

describe('running time is charged in hours from the start, in arrears (rule 7.2)', () => {
  scenario('each at its end, however late it is recorded')
    .given(promo('A', '100'), at(minutes(10), vm()))
    .when(at(minutes(150), sweep))
    .then(periods('vm 2.00 01:10:00.000Z', 'vm 2.00 02:10:00.000Z'))
    .and(effective(minutes(70), minutes(130)), left({ A: '96' }), balance({ accrued: amount('0.666666666666666667') }));
  scenario('not one millisecond before')
    .given(promo('A', '100'), vm())
    .when(at(hours(1) - 1, sweep))
    .then(happened(), balance({ total: '100' }));
  scenario('and for the fraction at the end, to the millisecond, whatever the fraction comes to')
    .given(promo('A', '100'), startInstance('vm', { rate: '3.6' }))
    .when(at(hours(1) + seconds(1801), stop('vm')))
    .then(periods('vm 3.60 01:00:00.000Z', 'vm 1.801 01:30:01.000Z'))
    .and(balance({ total: '94.599' }), runs(), accrued('0'));
  scenario('rounded once: thirds of a credit add up')
    .given(promo('A', '100'), startInstance('vm', { rate: '1' }))
    .when(at(minutes(20), stop('vm')))
    .then(periods('vm 0.333333333333333333 00:20:00.000Z'));
  scenario('of a resource that cost nothing nothing is charged')
    .given(startInstance('free'))
    .when(at(days(3), stop('free')))
    .then(happened('ResourceStopped'));
  scenario('a stop at the start costs nothing')
    .given(promo('A', '1'), vm())
    .when(stop('vm'))
    .then(happened('ResourceStopped'), balance({ total: '1' }));
  scenario('of several, in the order in which their hours end; of one instant, in the order of starts')
    .given(promo('A', '100'), startInstance('b', { rate: '2' }), startStorage('a', { rate: '1' }))
    .given(at(minutes(30), startCluster('c', { rate: '4' })))
    .when(at(minutes(90), sweep))
    .then(periods('b 2.00 01:00:00.000Z', 'a 1.00 01:00:00.000Z', 'c 4.00 01:30:00.000Z'));
  scenario('a run after a stop begins anew')
    .given(promo('A', '100'), vm(), at(minutes(30), stop('vm')), at(minutes(45), vm('4')))
    .when(at(minutes(105), sweep))
    .then(periods('vm 4.00 01:45:00.000Z'), left({ A: '95' }));
  scenario('whoever may pay for the product and GPU pays, in the order of consumption')
    .given(
      promo('gpu', '1', { gpus: ['h100'] }),
      promo('other', '9', { products: ['inference'] }),
      promo('model', '9', { models: ['llama'] }),
      purchase('P', '10'),
      startInstance('vm', { rate: '3', gpu: 'h100' }),
    )
    .when(at(hours(1), sweep))
    .then(paid({ gpu: '1', P: '2' }), wrote('UsageCharged', {}));
  scenario('what ends with the hour still pays for it')
    .given(promo('A', '2', { expires: hours(1) }), purchase('P', '10'), vm())
    .when(at(hours(1), sweep))
    .then(happened('UsageCharged'), paid({ A: '2' }));
  scenario('what has ended before pays for none of it, and does not come back')
    .given(promo('A', '2', { expires: minutes(59) }), purchase('P', '10'), vm())
    .when(at(hours(1), sweep))
    .then(happened('BucketExpired', 'UsageCharged'), paid({ P: '2' }));
  scenario('a promo pays for nothing from before it came in')
    .given(purchase('P', '10'), vm(), at(minutes(30), promo('A', '5')))
    .when(at(hours(1), sweep))
    .then(paid({ A: '1' }), left({ P: '9', A: '4' }));
});

describe('what starts can pay for its first millisecond', () => {
  scenario('or is refused as an authorized charge of it would be')
    .given(promo('A', '0.0000001'))
    .when(vm())
    .then(refused('insufficient-credits', { required: '0.000000555555555556', available: '0.0000001' }));
  scenario('credits that are not for its product do not count')
    .given(promo('A', '5', { products: ['inference'] }))
    .when(vm())
    .then(refused('insufficient-credits', { available: '0.00' }));
  scenario('overdraft that is left does')
    .given(purchase('P', '10'), charge('10'))
    .when(vm())
    .then(happened('ResourceStarted'));
  scenario('what others have accrued is spent')
    .given(promo('A', '1'), vm(), at(minutes(30), sweep))
    .when(at(minutes(30), startInstance('vm-2', { rate: '2' })))
    .then(refused('insufficient-credits', { available: '0.00' }));
});

describe('a stop (rule 7.1)', () => {
  scenario('of what has stopped is refused, however long ago')
    .given(vm('0'), stop('vm'))
    .when(at(days(100), stop('vm')))
    .then(refused('not-running'));
  scenario('of what never ran is of something unknown').when(stop('vm')).then(refused('not-found'));
});

describe('credits are used up (rule 6.12)', () => {
  scenario('in the first millisecond that costs more than is left: charged up to it, and grace begins')
    .given(purchase('P', '10'), startInstance('vm', { rate: '60' }))
    .when(at(minutes(14), sweep))
    .then(happened('UsageCharged', 'GraceStarted'))
    .and(
      effective(minutes(10) + 1, minutes(10) + 1),
      paid({ P: '10' }, '0.000016666666666667'),
      is('grace', minutes(15) + 1),
      runs('vm'),
    );
  scenario('not where they last to the millisecond')
    .given(purchase('P', '10'), startInstance('vm', { rate: '60' }))
    .when(at(minutes(10), sweep))
    .then(happened(), accrued('10'))
    .and(is('active'));
  scenario('credits for another product do not last longer')
    .given(promo('A', '50', { products: ['inference'] }), promo('B', '1'), vm())
    .when(at(hours(2), sweep))
    .then(happened('UsageCharged', 'GraceStarted', 'ServiceTerminated'))
    .and(left({ A: '50' }), is('suspended'));
  scenario('a top-up before it moves it')
    .given(purchase('P', '10'), startInstance('vm', { rate: '60' }), at(minutes(9), purchase('Q', '10')))
    .when(at(minutes(21), sweep))
    .then(effective(minutes(20) + 1, minutes(20) + 1));
  scenario('an hour that takes the last credit begins grace at its end')
    .given(purchase('P', '10'), startInstance('vm', { rate: '10' }))
    .when(at(hours(1), sweep))
    .then(happened('UsageCharged', 'GraceStarted'), is('grace', hours(1) + minutes(5)));
  scenario('by policy, service ends there and then', { onZero: 'terminate' })
    .given(purchase('P', '10'), startInstance('vm', { rate: '60' }))
    .when(at(days(9), sweep))
    .then(happened('UsageCharged', 'ServiceTerminated'))
    .and(effective(minutes(10) + 1, minutes(10) + 1), is('suspended'), runs());
  scenario('of several resources, each is charged up to then, in one decision')
    .given(promo('A', '3'), startInstance('a', { rate: '60' }), startStorage('b', { rate: '30' }))
    .when(at(minutes(2) + 1, sweep))
    .then(periods('a 2.000016666666666667 00:02:00.001Z', 'b 1.000008333333333333 00:02:00.001Z'));
});

describe('the debt that running costs leave passes the limit (rule 6.13)', () => {
  const patient = { graceWindowSeconds: 86_400 };

  scenario('which ends service in its first millisecond, grace or not', patient)
    .given(purchase('P', '10'), startInstance('vm', { rate: '60' }), startStorage('disk', { rate: '0' }))
    .when(at(days(2), sweep))
    .then(happened('UsageCharged', 'GraceStarted', 'UsageCharged', 'ServiceTerminated'))
    .and(
      effective(minutes(10) + 1, minutes(10) + 1, minutes(20) + 1, minutes(20) + 1),
      is('suspended'),
      runs('(disk)'),
      balance({ overdraft: '10.000016666666666667' }),
    );
  scenario('which without a purchase is where credits are used up: a millisecond is owed at most')
    .given(promo('A', '1'), vm())
    .when(at(days(1), sweep))
    .then(happened('UsageCharged', 'GraceStarted', 'ServiceTerminated'))
    .and(effective(...[1, 1, 1].map((late) => minutes(30) + late)), balance({ overdraft: '0.000000555555555556' }));
  scenario('debt of other usage does not count', patient)
    .given(purchase('P', '10'), startInstance('vm', { rate: '60' }), record('19'))
    .when(at(minutes(10), sweep))
    .then(happened(), is('grace', days(1)));
  scenario('a lower limit is passed at once', patient)
    .given(purchase('P', '10'), startInstance('vm', { rate: '60' }), at(minutes(15), sweep))
    .when(settings({ overdraftLimit: amount('3') }), at(minutes(16), sweep))
    .then(happened('UsageCharged', 'AccountSettingsChanged', 'ServiceTerminated'))
    .and(effective(minutes(15), minutes(15), minutes(15)));
});

describe('nothing is charged after a termination (rule 6.7)', () => {
  scenario('up to the deadline everything is, however late it is recorded')
    .given(purchase('P', '10'), startInstance('vm', { rate: '6' }), record('12'))
    .when(at(days(30), sweep))
    .then(happened('UsageCharged', 'ServiceTerminated'))
    .and(periods('vm 0.50 00:05:00.000Z'), effective(minutes(5), minutes(5)), balance({ overdraft: '2.50' }));
  scenario('storage that is out of reach costs nothing, and is charged again from its restoring on')
    .given(promo('A', '1'), startStorage('disk', { rate: '2' }), at(hours(5), sweep), at(days(1), purchase('P', '10')))
    .when(at(days(1) + minutes(90), sweep))
    .then(periods('disk 2.00 01:00:00.000Z'), accrued('1'))
    .and(runs('disk'));
  scenario('instances are not started again')
    .given(promo('A', '1'), vm(), at(hours(5), sweep), at(days(1), purchase('P', '10')))
    .when(at(days(2), sweep))
    .then(happened(), runs())
    .and(balance({ total: '9.999999444444444444' }));
  scenario('a cluster ends as an instance does')
    .given(promo('A', '1'), startCluster('c', { rate: '2' }))
    .when(at(hours(5), sweep))
    .then(wrote('ServiceTerminated', { instances: ['c'] }), runs());
});

describe('accrued cost comes first (rule 7.3)', () => {
  scenario('a charge that leaves enough for it leaves it alone')
    .given(promo('A', '5'), vm())
    .when(at(minutes(30), charge('4')))
    .then(happened('UsageCharged'), left({ A: '1' }))
    .and(accrued('1'));
  scenario('one that would leave less is decided after it is charged')
    .given(promo('A', '5'), vm())
    .when(at(minutes(30), charge('4.01')))
    .then(refused('insufficient-credits', { available: '4.00', shortfall: '0.01' }));
  scenario('so is one that is recorded')
    .given(promo('A', '5'), vm())
    .when(at(minutes(30), record('4.01')))
    .then(periods('vm 1.00 00:30:00.000Z'), owed({ charge: '0.01' }));
  scenario('so is overdraft: the limit counts both')
    .given(purchase('P', '10'), vm())
    .when(at(minutes(30), charge('19.01')))
    .then(refused('insufficient-credits', { available: '9.00', shortfall: '10.01' }));
  scenario('a void')
    .given(promo('A', '5'), vm())
    .when(at(minutes(30), voiding('A')))
    .then(happened('UsageCharged', 'PromoVoided', 'GraceStarted'), wrote('PromoVoided', { amount: amount('4') }));
  scenario('a withdrawal')
    .given(purchase('P', '10'), vm())
    .when(at(minutes(30), withdrawal('9.50')))
    .then(refused('not-withdrawable', { withdrawable: '9.00' }));
  scenario('a bucket’s end')
    .given(promo('A', '5', { expires: minutes(30) }), vm())
    .when(at(minutes(30), sweep))
    .then(happened('UsageCharged', 'GraceStarted', 'BucketExpired'), periods('vm 1.00 00:30:00.000Z'))
    .and(wrote('BucketExpired', { amount: amount('4') }));
  scenario('a bucket’s end that leaves enough')
    .given(promo('A', '5', { expires: minutes(30) }), promo('B', '5'), vm())
    .when(at(minutes(30), sweep))
    .then(happened('BucketExpired'), left({ B: '5' }))
    .and(accrued('1'));
  scenario('closing is refused while anything runs, whatever it costs')
    .given(purchase('P', '10'), vm())
    .when(at(minutes(30), close({ forfeit: true })))
    .then(refused('not-closable', { open: ['running resources'] }));
});

describe('a top-up that comes after service should have ended (rule 2.33)', () => {
  scenario('wins over the end of credits where that ends service', { onZero: 'terminate' })
    .given(purchase('P', '10'), startInstance('vm', { rate: '60' }))
    .when(at(minutes(11), purchase('Q', '10')))
    .then(happened('PurchaseOpened', 'PurchaseCompleted'), is('active'))
    .and(runs('vm'), accrued('11'));
  scenario('wins over the limit that is passed')
    .given(promo('A', '1'), startInstance('vm', { rate: '60' }))
    .when(at(minutes(2), promo('B', '30')))
    .then(happened('UsageCharged', 'GraceStarted', 'PromoGranted', 'OverdraftRepaid', 'GraceEnded'))
    .and(effective(...[0, 0].map(() => minutes(1) + 1), minutes(2), minutes(2), minutes(2)), runs('vm'));
  scenario('loses where the termination is recorded')
    .given(promo('A', '1'), startInstance('vm', { rate: '60' }), at(minutes(1) + ms(1), sweep))
    .when(at(minutes(2), promo('B', '30')))
    .then(happened('PromoGranted', 'OverdraftRepaid', 'ServiceRestored'), runs());
});

describe('running time is business time', () => {
  scenario('an hour is an hour on the day when clocks change')
    .given(promo('A', '100'), at(days(87) + hours(23), startInstance('vm', { rate: '1' })))
    .when(at(days(88) + hours(4), sweep))
    .then(periods(...['00', '01', '02', '03', '04'].map((hour) => `vm 1.00 ${hour}:00:00.000Z`)))
    .and((world) => {
      if (instantOf(world.now) !== '2026-03-30T04:00:00.000Z') throw new Error('Not the day that is meant');
    });
});
