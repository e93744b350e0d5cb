import { describe, expect } from '@jest/globals';
import { notificationsOf } from '../../notifications/notifications.js';
import { happened } from '../../testing/expectations.js';
import { type Expectation, at, days, hours, scenario } from '../../testing/scenario.js';
import {
  capture,
  charge,
  close,
  hold,
  plan,
  promo,
  purchase,
  record,
  refund,
  release,
  startInstance,
  sweep,
  voiding,
} from '../../testing/steps.js';
import type { Entry } from '../events.js';

/** The owner is told exactly this, by these entries. */
const told =
  (...expected: readonly (readonly ['depleted' | 'recovered', Entry['type']])[]): Expectation =>
  ({ written }) => {
    const turns = written.flatMap((entry) =>
      entry.type === 'EntriesJoined' ? [] : notificationsOf(entry, 'acme').map(({ type }) => [type, entry.type]),
    );
    const isTurn = ([type]: string[]) => type === 'credits.depleted' || type === 'credits.recovered';
    expect(turns.filter(isTurn)).toEqual(expected.map(([turn, type]) => [`credits.${turn}`, type]));
  };

describe('credits are depleted when a decision leaves nothing available of what was (rule 6.14)', () => {
  scenario('not while a millionth is left').given(promo('A', '1')).when(charge('0.999999')).then(told());
  scenario('by the charge that takes the last, without an entry of its own')
    .given(promo('A', '1'))
    .when(charge('1'))
    .then(told(['depleted', 'UsageCharged']), happened('UsageCharged'));
  scenario('once: not again by usage that becomes debt')
    .given(purchase('P', '10'), charge('10'))
    .when(charge('1'))
    .then(told());
  scenario('by the last entry of the decision')
    .given(promo('A', '1'), startInstance('vm', { rate: '0.0001' }))
    .when(record('2'))
    .then(happened('UsageCharged', 'GraceStarted'), told(['depleted', 'GraceStarted']));
  scenario('by debt of an account that never had any')
    .when(record('1'))
    .then(told(['depleted', 'GraceStarted']));
  scenario('by an expiry')
    .given(promo('A', '1', { expires: hours(1) }))
    .when(at(hours(2), sweep))
    .then(told(['depleted', 'BucketExpired']));
  scenario('by the last of several expiries only')
    .given(promo('A', '1', { expires: hours(1) }), promo('B', '1', { expires: hours(1) }))
    .when(at(hours(2), sweep))
    .then(happened('BucketExpired', 'BucketExpired'), told(['depleted', 'BucketExpired']));
  scenario('by a void')
    .given(promo('A', '1'))
    .when(voiding('A'))
    .then(told(['depleted', 'PromoVoided']));
  scenario('by a hold of all there is')
    .given(promo('A', '1'))
    .when(hold('1'))
    .then(told(['depleted', 'HoldPlaced']));
  scenario('not by an opening, nor by usage that costs nothing').when(charge('0')).then(told());
  scenario('not by a closing')
    .given(purchase('P', '10'))
    .when(close({ forfeit: true }))
    .then(told());
  scenario('not while a grant of the future is all there is')
    .given(promo('A', '1', { effective: hours(1) }))
    .when(charge('0'))
    .then(told());
});

describe('credits recover when something is available again', () => {
  scenario('not by the first credits of an account').when(promo('A', '1')).then(told());
  scenario('by a grant, once').given(promo('A', '1'), charge('1'), promo('B', '1')).when(promo('C', '1')).then(told());
  scenario('by a grant')
    .given(promo('A', '1'), charge('1'))
    .when(promo('B', '1'))
    .then(told(['recovered', 'PromoGranted']));
  scenario('by a refund')
    .given(promo('A', '1'), charge('1'))
    .when(refund('charge', '0.5'))
    .then(told(['recovered', 'UsageRefunded']));
  scenario('by what a hold returns')
    .given(promo('A', '1'), hold('1'))
    .when(release())
    .then(told(['recovered', 'HoldReleased']));
  scenario('not where all that was held is spent').given(promo('A', '1'), hold('1')).when(capture()).then(told());
  scenario('not where the debt takes it all')
    .given(promo('A', '1'), record('6'))
    .when(promo('B', '5'))
    .then(happened('PromoGranted', 'OverdraftRepaid', 'GraceEnded'), told());
  scenario('by the last entry of the decision, where the debt leaves something')
    .given(promo('A', '1'), record('6'))
    .when(promo('B', '7'))
    .then(told(['recovered', 'GraceEnded']));
  scenario('not where a payment that waits takes it all: it never was there')
    .given(promo('A', '1'), charge('1'), charge('5', { pends: true }))
    .when(promo('B', '5'))
    .then(happened('PromoGranted', 'PendingPaymentSettled'), told());
  scenario('by the next allowance')
    .given(plan('professional'), charge('0.5', { product: 'inference' }))
    .when(at(days(1), sweep))
    .then(told(['recovered', 'AllowanceRefreshed']));
  scenario('and are depleted again')
    .given(promo('A', '1'), charge('1'), promo('B', '1'))
    .when(charge('1'))
    .then(told(['depleted', 'UsageCharged']));
});
