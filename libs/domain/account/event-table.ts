/** Every event of an account and what is known of it, merged from the features: the only place where they come together. */
import type { Marks } from '../messages.js';
import { alertEvents } from './alerts/event-table.js';
import type { EventRecord, EventTable, MeaningTable } from './event-record.js';
import type { Entry, EventsByFeature } from './events.js';
import { expiryEvents } from './expiry/event-table.js';
import { holdEvents } from './holds/event-table.js';
import { lifecycleEvents } from './lifecycle/event-table.js';
import { paymentEvents } from './payments/event-table.js';
import { planEvents } from './plans/event-table.js';
import { promoEvents } from './promos/event-table.js';
import { purchaseEvents } from './purchases/event-table.js';
import { resourceEvents } from './resources/event-table.js';
import { rechargeEvents } from './recharge/event-table.js';
import { returnEvents } from './returns/event-table.js';
import { solvencyEvents } from './solvency/event-table.js';
import type { Account } from './state.js';
import { usageEvents } from './usage/event-table.js';
import type { Charge } from './usage/events.js';
import { withdrawalEvents } from './withdrawals/event-table.js';

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
