import { describe, expect, it } from '@jest/globals';
import { type Instant, SYSTEM, instant, milliseconds } from '../messages.js';
import { amount } from '../money.js';
import { type Step, World, days, hours, instantOf, opened } from '../testing/scenario.js';
import { record, settings, startInstance } from '../testing/steps.js';
import { type AccountCommand, decide, withDue } from './decider.js';
import { DUE_FACTS_PER_SWEEP, nextDue } from './due.js';
import { evolve } from './evolve.js';
import type { Account, Bucket } from './state.js';

/** An account with `count` promos, each of which ends at the hour, or a second after the one before it. */
function withBuckets(
  count: number,
  { apart = false, isPending = false, isNoticed = false } = {},
  ...history: Step[]
): Account {
  const world = new World();
  for (const step of [opened(), ...history]) world.do(step);
  const { revision } = world.account;
  const buckets = Array.from({ length: count }, (_, nth): Bucket => {
    const at = instant(milliseconds(instantOf(hours(1))) + (apart ? nth * 1000 : 0));
    const grant = revision + 1 + nth;
    return {
      bucketId: `bkt-${world.account.tag}-${grant}`,
      kind: 'promo',
      source: 'incentive',
      revision: grant,
      effectiveAt: isPending ? at : instantOf(0),
      ...(isPending ? {} : { expiresAt: at }),
      scope: { models: ['llama'] },
      isPending,
      isWithdrawable: false,
      remaining: amount('0.01'),
      held: amount('0'),
      lapsed: amount('0'),
      ...(isNoticed && { expiresAt: instantOf(days(7)), noticeAt: at }),
    };
  });
  return { ...world.account, revision: revision + count, buckets };
}

const LATER = instantOf(hours(9));
const asking = (now: Instant = LATER): AccountCommand => ({ type: 'RecordDue', data: {}, now, origin: SYSTEM });
const charging: AccountCommand = {
  type: 'ChargeUsage',
  data: { cost: amount('1'), product: 'inference', mode: 'record' },
  now: LATER,
  origin: { actor: { key: 'ann' } },
};

/** How often a decision looks at a bucket: what takes long where there are thousands. */
function looksAt(account: Account, decision: (counted: Account) => unknown): number {
  let looks = 0;
  const counting = { get: (bucket: Bucket, name: string) => (looks++, Reflect.get(bucket, name) as unknown) };
  decision({
    ...account,
    buckets: account.buckets.map((bucket) => new Proxy(bucket, counting as ProxyHandler<Bucket>)),
  });
  return looks;
}

describe('thousands of buckets that are due', () => {
  const COUNT = 2_000;

  it.each([
    ['at one instant', withBuckets(COUNT)],
    ['one after another', withBuckets(COUNT, { apart: true })],
    ['at one instant, while something runs', withBuckets(COUNT, {}, startInstance('vm'))],
    ['one after another, while something runs', withBuckets(COUNT, { apart: true }, startInstance('vm'))],
    ['beside a threshold', withBuckets(COUNT, {}, settings({ alertThresholds: [amount('5')] }))],
    ['beside debt', withBuckets(COUNT, { apart: true }, record('1'))],
    ['noticed at one instant', withBuckets(COUNT, { isNoticed: true })],
    [
      'noticed one after another, while something runs',
      withBuckets(COUNT, { apart: true, isNoticed: true }, startInstance('vm')),
    ],
    ['becoming effective, while something runs', withBuckets(COUNT, { isPending: true }, startInstance('vm'))],
  ])('cost what each of them costs, not each times all: %s', (_, account) => {
    const few = { ...account, buckets: account.buckets.slice(0, COUNT / 10) };
    const looksPerBucket = looksAt(few, (counted) => decide(charging, counted)) / (COUNT / 10);
    const looks = looksAt(account, (counted) => decide(charging, counted));
    // Sorting takes a little more for each; a look at all for each would be ten times as many.
    expect(looks / COUNT).toBeLessThan(2 * looksPerBucket);
  });

  it('are recorded in sweeps, each of them a bounded piece of work, until nothing is due', () => {
    const account = withBuckets(600, {}, startInstance('vm'));
    const sweeps: number[] = [];
    let swept = account;
    for (let events = decide(asking(), swept).events; events.length > 0; events = decide(asking(), swept).events) {
      sweeps.push(events.filter(({ type }) => type === 'BucketExpired').length);
      swept = events.reduce(evolve, swept);
    }
    expect(sweeps).toEqual([DUE_FACTS_PER_SWEEP, DUE_FACTS_PER_SWEEP, 600 - 2 * DUE_FACTS_PER_SWEEP]);
    expect(swept).toMatchObject({ status: 'suspended' });
    expect(swept).toEqual(withDue(account, LATER).account);
  });

  it('are all recorded before a command', () => {
    const account = withBuckets(600);
    const { events } = decide(charging, account);
    expect(events.map(({ type }) => type)).toEqual([
      ...account.buckets.map(() => 'BucketExpired'),
      'UsageCharged',
      'GraceStarted',
    ]);
    expect(nextDue(events.reduce(evolve, account))?.kind).toBe('grace');
  });

  it('stay due beyond a sweep where they follow a command that came before a termination', () => {
    const account = withBuckets(600, {}, record('1'));
    const grant: AccountCommand = {
      type: 'GrantPromo',
      data: { amount: amount('1'), source: 'support' },
      now: LATER,
      origin: { actor: { key: 'ann' } },
    };
    const { events } = decide(grant, account);
    expect(events.slice(0, 3).map(({ type }) => type)).toEqual(['PromoGranted', 'OverdraftRepaid', 'GraceEnded']);
    expect(events.slice(3)).toHaveLength(DUE_FACTS_PER_SWEEP);
    expect(nextDue(events.reduce(evolve, account))?.kind).toBe('expiry');
  });
});
