/**
 * Each kind of due fact is recorded by a sweep, and the first entry that it writes says that it begins one: an append may be
 * cut before it. The table is closed over the kinds, so one that is added does not compile until it says here where it is met.
 */
import { describe, expect, it } from '@jest/globals';
import { type Age, type Step, World, at, days, hours, minutes, opened } from '../testing/scenario.js';
import { charge, hold, plan, promo, purchase, record, settings, startInstance, sweep } from '../testing/steps.js';
import { type DueKind, isDueFact, nextDue } from './due.js';
import type { Entry } from './events.js';

type Example = { readonly given: readonly Step[]; readonly when: Age; readonly writes: Entry['type'] };

const used = at(minutes(11), sweep);
const examples: { readonly [K in DueKind]: Example | string } = {
  repayment: 'limits.spec.ts: it takes thousands of debts',
  planEnd: { given: [plan('professional', { paidUntil: hours(1) })], when: days(1), writes: 'PlanChosen' },
  refresh: { given: [plan('professional'), charge('0.1')], when: days(2), writes: 'BucketExpired' },
  activation: { given: [promo('A', '5', { effective: hours(1) })], when: days(1), writes: 'BucketActivated' },
  holdExpiry: {
    given: [promo('A', '5'), hold('5', { forSeconds: 60 })],
    when: days(1),
    writes: 'HoldExpired',
  },
  expiry: { given: [promo('A', '5', { expires: hours(1) })], when: days(1), writes: 'BucketExpired' },
  usedUp: { given: [promo('A', '1'), startInstance('vm', { rate: '60' })], when: minutes(2), writes: 'UsageCharged' },
  period: { given: [promo('A', '9'), startInstance('vm', { rate: '2' })], when: hours(1), writes: 'UsageCharged' },
  overLimit: {
    given: [settings({ graceWindowSeconds: 86_400 }), purchase('P', '10'), startInstance('vm', { rate: '60' }), used],
    when: minutes(30),
    writes: 'UsageCharged',
  },
  paymentFailure: { given: [charge('5', { pends: true })], when: days(1), writes: 'PendingPaymentFailed' },
  grace: { given: [record('1')], when: days(1), writes: 'ServiceTerminated' },
  expiryNotice: { given: [promo('A', '5', { expires: days(8) })], when: days(1), writes: 'AlertRaised' },
};
const shown = Object.entries(examples).flatMap(([kind, example]) =>
  typeof example === 'string' ? [] : [[kind, example] as const],
);

describe('each kind of due fact', () => {
  it.each(shown)('%s is recorded, and begins where an append may', (kind, { given, when, writes }) => {
    const world = new World();
    for (const step of [opened(), ...given]) world.do(step);
    expect(nextDue(world.account)?.kind).toBe(kind);
    world.written = [];
    world.do(at(when, sweep));
    const [first] = world.written;
    expect(first?.type).toBe(writes);
    // A termination may also follow from another fact: an append is never cut before it.
    expect(first && isDueFact(first)).toBe(kind !== 'grace');
  });
});
