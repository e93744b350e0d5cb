import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Entry } from '#domain/account/entries.js';
import type { Actor, Instant } from '#domain/messages.js';
import type { StoredMetadata } from '#event-store/codec/codec.js';
import { AccountLog } from '#from-log/account-log.js';
import type { LoggedEntry } from '#from-log/entries.js';
import { type EntryView as Shown, entryView } from '#from-log/entry-view.js';
import { INSTANT, REVISION, STRING_OR_NULL } from '../openapi/schemas.js';
import { COUNT, CURSOR_OR_NULL, OBJECT } from '../queries/schemas.js';
import { PageItems, type Range, nextPage, pageOf } from '../queries/pages.js';

class ActorView {
  @ApiProperty({ description: "The API key's name" }) readonly key!: string;
  @ApiProperty({ required: false, description: 'The person behind it' }) readonly person?: string;
}

/** Where an entry is in the log, and what its command was known by. */
class EventMetadataView {
  @ApiProperty() readonly eventId!: string;
  @ApiProperty(COUNT) readonly streamRevision!: number;
  @ApiProperty(COUNT) readonly version!: number;
  @ApiProperty(STRING_OR_NULL) readonly idempotencyKey!: string | null;
  @ApiProperty(STRING_OR_NULL) readonly requestHash!: string | null;
  @ApiProperty({ ...STRING_OR_NULL, description: 'Hash of the event before: the chain that can be verified' })
  readonly previousHash!: string | null;
}

/** What the log says of an entry. `data` is the entry's own (events.ts in the domain); of a charge, its line. */
export class EntryView implements Shown {
  @ApiProperty(REVISION) readonly revision!: number;
  @ApiProperty({ type: String }) readonly type!: Entry['type'];
  @ApiProperty(INSTANT) readonly recordedAt!: Instant;
  @ApiProperty(INSTANT) readonly effectiveAt!: Instant;
  @ApiProperty({ type: ActorView }) readonly actor!: Actor;
  @ApiProperty(OBJECT) readonly data!: unknown;
}

/** Rule 2.30: one item an entry, as it is in the log. */
export class EventItem extends EntryView {
  @ApiProperty() readonly metadata!: EventMetadataView;
}

export class EventsPage {
  @ApiProperty({ type: [EventItem] }) readonly items!: readonly EventItem[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
  @ApiProperty(REVISION) readonly revision!: number;
}

export class EventsQuery extends Query<EventsPage> {
  constructor(
    readonly accountId: string,
    readonly range: Range,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Throws `account-not-found` and `invalid`. */
@QueryHandler(EventsQuery)
export class EventsHandler implements IQueryHandler<EventsQuery> {
  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, range, minRevision }: EventsQuery): Promise<EventsPage> {
    const { account } = await this.log.current(accountId, minRevision, () => pageOf(`events/${accountId}`, range, 0));
    const page = pageOf(`events/${accountId}`, range, account.revision);
    const items = new PageItems<EventItem>(range.limit);
    for await (const logged of this.log.entries(accountId, page.from, page.to)) {
      if (!items.add(eventItem(logged))) break;
    }
    return { items: items.all, nextCursor: nextPage(page, items.all.length), revision: account.revision };
  }
}

const eventItem = (logged: LoggedEntry): EventItem => ({ ...entryView(logged.entry), metadata: metadataOf(logged) });

function metadataOf({ entry, stored }: LoggedEntry): EventMetadataView {
  const { v: version, previousHash = null } = stored.metadata as StoredMetadata;
  const { key: idempotencyKey = null, requestHash = null } = entry.origin;
  const { id: eventId, streamRevision } = stored;
  return { eventId, streamRevision, version, idempotencyKey, requestHash, previousHash };
}
