/** What the runner has to know of an aggregate to project it: where its events are, what they say, how much work they are. */
import { accountCodec } from '#event-store/codec/account-codec.js';
import { countEntries } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import type { StoredEvent } from '#event-store/port/event-store.js';
import type { StreamCategory } from '#event-store/port/streams.js';

export type ProjectedAggregate<Event> = {
  /** Its streams are `<category>-<id>`. */
  readonly category: StreamCategory;
  /** Throws where an event can't be read: a read model never skips what a ledger wrote. */
  readonly decode: (stored: StoredEvent) => Event;
  readonly countEntries: (event: Event) => number;
};

export const projectedAccount: ProjectedAggregate<AccountEvent> = {
  category: 'account',
  decode: (stored) => accountCodec.decode(stored),
  countEntries,
};
