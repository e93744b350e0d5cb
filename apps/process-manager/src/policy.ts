/** What is to be done about an account that has something due. Pure: the decider checks state and time again. */
import type { Account } from '#domain/account/state.js';
import { type DueFact, nextDue } from '#domain/account/due.js';
import type { AccountCommand } from '#domain/account/decider.js';
import { type Instant, SYSTEM } from '#domain/messages.js';
import type { Request } from '#event-store/writer/execute-command.js';
import { internalKey } from '#event-store/history/keys.js';

export type RecordDue = Request<Extract<AccountCommand, { type: 'RecordDue' }>>;

/**
 * The command that records what fell due by `now`, or null where nothing did. It records all that is due at once; its
 * key names the earliest deadline, so that two managers ask for the same thing.
 */
export function commandFor(account: Account, now: Instant): RecordDue | null {
  const fact = nextDue(account);
  if (!fact || fact.at > now) return null;
  return { type: 'RecordDue', data: {}, origin: { ...SYSTEM, key: internalKey(deadlineOf(account, fact)) } };
}

/** Deadline kind, id, and what tells it from others of the same kind and id. */
function deadlineOf(account: Account, fact: DueFact): string {
  // Of a run there is a period for each hour.
  if (fact.kind === 'period') return `period:${fact.resource.resourceId}:${fact.resource.revision}:${fact.at}`;
  if (!('bucket' in fact)) return `${fact.kind}:${account.accountId}:${fact.at}`;
  return `${fact.kind}:${fact.bucket.bucketId}:${fact.bucket.revision}`;
}
