/** How each event changes an account. Pure and total: the folds are in the features' event tables. */
import { invariant } from '../errors.js';
import { withoutLongEnded } from './bucket-changes.js';
import { afterTurn, lastTurn } from './alerts/turns.js';
import { countEntries, unjoined } from './entries.js';
import { folded } from './event-table.js';
import type { AccountEvent, EntriesJoined, Entry } from './events.js';
import { type BucketFactEvent, type OwnBuckets, foldInPlace, withOwnBuckets } from './expiry/after-due-fact.js';
import { isBucketFact } from './expiry/events.js';
import { type Account, accountWith } from './state.js';

export function evolve(account: Account, event: AccountEvent): Account {
  if (event.type === 'EntriesJoined') return evolveAll(account, [event]);
  if (isOfSameTime(account, event)) return evolveInPlace(withOwnBuckets(account), event);
  requireNext(account, event);
  return recorded(folded(account, event), event);
}

/** What any entry does to an account, whatever else it changes: time has passed, and credits may have turned. */
export function recorded(changed: Account, event: Exclude<AccountEvent, EntriesJoined>): Account {
  const turn = lastTurn(event);
  const after = turn === undefined ? changed : afterTurn(changed, turn);
  return accountWith(after, {
    revision: after.revision + countEntries(event),
    recordedAt: event.recordedAt,
    buckets: withoutLongEnded(after.buckets, event.recordedAt),
  });
}

/** The same, one after the other: what fell due in thousands of buckets is folded on one copy of their list. */
export function evolveAll(account: Account, events: readonly AccountEvent[]): Account {
  let own: OwnBuckets | undefined;
  let after = account;
  for (const event of events.flatMap(unjoined)) {
    if (isOfSameTime(after, event)) {
      own = evolveInPlace(after === own ? own : withOwnBuckets(after), event);
      after = own;
    } else after = evolve(after, event);
  }
  return after;
}

/** As `evolve`, on a list of buckets that is the caller's own; only where the entry before was recorded at the same time. */
export function evolveInPlace(account: OwnBuckets, event: BucketFactEvent): OwnBuckets {
  requireNext(account, event);
  const after = foldInPlace(account, event);
  return event.turn === undefined ? after : (afterTurn(after, event.turn) as OwnBuckets);
}

const isOfSameTime = (account: Account, event: Entry): event is BucketFactEvent =>
  isBucketFact(event) && event.recordedAt === account.recordedAt;

function requireNext(account: Account, { revision }: AccountEvent): void {
  invariant(revision === account.revision + 1, 'An entry follows the one before it', revision);
}
