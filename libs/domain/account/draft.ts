/** What a decision writes, while it is being made. */
import { DomainError } from '../errors.js';
import {
  type Command,
  EntriesNeeded,
  type Instant,
  type KnownEntries,
  type Origin,
  type Search,
  type Turn,
  isFoundBy,
  nameOf,
} from '../messages.js';
import { type Amount, isPositive } from '../money.js';
import { afterTurn, turned } from './alerts/turns.js';
import { isSpendable } from './buckets.js';
import { entriesOf, marksOf, usageCharged } from './entries.js';
import { creates } from './event-table.js';
import type { AccountEvent, AccountEventType, ChargeLine, Entry, EventData } from './events.js';
import { evolve, evolveInPlace } from './evolve.js';
import { type BucketFactEvent, type OwnBuckets, withOwnBuckets } from './expiry/after-due-fact.js';
import { type IdPrefix, newId, revisionOf } from './ids.js';
import type { Account } from './state.js';

/**
 * The events of one decision, each numbered and folded as it is added, so that the next step of a rule sees its effect.
 * It lives and dies inside `decide`, which is pure as a whole.
 */
export class Draft {
  readonly events: Entry[] = [];
  /** The instant that is being decided: what expires by then is not spendable. A due fact is decided at its own time. */
  at: Instant;
  /** Business time of what is added; a due fact's is when it fell due. */
  effectiveAt: Instant;
  /** The account as long as nothing but due facts has changed it: its list of buckets is this draft's own. */
  private own: OwnBuckets | undefined;
  /** Where something available was found last: to look there first finds it at once among thousands of buckets. */
  private lastFound = 0;
  /** What was available where the last decision ended, if that is watched: thousands of due facts sum it up once. */
  availableAtEnd: { readonly account: Account; readonly available: Amount } | undefined;

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
    this.push({ type, revision, recordedAt, effectiveAt, origin, data } as Entry);
  }

  /** As `add`, for what falls due in buckets: on the draft's own list of them, of which thousands of facts make one copy. */
  addInPlace<T extends BucketFactEvent['type']>(type: T, data: Extract<BucketFactEvent, { type: T }>['data']): void {
    const { recordedAt, effectiveAt, origin, nextRevision: revision } = this;
    const event = { type, revision, recordedAt, effectiveAt, origin, data } as BucketFactEvent;
    if (this.account.recordedAt !== recordedAt) return this.push(event);
    this.own = evolveInPlace(this.account === this.own ? this.own : withOwnBuckets(this.account), event);
    this.account = this.own;
    this.events.push(event);
  }

  addCharge(line: ChargeLine): void {
    this.push(usageCharged(line, this));
  }

  /** Where the draft can go back to, whatever is added after it. */
  mark(): DraftMark {
    // The list of buckets that is changed in place from here on is another one.
    this.own = undefined;
    return { account: this.account, events: this.events.length };
  }

  backTo({ account, events }: DraftMark): void {
    this.own = undefined;
    this.account = account;
    this.events.length = events;
  }

  get nextRevision(): number {
    return this.account.revision + 1;
  }

  /** Whether anything can be spent at the instant that is being decided, whatever its scope. */
  hasAvailable(): boolean {
    const { buckets } = this.account;
    for (let step = 0; step < buckets.length; step++) {
      const place = (this.lastFound + step) % buckets.length;
      const bucket = buckets[place];
      if (bucket && isPositive(bucket.remaining) && isSpendable(bucket, this.at)) {
        this.lastFound = place;
        return true;
      }
    }
    return false;
  }

  /** Whether any bucket has credits as far as is recorded: an expiry takes them when it is written. */
  hasCredits(): boolean {
    const { buckets } = this.account;
    for (let step = 0; step < buckets.length; step++) {
      const place = (this.lastFound + step) % buckets.length;
      const bucket = buckets[place];
      if (bucket && !bucket.isPending && isPositive(bucket.remaining)) {
        this.lastFound = place;
        return true;
      }
    }
    return false;
  }

  /** The last entry says what the decision has made of the credits. */
  turn(turn: Turn): void {
    const last = this.events.pop();
    if (last) this.events.push(turned(last, turn));
    this.account = afterTurn(this.account, turn);
  }

  /** The id of what the next event creates. */
  newId(prefix: IdPrefix, nth = 0): string {
    return newId(prefix, this.account.tag, this.nextRevision, nth);
  }

  /** The entry that created what the id names; null where none did. Asks for it where it is not at hand. */
  entryOf(id: string, prefix: IdPrefix): Entry | null {
    this.need([[id, prefix]], []);
    const revision = revisionOf(id, prefix, this.account.tag);
    const entry = revision === null ? null : this.entry(revision);
    return entry && creates(entry, id) ? entry : null;
  }

  /** What a search finds among all entries, those of this decision last. Asks for it where it is not at hand. */
  found(search: Search): readonly Entry[] {
    this.need([], [search]);
    const before = this.entries.found.get(nameOf(search)) ?? [];
    return [...before, ...this.events.filter((event) => isFoundBy(marksOf(event), search))].flatMap(entriesOf);
  }

  /** Asks for all that is not at hand at once: the entries that created what the ids name, and searches. */
  need(ids: Iterable<readonly [id: string, prefix: IdPrefix]>, searches: readonly Search[]): void {
    const revisions = new Set<number>();
    for (const [id, prefix] of ids) {
      const revision = revisionOf(id, prefix, this.account.tag);
      if (revision !== null && this.entry(revision) === undefined) revisions.add(revision);
    }
    const open = searches.filter((search) => !this.entries.found.has(nameOf(search)));
    if (revisions.size + open.length > 0) throw new EntriesNeeded([...revisions], open);
  }

  /** Null where there is none, undefined where it is not at hand. */
  private entry(revision: number): Entry | null | undefined {
    if (revision >= this.nextRevision) return null;
    const known = this.entries.at.get(revision) ?? this.events.find((event) => event.revision === revision);
    if (known) return entriesOf(known)[0] ?? null;
    return this.entries.at.has(revision) ? null : undefined;
  }

  private push(event: Entry): void {
    this.account = evolve(this.account, event);
    this.events.push(event);
  }
}

type DraftMark = { readonly account: Account; readonly events: number };

/** A rule adds the events of its command to the draft, or throws a `DomainError`. */
export type Rule<C extends Command> = (draft: Draft, command: C) => void;

export const notFound = (what: string, id: string): DomainError =>
  new DomainError('not-found', `This account has no ${what} ${id}.`);
