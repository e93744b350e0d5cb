import { randomUUID } from 'node:crypto';
import type { EventLog } from '../storage/event-log.js';
import { NO_REVISION, type ExpectedRevision } from '../storage/expected-revision.js';
import { BINARY_CONTENT, decodeRecordedEvent, JSON_CONTENT } from '../storage/recorded-event.js';
import { ADMINS } from '../storage/stream-acl.js';
import { isDeleted } from '../storage/stream-catalog.js';
import { METADATA_EVENT_TYPE, metastreamOf, parseObject } from '../storage/stream-settings.js';
import { hashPassword, isPasswordOf } from './password.js';
import { decodeUser, encodeUser, type UserRecord } from './user-record.js';

export class UserNotFound extends Error {}
export class UserConflict extends Error {}
export class WrongPassword extends Error {}

export interface StoredUser extends UserRecord {
  /** Of its last event. */
  readonly revision: number;
  readonly updatedTicks: string;
}

export interface NewUser {
  readonly loginName: string;
  readonly fullName: string;
  readonly groups: readonly string[];
  readonly password: string;
}

const ALL_USERS = '$users';
const PASSWORD_NOTIFICATIONS = '$users-password-notifications';
const NOTIFICATIONS_KEPT_SECONDS = 3600;
const EVENTS_PER_PAGE = 256;

export const userStream = (loginName: string): string => `$user-${loginName}`;

/** The users, kept in the log as the server keeps them: a stream each, and `$users`, which names them all. */
export class Users {
  constructor(private readonly log: EventLog) {}

  /** Changes with each change of the user; undefined for one that isn't there. Cheap: read with every call. */
  version(loginName: string): number | undefined {
    const stream = this.log.catalog.find(userStream(loginName));
    return stream && !isDeleted(stream) && stream.lastRevision !== NO_REVISION ? stream.lastRevision : undefined;
  }

  /** True for one that was deleted, too. */
  hasEverExisted(loginName: string): boolean {
    return (this.log.catalog.find(userStream(loginName))?.lastRevision ?? NO_REVISION) !== NO_REVISION;
  }

  find(loginName: string): StoredUser | undefined {
    const stream = this.log.catalog.find(userStream(loginName));
    if (!stream || isDeleted(stream)) return undefined;
    const [last] = this.log.reader.streamBackwards(stream, stream.lastRevision, 0, 1);
    if (!last) return undefined;
    const { data, revision, createdTicks } = decodeRecordedEvent(last.record);
    const user = decodeUser(data);
    return user?.loginName === loginName ? { ...user, revision, updatedTicks: createdTicks } : undefined;
  }

  /** In the order of their names. */
  *all(): Generator<StoredUser> {
    for (const loginName of this.names()) {
      const user = this.find(loginName);
      if (user) yield user;
    }
  }

  /** To create a user again as it is changes nothing. */
  async create({ loginName, fullName, groups, password }: NewUser): Promise<void> {
    const existing = this.find(loginName);
    if (existing) {
      if (await isPasswordOf(password, existing)) return;
      throw new UserConflict(`The user '${loginName}' exists.`);
    }
    const user = { loginName, fullName, groups, disabled: false, ...(await hashPassword(password)) };
    // In this order, so that a crash between two of them leaves no user whom the list of all does not name.
    await this.append(ALL_USERS, 'any', '$User', Buffer.from(loginName), BINARY_CONTENT);
    await this.append(userStream(loginName), 'no_stream', '$UserCreated', encodeUser(user));
    await this.protectStream(userStream(loginName));
  }

  update(loginName: string, fullName: string, groups: readonly string[]): Promise<void> {
    return this.change(loginName, (user) => ({ ...user, fullName, groups }), true);
  }

  enable(loginName: string): Promise<void> {
    return this.change(loginName, (user) => ({ ...user, disabled: false }), false);
  }

  disable(loginName: string): Promise<void> {
    return this.change(loginName, (user) => ({ ...user, disabled: true }), true);
  }

  async resetPassword(loginName: string, password: string): Promise<void> {
    const hashed = await hashPassword(password);
    await this.change(loginName, (user) => ({ ...user, ...hashed }), true);
  }

  async changePassword(loginName: string, current: string, password: string): Promise<void> {
    if (!(await isPasswordOf(current, this.existing(loginName)))) throw new WrongPassword('The password is wrong.');
    await this.resetPassword(loginName, password);
  }

  async delete(loginName: string): Promise<void> {
    const { revision } = this.existing(loginName);
    const outcome = await this.log.writer.softDelete(userStream(loginName), revision);
    if (outcome.kind !== 'success') throw new UserConflict(`The user '${loginName}' was changed meanwhile.`);
    await this.notifyPasswordChanged(loginName);
  }

  private existing(loginName: string): StoredUser {
    const user = this.find(loginName);
    if (!user) throw new UserNotFound(`There is no user '${loginName}'.`);
    return user;
  }

  private async change(
    loginName: string,
    change: (user: UserRecord) => UserRecord,
    endsCachedLogins: boolean,
  ): Promise<void> {
    const user = this.existing(loginName);
    if (endsCachedLogins) await this.notifyPasswordChanged(loginName);
    await this.append(userStream(loginName), user.revision, '$UserUpdated', encodeUser(change(user)));
  }

  /** Other nodes of a cluster would forget what they know of the user. Kept for whoever reads the log as a server's. */
  private async notifyPasswordChanged(loginName: string): Promise<void> {
    if (!this.log.catalog.find(metastreamOf(PASSWORD_NOTIFICATIONS)))
      await this.setMetadata(PASSWORD_NOTIFICATIONS, { $maxAge: NOTIFICATIONS_KEPT_SECONDS });
    const data = Buffer.from(JSON.stringify({ loginName }));
    await this.append(PASSWORD_NOTIFICATIONS, 'any', '$PasswordChanged', data);
  }

  private protectStream(streamName: string): Promise<void> {
    return this.setMetadata(streamName, { $acl: { $w: ADMINS, $d: ADMINS, $mw: ADMINS } });
  }

  private async setMetadata(streamName: string, metadata: object): Promise<void> {
    const metastream = this.log.catalog.find(metastreamOf(streamName));
    const [last] = metastream ? this.log.reader.streamBackwards(metastream, metastream.lastRevision, 0, 1) : [];
    const kept = last ? parseObject(decodeRecordedEvent(last.record).data) : {};
    const data = Buffer.from(JSON.stringify({ ...kept, ...metadata }));
    await this.append(metastreamOf(streamName), 'any', METADATA_EVENT_TYPE, data);
  }

  private async append(
    streamName: string,
    expected: ExpectedRevision,
    type: string,
    data: Buffer,
    contentType = JSON_CONTENT,
  ): Promise<void> {
    const event = { id: randomUUID(), type, contentType, data, metadata: Buffer.alloc(0) };
    const outcome = await this.log.writer.append(streamName, expected, [event]);
    if (outcome.kind !== 'success') throw new UserConflict(`${streamName} was changed meanwhile.`);
  }

  private names(): string[] {
    const names = new Set<string>();
    const stream = this.log.catalog.find(ALL_USERS);
    for (let at = 0; stream;) {
      const page = this.log.reader.streamForwards(stream, at, EVENTS_PER_PAGE);
      for (const { record } of page) names.add(Buffer.from(decodeRecordedEvent(record).data).toString('utf8'));
      const last = page[page.length - 1];
      if (!last) break;
      at = last.revision + 1;
    }
    return [...names].sort();
  }
}
