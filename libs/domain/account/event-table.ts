/** Every event of an account and what is known of it, merged from the features: the only place where they come together. */
import type { Marks } from '../messages.js';
import { type AlertEvent, alertEvents } from './alerts/events.js';
import type { EventRecord, EventTable, MeaningTable } from './event-record.js';
import { type ExpiryEvent, expiryEvents } from './expiry/events.js';
import { type HoldEvent, holdEvents } from './holds/events.js';
import { type LifecycleEvent, lifecycleEvents } from './lifecycle/events.js';
import { type PaymentEvent, paymentEvents } from './payments/events.js';
import { planEvents } from './plans/event-table.js';
import type { PlanEvent } from './plans/events.js';
import { type PromoEvent, promoEvents } from './promos/events.js';
import { purchaseEvents } from './purchases/event-table.js';
import type { PurchaseEvent } from './purchases/events.js';
import { type ResourceEvent, resourceEvents } from './resources/events.js';
import { type RechargeEvent, rechargeEvents } from './recharge/events.js';
import { type ReturnEvent, returnEvents } from './returns/events.js';
import { solvencyEvents } from './solvency/event-table.js';
import type { SolvencyEvent } from './solvency/events.js';
import type { Account } from './state.js';
import { usageEvents } from './usage/event-table.js';
import type { Charge, UsageEvent } from './usage/events.js';
import { type WithdrawalEvent, withdrawalEvents } from './withdrawals/events.js';

/** Each feature's events, and below their tables: here they come together, and here alone. */
export type EventsByFeature = {
  readonly lifecycle: LifecycleEvent;
  readonly promos: PromoEvent;
  readonly expiry: ExpiryEvent;
  readonly purchases: PurchaseEvent;
  readonly recharge: RechargeEvent;
  readonly returns: ReturnEvent;
  readonly usage: UsageEvent;
  readonly holds: HoldEvent;
  readonly payments: PaymentEvent;
  readonly withdrawals: WithdrawalEvent;
  readonly resources: ResourceEvent;
  readonly solvency: SolvencyEvent;
  readonly plans: PlanEvent;
  readonly alerts: AlertEvent;
};

/** An entry by itself: an event with a single line, or one that holds nothing else. */
export type Entry = EventsByFeature[keyof EventsByFeature];
export type EntryOf<T extends Entry['type']> = Extract<Entry, { readonly type: T }>;

/** A feature that is missing here does not compile; nor does one whose table lacks an event. */
export const eventTables = {
  lifecycle: lifecycleEvents,
  promos: promoEvents,
  expiry: expiryEvents,
  purchases: purchaseEvents,
  recharge: rechargeEvents,
  returns: returnEvents,
  usage: usageEvents,
  holds: holdEvents,
  payments: paymentEvents,
  withdrawals: withdrawalEvents,
  resources: resourceEvents,
  solvency: solvencyEvents,
  plans: planEvents,
  alerts: alertEvents,
} satisfies { readonly [F in keyof EventsByFeature]: EventTable<EventsByFeature[F]> };

type NamedIn<Records, Table extends MeaningTable> = {
  [T in keyof Records]: Records[T] extends { readonly rowsIn: readonly (infer Named)[] }
    ? Table extends Named
      ? T
      : never
    : never;
}[keyof Records];
type Tables = typeof eventTables;
/** The events whose records say that this table has a row for them. */
export type EntryTypeIn<Table extends MeaningTable> = {
  [F in keyof Tables]: NamedIn<Tables[F], Table>;
}[keyof Tables];

type AnyRecord = EventRecord<Entry>;
const records = Object.assign({}, ...Object.values(eventTables)) as Readonly<Record<Entry['type'], AnyRecord>>;

/** For tests that go through them all, and for nothing else to repeat. */
export const ENTRY_TYPES = Object.keys(records) as readonly Entry['type'][];

export const folded = (account: Account, entry: Entry): Account => records[entry.type].fold(account, entry);

/** Whether this entry made what the id names: a transaction, a bucket, a purchase, a withdrawal, a hold. */
export const creates = ({ type, data }: Entry, id: string): boolean => records[type].makes(data).includes(id);

export const marksIn = ({ type, data }: Entry): Marks => records[type].marks?.(data) ?? {};

/** The usage that an entry charges; nothing where it is about anything else. */
export const chargesIn = (entry: Entry): readonly Charge[] => records[entry.type].charges?.(entry) ?? NO_CHARGES;
const NO_CHARGES: readonly Charge[] = [];

export function tookCredits({ type, data }: Entry, before: Account): boolean {
  const { takesCredits } = records[type];
  return typeof takesCredits === 'boolean' ? takesCredits : takesCredits(data, before);
}

export function beginsDueFact({ type, data }: Entry): boolean {
  const { beginsDueFact: begins = false } = records[type];
  return typeof begins === 'boolean' ? begins : begins(data);
}
