import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Entry } from '#domain/account/entries.js';
import type { Actor, Instant } from '#domain/messages.js';
import type { StoredMetadata } from '#event-store/codec.js';
import { AccountLog } from './from-log/account-log.js';
import type { LoggedEntry } from './from-log/entries.js';
import { type Range, nextPage, pageOf } from './pages.js';

/** Spec 11: one item an entry, as it is in the log. */
export type EventItem = {
  readonly revision: number;
  readonly type: Entry['type'];
  readonly recordedAt: Instant;
  readonly effectiveAt: Instant;
  readonly actor: Actor;
  readonly data: unknown;
  /** Where it is in the log, and what its command was known by. */
  readonly metadata: {
    readonly eventId: string;
    readonly streamRevision: number;
    readonly version: number;
    readonly idempotencyKey: string | null;
    readonly requestHash: string | null;
    /** Hash of the event before: the chain that `verify` follows. */
    readonly previousHash: string | null;
  };
};

export type EventsPage = { readonly items: readonly EventItem[]; readonly nextCursor: string | null };

export class EventsQuery extends Query<EventsPage> {
  constructor(
    readonly accountId: string,
    readonly range: Range,
  ) {
    super();
  }
}

/** Throws `account-not-found`. */
@QueryHandler(EventsQuery)
export class EventsHandler implements IQueryHandler<EventsQuery> {
  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, range }: EventsQuery): Promise<EventsPage> {
    const { account } = await this.log.current(accountId);
    const page = pageOf(range, account.revision);
    const items: EventItem[] = [];
    for await (const logged of this.log.entries(accountId, page.from, page.to)) items.push(eventItem(logged));
    return { items, nextCursor: nextPage(page) };
  }
}

export function eventItem({ entry, stored }: LoggedEntry): EventItem {
  const { revision, type, recordedAt, effectiveAt, origin } = entry;
  const { v: version, previousHash = null } = stored.metadata as StoredMetadata;
  const { key: idempotencyKey = null, requestHash = null, actor } = origin;
  const place = { eventId: stored.id, streamRevision: stored.streamRevision, version };
  return {
    ...{ revision, type, recordedAt, effectiveAt, actor, data: dataOf(entry) },
    metadata: { ...place, idempotencyKey, requestHash, previousHash },
  };
}

/** Of a charge, its line without what the item says already. */
export function dataOf(entry: Entry): unknown {
  const [line] = entry.type === 'UsageCharged' ? entry.data.lines : [];
  if (line === undefined) return entry.data;
  const { revision: _, effectiveAt: __, key: ___, requestHash: ____, actor: _____, ...charge } = line;
  return charge;
}
