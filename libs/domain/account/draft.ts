/** What a decision writes, while it is being made. */
import { DomainError } from '../errors.js';
import { type Command, EntryNeeded, type Instant, type KnownEntries, type Origin } from '../messages.js';
import { type Entry, creates, usageCharged } from './entries.js';
import type { AccountEvent, AccountEventType, ChargeLine, EventData } from './events.js';
import { evolve } from './evolve.js';
import { type IdPrefix, newId, revisionOf } from './ids.js';
import type { Account } from './state.js';

/**
 * The events of one decision, each numbered and folded as it is added, so that the next step of a rule sees its effect.
 * It lives and dies inside `decide`, which is pure as a whole.
 */
export class Draft {
  readonly events: AccountEvent[] = [];
  /** The instant that is being decided: what expires by then is not spendable. A due fact is decided at its own time. */
  at: Instant;
  /** Business time of what is added; a due fact's is when it fell due. */
  effectiveAt: Instant;

  constructor(
    public account: Account,
    /** When all of it is recorded: the command's time, never before what is recorded already. */
    readonly recordedAt: Instant,
    public origin: Origin,
    private readonly entries: KnownEntries<AccountEvent>,
  ) {
    this.at = recordedAt;
    this.effectiveAt = recordedAt;
  }

  add<T extends AccountEventType>(type: T, data: EventData<T>, effectiveAt: Instant = this.effectiveAt): void {
    const { recordedAt, origin, nextRevision: revision } = this;
    this.push({ type, revision, recordedAt, effectiveAt, origin, data } as AccountEvent);
  }

  addCharge(line: ChargeLine): void {
    this.push(usageCharged(line, this));
  }

  get nextRevision(): number {
    return this.account.revision + 1;
  }

  /** The id of what the next event creates. */
  newId(prefix: IdPrefix, nth = 0): string {
    return newId(prefix, this.account.tag, this.nextRevision, nth);
  }

  /** The entry that created what the id names; null where none did. Asks for it where it is not at hand. */
  entryOf(id: string, prefix: IdPrefix): Entry | null {
    const revision = revisionOf(id, prefix, this.account.tag);
    const entry = revision === null ? null : this.entry(revision);
    return entry && creates(entry, id) ? entry : null;
  }

  entry(revision: number): Entry | null {
    const known = this.entries.get(revision) ?? this.events.find((event) => event.revision === revision);
    if (known !== undefined) return known;
    if (this.entries.has(revision) || revision >= this.nextRevision) return null;
    throw new EntryNeeded(revision);
  }

  private push(event: AccountEvent): void {
    this.account = evolve(this.account, event);
    this.events.push(event);
  }
}

/** A rule adds the events of its command to the draft, or throws a `DomainError`. */
export type Rule<C extends Command> = (draft: Draft, command: C) => void;

export const notFound = (what: string, id: string): DomainError =>
  new DomainError('not-found', `This account has no ${what} ${id}.`);
