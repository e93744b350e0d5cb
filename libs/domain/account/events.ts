/**
 * The events of an account: the storage contract. What is here is in logs for ever. A field is never renamed, removed
 * or given another meaning: change a type by adding a version and an upcaster (libs/event-store/codec), with a
 * golden file for it.
 *
 * Amounts are positive decimal strings (money.ts) unless a comment says otherwise. An event is one entry; only
 * `UsageCharged` holds several (1 to 256 lines, each an entry with a revision of its own), and `EntriesJoined`.
 */
import type { Event, Instant } from '../messages.js';
import type { Entry } from './event-table.js';

export type { Turn } from '../messages.js';
export type { Entry, EntryOf, EventsByFeature } from './event-table.js';
export type * from './alerts/events.js';
export type * from './credits.js';
export type * from './expiry/events.js';
export type * from './holds/events.js';
export type * from './lifecycle/events.js';
export type * from './payments/events.js';
export type * from './plans/events.js';
export type * from './promos/events.js';
export type * from './purchases/events.js';
export type * from './resources/events.js';
export type * from './recharge/events.js';
export type * from './returns/events.js';
export type * from './solvency/events.js';
export type * from './usage/events.js';
export type * from './withdrawals/events.js';

/**
 * Many entries of one origin and time of recording, stored as one event: they are numbered from the event's revision on.
 * Only so an account of thousands of buckets is closed in one append.
 */
export type EntriesJoined = Event<
  'EntriesJoined',
  { readonly entries: readonly { readonly type: string; readonly effectiveAt: Instant; readonly data: unknown }[] }
>;

export type AccountEvent = Entry | EntriesJoined;
export type AccountEventType = AccountEvent['type'];
export type EventData<T extends AccountEventType> = Extract<AccountEvent, { type: T }>['data'];
