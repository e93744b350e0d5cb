/** The log as the queries ask it: what an account is, what it was, and what it went through. Never Redis. */
import type { AccountCommand } from '#domain/account/decider.js';
import { type Entry, entriesOf } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import type { Account } from '#domain/account/state.js';
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { EventStore, Position } from '#event-store/port/event-store.js';
import type { PastSums } from '#event-store/history/past-state.js';
import type { Writer } from '#event-store/writer/execute-command.js';
import { reaching } from './reaching.js';
import { type AccountSums, accountSums } from './account-sums.js';
import { type LoggedEntry, entriesBetween } from './entries.js';

export class AccountLog {
  constructor(
    private readonly store: EventStore,
    private readonly writer: Pick<Writer<Account, AccountCommand, AccountEvent>, 'query' | 'known' | 'history'>,
  ) {}

  /**
   * The account with all that is recorded, and the time. Throws `account-not-found`: its stream does not exist; and
   * `invalid` where the log lacks `minRevision`: nobody has been answered with it. `check` is called before either: a
   * wrong request is told so even where the account is unknown (rule 11.3).
   */
  async current(
    accountId: string,
    minRevision = 0,
    check: (now: Instant) => void = () => {},
  ): Promise<{ readonly account: Account; readonly now: Instant }> {
    const { account, now } = await this.writer.query(accountId, (state, at) => ({ account: state, now: at }));
    check(now);
    if (account.status === 'unopened') throw new DomainError('account-not-found', 'There is no such account.');
    return { account: reaching(minRevision, account), now };
  }

  /** The account as this process last saw it, without a look at the log. */
  known(accountId: string): Account | undefined {
    return this.writer.known(accountId);
  }

  /** Has the past around a revision read while something else is waited for: a question about it follows. */
  readAhead(accountId: string, revision: number | null): void {
    const reached = this.known(accountId)?.revision ?? 0;
    if (revision !== null && revision >= 1 && revision <= reached) this.writer.history.readAhead(accountId, revision);
  }

  /** As it was right after the entry of a revision; 0 is before its opening. */
  async stateAt(accountId: string, revision: number): Promise<Account> {
    return (await this.writer.history.stateAt(accountId, revision)).state;
  }

  /** The last revision that was recorded at or before an instant, of those that `current` found; 0 where there is none. */
  revisionAt(accountId: string, at: Instant): Promise<number> {
    return this.writer.history.findRevisionAt(accountId, at, this.known(accountId)?.revision);
  }

  /** As `stateAt`, with its buckets and what it used. */
  sumsAt(accountId: string, revision: number): Promise<PastSums<Account, AccountEvent, AccountSums>> {
    return this.writer.history.sumsAt(accountId, revision, accountSums);
  }

  /** The last revision that lies at or before a position of the log; 0 where there is none. */
  revisionBy(accountId: string, position: Position): Promise<number> {
    return this.writer.history.findRevisionBy(accountId, position);
  }

  /** Where the event lies that holds a revision; null before the first. */
  positionOf(accountId: string, revision: number): Promise<Position | null> {
    return this.writer.history.positionOf(accountId, revision);
  }

  /** Where the whole log ends; null where it is empty. */
  async end(): Promise<Position | null> {
    for await (const { position } of this.store.readAll({ direction: 'backwards', maxCount: 1 })) return position;
    return null;
  }

  async entry(accountId: string, revision: number): Promise<Entry | null> {
    const entry = await this.writer.history.entry(accountId, revision);
    return entry && (entriesOf(entry)[0] ?? null);
  }

  /** Revisions `from` to `to`, both inclusive, oldest first; those that there are. */
  entries(accountId: string, from: number, to: number): AsyncIterable<LoggedEntry> {
    return entriesBetween(this.store, accountId, from, to);
  }
}
