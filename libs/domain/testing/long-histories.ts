/** Long, cheap histories: thousands of commands, of those that used to leave something behind in the state. */
import fc from 'fast-check';
import type { AccountCommand } from '../account/decider.js';
import { entriesOf } from '../account/entries.js';
import type { AccountEvent } from '../account/events.js';
import { evolve } from '../account/evolve.js';
import { type Account, unopened } from '../account/state.js';
import { DomainError } from '../errors.js';
import { instant } from '../messages.js';
import { amount } from '../money.js';
import { TAG } from './act.js';
import { decideReading } from './reading.js';
import { DEFAULT_SETTINGS } from '../account/lifecycle/default-settings.js';

const HOUR = 3_600_000;

export type LongAct = { readonly kind: 'charge' | 'refund' | 'grant' | 'void' | 'buy' | 'wait'; readonly pick: number };

export const longHistories: fc.Arbitrary<readonly LongAct[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('charge', 'charge', 'refund', 'refund', 'refund', 'grant', 'void', 'buy', 'wait'),
    pick: fc.nat(9_999),
  }),
  { minLength: 300, maxLength: 600, size: 'max' },
);

/** The account after each hundredth command. */
export function* accountOfLongHistory(acts: readonly LongAct[]): Generator<Account> {
  const log = new Map<number, AccountEvent>();
  const charges: string[] = [];
  const grants: string[] = [];
  let account = unopened;
  let now = Date.UTC(2026, 0, 1);
  const ask = (type: AccountCommand['type'], data: object): void => {
    const command = { type, data, now: instant(now), origin: { actor: { key: 'ann' } } } as AccountCommand;
    try {
      for (const entry of decideReading(account, command, log).events.flatMap(entriesOf)) {
        account = evolve(account, entry);
        log.set(entry.revision, entry);
        if (entry.type === 'UsageCharged') charges.push(entry.data.lines[0]!.transactionId);
        if (entry.type === 'PromoGranted') grants.push(entry.data.bucketId);
      }
    } catch (refusal) {
      if (!(refusal instanceof DomainError)) throw refusal;
    }
  };
  ask('OpenAccount', { accountId: 'team-1', tag: TAG, settings: DEFAULT_SETTINGS });
  for (const [nth, { kind, pick }] of acts.entries()) {
    const some = <T>(items: readonly T[]): T | undefined => items[pick % Math.max(1, items.length)];
    const cents = amount(`${(pick % 300) + 1}.${10 + (pick % 90)}`);
    now += pick * 10;
    if (kind === 'wait') now += (pick % 100) * HOUR;
    else if (kind === 'charge') ask('ChargeUsage', { cost: cents, product: 'inference', mode: 'record' });
    else if (kind === 'refund')
      ask('Refund', { transactionId: some(charges) ?? '', ...(pick % 3 > 0 && { amount: amount('0.1') }) });
    else if (kind === 'grant')
      ask('GrantPromo', {
        amount: cents,
        source: 'support',
        ...(pick % 2 && { expiresAt: instant(now + pick * 1e5) }),
      });
    else if (kind === 'void') ask('VoidPromo', { bucketId: some(grants) ?? '' });
    else ask('PurchasePrepaid', { amount: amount('500'), paymentMethod: 'usdc', status: 'completed' });
    if (nth % 100 === 99) yield account;
  }
}

/** What the state may hold: what is open, and buckets for 72 h after they ended. */
export const openThings = ({ buckets, debts, purchases, withdrawals, resources }: Account): readonly unknown[] => [
  ...buckets,
  ...debts,
  ...Object.entries(purchases),
  ...Object.entries(withdrawals),
  ...Object.entries(resources),
];

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
