/** Whose events are projected, and what has to be known of them: where they are, what they say, how they are counted. */
import { accountCodec } from '#event-store/codec/account-codec.js';
import { promoCodeCodec } from '#event-store/codec/promo-code-codec.js';
import { countEntries, unjoined } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import type { PromoCodeEvent } from '#domain/promo-codes/events.js';
import type { StoredEvent } from '#event-store/port/event-store.js';
import { type StreamCategory, streamPrefix } from '#event-store/port/streams.js';
import type { Arrived } from './source.js';

type Counted = { readonly revision: number };

export type ProjectedAggregate<Event extends Counted = Counted> = {
  /** Its streams are `<category>-<id>`. */
  readonly category: StreamCategory;
  /** Throws where an event can't be read: a read model never skips what a ledger wrote. */
  decode(stored: StoredEvent): Event;
  /** What projections are given of it. */
  entriesIn(event: Event): readonly unknown[];
  /** How many revisions it takes, from its own on. */
  countEntries(event: Event): number;
};

export const projectedAccount: ProjectedAggregate<AccountEvent> = {
  category: 'account',
  decode: (stored) => accountCodec.decode(stored),
  // Charges that share an event stay one, for speed.
  entriesIn: unjoined,
  countEntries,
};

export const projectedPromoCode: ProjectedAggregate<PromoCodeEvent> = {
  category: 'promo-code',
  decode: (stored) => promoCodeCodec.decode(stored),
  entriesIn: (event) => [event],
  countEntries: () => 1,
};

/** All of them. To project another: a record here, and definitions that say `of` its category. */
export const projectedAggregates: readonly ProjectedAggregate[] = [projectedAccount, projectedPromoCode];

export const projectedPrefixes: readonly string[] = projectedAggregates.map(({ category }) => streamPrefix(category));

export function arrivedIn(stored: StoredEvent): Arrived {
  const { stream, streamRevision, id, position } = stored;
  const aggregate = projectedAggregates.find(({ category }) => stream.startsWith(streamPrefix(category)));
  if (!aggregate) throw new Error(`Stream ${stream} is of no aggregate that is projected`);
  const { category, entries, revision, size } = contentsOf(aggregate, aggregate.decode(stored));
  return { category, stream, streamRevision, id, position, entries, revision, size };
}

/** What of an arrived event is the aggregate's to say. */
export function contentsOf<Event extends Counted>(
  aggregate: ProjectedAggregate<Event>,
  event: Event,
): Pick<Arrived, 'category' | 'entries' | 'revision' | 'size'> {
  const size = aggregate.countEntries(event);
  const entries = aggregate.entriesIn(event);
  return { category: aggregate.category, entries, revision: event.revision + size - 1, size };
}
