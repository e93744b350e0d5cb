import { describe, expect, it } from '@jest/globals';
import { type Instant, instant, shifted } from '../../messages.js';
import { amount } from '../../money.js';
import { type AccountCommand, decide } from '../decider.js';
import type { ChargeLine } from '../events.js';
import { evolve } from '../evolve.js';
import { explain } from './explain.js';
import { type Account, unopened } from '../state.js';
import { DEFAULT_SETTINGS } from '../lifecycle/default-settings.js';

const NOW = instant(Date.UTC(2026, 0, 1));
const DAY = 86_400_000;
const after = (ms: number): Instant => shifted(NOW, ms);
const tag = 'a1b2c3d4e5f6';
/** A step of a history: a command's type and data, and when. */
type Step = [type: AccountCommand['type'], data: object, at?: Instant | undefined];

/** Folds the history and explains its last entry, a charge. */
function explained(...steps: Step[]) {
  let [account, before]: [Account, Account] = [unopened, unopened];
  let charge: ChargeLine | undefined;
  let decidedAt = NOW;
  const all: Step[] = [['OpenAccount', { accountId: 'acme', tag, settings: DEFAULT_SETTINGS }], ...steps];
  for (const [type, data, now = NOW] of all) {
    const command = { type, data, now, origin: { actor: { key: 'test' } } } as unknown as AccountCommand;
    for (const event of decide(command, account).events) {
      if (event.type === 'UsageCharged') [before, charge, decidedAt] = [account, event.data.lines[0], event.recordedAt];
      account = evolve(account, event);
    }
  }
  return explain(before, charge!, decidedAt);
}

const grant = (cost: string, extra: object = {}): Step => [
  'GrantPromo',
  { amount: amount(cost), source: 'signup', ...extra },
];
const charge = (cost: string, extra: object = {}, at?: Instant): Step => [
  'ChargeUsage',
  { product: 'vm', cost: amount(cost), mode: 'authorize', ...extra },
  at,
];
const bkt = (revision: number) => `bkt-${tag}-${revision}`;
const said = (steps: Step[]) => explained(...steps).map(({ bucketId, paid, reason }) => [bucketId, paid, reason]);

describe('an explanation', () => {
  it('names every open bucket in order of consumption, with what it had, paid, and why', () => {
    const buckets = explained(
      grant('5', { scope: { gpus: ['h100'] }, expiresAt: after(10 * DAY) }),
      grant('5', { expiresAt: after(5 * DAY) }),
      grant('5'),
      ['PurchasePrepaid', { amount: amount('10'), paymentMethod: 'usdc', status: 'completed' }],
      charge('7'),
    );
    expect(buckets).toEqual([
      {
        bucketId: bkt(2),
        kind: 'promo',
        tier: 2,
        scope: { gpus: ['h100'] },
        expiresAt: after(10 * DAY),
        remainingBefore: '5.00',
        paid: '0.00',
        reason: 'It could not pay: its scope does not cover product vm.',
      },
      {
        bucketId: bkt(3),
        kind: 'promo',
        tier: 3,
        scope: null,
        expiresAt: after(5 * DAY),
        remainingBefore: '5.00',
        paid: '5.00',
        reason: 'It paid 5.00, all that it had left.',
      },
      {
        bucketId: bkt(4),
        kind: 'promo',
        tier: 5,
        scope: null,
        expiresAt: null,
        remainingBefore: '5.00',
        paid: '2.00',
        reason: 'It paid 2.00, all that was still needed.',
      },
      {
        bucketId: bkt(6),
        kind: 'prepaid',
        tier: 6,
        scope: null,
        expiresAt: null,
        remainingBefore: '10.00',
        paid: '0.00',
        reason: 'It was not needed: buckets before it in the order of consumption covered the charge.',
      },
    ]);
  });

  it('tells a bucket that is used up by the last credit that was needed', () => {
    expect(said([grant('5'), charge('5')])).toEqual([
      [bkt(2), '5.00', 'It paid 5.00, all that it had left and all that was still needed.'],
    ]);
  });

  it('does not call a charge covered whose rest became overdraft', () => {
    expect(said([grant('5'), charge('8', { mode: 'record' })])).toEqual([
      [bkt(2), '5.00', 'It paid 5.00, all that it had left.'],
    ]);
  });

  it('says when a bucket was not effective yet, and leaves out those that had ended', () => {
    const [pending, ...others] = said([
      grant('5', { effectiveAt: after(DAY), expiresAt: after(2 * DAY) }),
      grant('5', { expiresAt: after(1000) }),
      grant('5'),
      charge('1', {}, after(2000)),
    ]);
    expect(pending).toEqual([bkt(2), '0.00', `It could not pay: it becomes effective at ${after(DAY)}.`]);
    expect(others.map(([bucketId]) => bucketId)).toEqual([bkt(4)]);
  });

  it('shows what had expired and could pay for usage from before, used or not', () => {
    const late = charge('2', { occurredAt: after(500) }, after(3000));
    const [first, second, ...others] = explained(
      grant('5', { expiresAt: after(1000) }),
      grant('4', { expiresAt: after(2000) }),
      grant('3', { expiresAt: after(1500), scope: { gpus: ['h100'] } }),
      late,
    );
    expect(first).toMatchObject({ bucketId: bkt(2), remainingBefore: '5.00', paid: '2.00' });
    expect(first?.reason).toBe('It paid 2.00, all that was still needed.');
    expect(second).toMatchObject({ bucketId: bkt(3), remainingBefore: '4.00', paid: '0.00' });
    expect(second?.reason).toContain('It was not needed');
    expect(others).toEqual([]);
  });

  it('explains a charge that came to nothing', () => {
    const free = charge('0', { cost: { quantity: '0', unitPrice: amount('1') } });
    expect(said([grant('5'), free])).toEqual([[bkt(2), '0.00', 'It was not needed: the charge came to nothing.']]);
  });
});
