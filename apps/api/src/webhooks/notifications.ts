import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import { type Notification, type NotificationType, notificationsOf } from '#domain/notifications/notifications.js';
import { INSTANT, REVISION } from '../openapi/schemas.js';
import { cursorOf, placesIn } from '../queries/cursor.js';
import { AccountLog } from '#from-log/account-log.js';
import { CURSOR_OR_NULL, OBJECT } from '../queries/schemas.js';

/** Entries that are read in one go, and for one page: a page ends early, with a cursor, where few of them notify. */
const STRETCH = 500;
const MOST_ENTRIES = 5_000;

export class NotificationView {
  @ApiProperty({ description: 'The id of its CloudEvent' }) readonly notificationId!: string;
  @ApiProperty({ type: String }) readonly type!: NotificationType;
  @ApiProperty() readonly accountId!: string;
  @ApiProperty({ ...REVISION, description: 'The entry that it notifies of' }) readonly revision!: number;
  @ApiProperty(INSTANT) readonly time!: Instant;
  @ApiProperty({ ...OBJECT, description: 'What happened' }) readonly data!: Notification['what'];
}

/** Rule 6.14: the newest first. */
export class NotificationsPage {
  @ApiProperty({ type: [NotificationView] }) readonly items!: readonly NotificationView[];
  @ApiProperty(CURSOR_OR_NULL) readonly nextCursor!: string | null;
  @ApiProperty(REVISION) readonly revision!: number;
}

export class NotificationsQuery extends Query<NotificationsPage> {
  constructor(
    readonly accountId: string,
    readonly limit: number,
    readonly cursor?: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Out of the log. Throws `account-not-found` and `invalid`. */
@QueryHandler(NotificationsQuery)
export class NotificationsHandler implements IQueryHandler<NotificationsQuery> {
  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, limit, cursor, minRevision }: NotificationsQuery): Promise<NotificationsPage> {
    const list = `notifications/${accountId}`;
    const [start = Infinity, skipped = 0] = cursor === undefined ? [] : placesIn(list, cursor, 2);
    const { revision } = (await this.log.current(accountId, minRevision)).account;
    const items: NotificationView[] = [];
    const last = Math.min(revision, start);
    let to = last;
    let passed = 0;
    for (; to >= 1 && last - to < MOST_ENTRIES; to -= STRETCH) {
      for (const notification of await this.stretch(accountId, Math.max(1, to - STRETCH + 1), to)) {
        if (notification.revision === start && passed++ < skipped) continue;
        if (items.length === limit) return { items, nextCursor: nextAfter(list, items, notification), revision };
        items.push(notificationView(notification));
      }
    }
    return { items, nextCursor: to >= 1 ? cursorOf(list, to, 0) : null, revision };
  }

  /** The newest first. */
  private async stretch(accountId: string, from: number, to: number): Promise<readonly Notification[]> {
    const notifications: Notification[] = [];
    for await (const { entry } of this.log.entries(accountId, from, to)) {
      notifications.push(...notificationsOf(entry, accountId));
    }
    return notifications.reverse();
  }
}

/** The page ends before a notification: of its entry, so many are on it. */
const nextAfter = (list: string, items: readonly NotificationView[], { revision }: Notification): string =>
  cursorOf(list, revision, items.filter((item) => item.revision === revision).length);

const notificationView = ({ id, type, accountId, revision, at, what }: Notification): NotificationView => ({
  notificationId: id,
  type,
  accountId,
  revision,
  time: at,
  data: what,
});
