/**
 * Where a look at the past is cut (rule 9.8). Two clocks, never mixed: `asOf`, `revision` and `position` ask what was recorded by
 * then, `effective` asks what had happened by then, as far as is recorded now or was recorded at `asOf`.
 */
import type { Entry } from '#domain/account/entries.js';
import { unrecordedBy } from '#domain/account/reading.js';
import type { Account } from '#domain/account/state.js';
import { DomainError } from '#domain/errors.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { type Position, comparePositions } from '#event-store/port/event-store.js';
import type { AccountLog } from './account-log.js';
import { standsAt } from './entries.js';

/** `asOf` and `effective` include their instant. Where none of the four is there, the present is asked for. */
export type PastRequest = {
  readonly asOf?: Instant | undefined;
  readonly revision?: number | undefined;
  readonly effective?: Instant | undefined;
  /** Includes the event that lies there. */
  readonly position?: Position | undefined;
};

export type Cut = {
  /** Nothing recorded later counts. The answer names it, and is the same for ever. */
  readonly revision: number;
  /** Where in the log the event lies that holds that revision; null before the first. */
  readonly position: string | null;
  /** Entries up to here all count; of those that follow up to `revision`, the ones effective by `at`. */
  readonly settled: number;
  /** When the numbers hold: dates of buckets are held against this. */
  readonly at: Instant;
  /**
   * False: what is recorded at `revision` counts and nothing else. Within one append a bucket may have expired by its
   * date while its expiry is a later entry; by revision it is still there, so that numbers follow the history's lines.
   */
  readonly isByDates: boolean;
  /** False: so close to now that something may still be recorded for that time. */
  readonly isFinal: boolean;
};

export const isPast = (request: PastRequest): boolean => Object.values(request).some((each) => each !== undefined);

/** Clocks of different processes may be this far apart. */
export const SETTLES_AFTER_MS = 5_000;

/** Throws `account-not-found`, and `invalid` naming the member that is at fault. */
export async function cutOf(
  log: AccountLog,
  accountId: string,
  request: PastRequest,
  minRevision?: number,
): Promise<Cut> {
  log.readAhead(accountId, request.revision ?? null);
  const { account: latest, now } = await log.current(accountId, minRevision, (at) => requireSensible(request, at));
  const { asOf, revision, effective, position } = request;
  if (revision !== undefined && revision > latest.revision) {
    throw refuse('revision', `The account is at revision ${latest.revision}.`);
  }
  if (position !== undefined) await requireReached(log, position);
  const times = [asOf, effective].filter((time) => time !== undefined);
  const isFinal = times.every((time) => milliseconds(now) - milliseconds(time) >= SETTLES_AFTER_MS);
  const recorded = Math.min(latest.revision, await recordedBy(log, accountId, request, latest.revision));
  const isBeforeOpening = effective !== undefined && effective < latest.openedAt;
  const counted = isBeforeOpening ? 0 : recorded;
  const place = textOf(await log.positionOf(accountId, counted));
  if (effective !== undefined) {
    const settled = isBeforeOpening ? 0 : Math.min(recorded, await log.revisionAt(accountId, effective));
    return { revision: counted, position: place, settled, at: effective, isByDates: true, isFinal };
  }
  const last = asOf === undefined ? await log.entry(accountId, recorded) : null;
  const at = asOf ?? (last ? standsAt(last) : latest.openedAt);
  return { revision: recorded, position: place, settled: recorded, at, isByDates: asOf !== undefined, isFinal };
}

/** The last revision that counts as recorded. */
async function recordedBy(
  log: AccountLog,
  accountId: string,
  { asOf, revision, position }: PastRequest,
  latest: number,
): Promise<number> {
  if (asOf !== undefined) return log.revisionAt(accountId, asOf);
  if (position !== undefined) return log.revisionBy(accountId, position);
  return revision ?? latest;
}

/** `commit/prepare`, as the contract writes a position. */
const textOf = (position: Position | null): string | null => position && `${position.commit}/${position.prepare}`;

/** What lies beyond the log's end may still be written: an answer for it would change. */
async function requireReached(log: AccountLog, position: Position): Promise<void> {
  const end = await log.end();
  if (end && comparePositions(position, end) <= 0) return;
  throw refuse('position', 'The log does not reach this position.');
}

/**
 * What counts at a cut by dates beyond the state at `settled`: entries that were recorded later and are effective by
 * then, and what had fallen due by then without being recorded. `known` is the account at the cut's revision.
 */
export async function* effectiveBy(
  log: AccountLog,
  accountId: string,
  { settled, revision, at }: Cut,
  known?: Account,
): AsyncGenerator<Entry, void, void> {
  for await (const { entry } of log.entries(accountId, settled + 1, revision)) if (entry.effectiveAt <= at) yield entry;
  yield* unrecordedBy(known ?? (await log.stateAt(accountId, revision)), at).filter((entry) => entry.effectiveAt <= at);
}

const refuse = (field: string, message: string) => new DomainError('invalid', message, { field });

function requireSensible({ asOf, revision, effective, position }: PastRequest, now: Instant): void {
  if (asOf !== undefined && asOf > now) throw refuse('asOf', 'asOf lies in the future.');
  if (effective !== undefined && effective > now) throw refuse('effective', 'effective lies in the future.');
  const [first, second] = Object.entries({ asOf, position, revision }).filter(([, value]) => value !== undefined);
  if (first && second) {
    throw refuse(second[0], `${first[0]} and ${second[0]} both say what was recorded; ask for one of them.`);
  }
}
