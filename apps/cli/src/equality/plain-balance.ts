/** An account's balance at a moment, folded from its entries: the rules about the two clocks (9.8), plainly. */
import { PlainBooks } from './plain-books.js';
import type { PlainEntry } from './plain-entries.js';

export type Moment =
  | { readonly clock: 'revision'; readonly revision: number }
  | { readonly clock: 'position'; readonly commit: bigint; readonly prepare: bigint }
  | { readonly clock: 'recorded'; readonly at: string }
  | { readonly clock: 'effective'; readonly at: string };

export type PlainBalance = {
  readonly total: bigint;
  readonly available: bigint;
  readonly held: bigint;
  readonly overdraft: bigint;
};

const NOTHING: PlainBalance = { total: 0n, available: 0n, held: 0n, overdraft: 0n };

/**
 * `entries` are all that the account has, in order. Of times, none after the last of them. Null where the log does not say it: on
 * the recorded clock, where something had fallen due that was not recorded yet, and a command came first and changed what it
 * was (rule 2.33): so may anything that runs have used credits up.
 */
export function plainBalance(entries: readonly PlainEntry[], moment: Moment): PlainBalance | null {
  const books = new PlainBooks();
  const settled = entries.filter((entry) => isSettled(entry, moment));
  for (const entry of settled) books.take(entry);
  if (moment.clock === 'revision' || moment.clock === 'position') return summed(books, null);
  const [opened] = entries;
  if (!opened || (moment.clock === 'effective' && moment.at < opened.recordedAt)) return NOTHING;
  if (moment.clock === 'recorded' && books.running.size > 0) return null;
  const later = entries.slice(settled.length);
  const counted = laterEntries(later, moment);
  if (moment.clock === 'recorded' && later.slice(counted.length).some((entry) => isDueBy(entry, moment.at)))
    return null;
  for (const entry of counted) books.take(entry);
  return summed(books, moment.at);
}

const isDueBy = ({ isAsked, effectiveAt }: PlainEntry, at: string): boolean => !isAsked && effectiveAt <= at;

function isSettled(entry: PlainEntry, moment: Moment): boolean {
  if (moment.clock === 'revision') return entry.revision <= moment.revision;
  if (moment.clock === 'position') return entry.commit <= moment.commit;
  return entry.recordedAt <= moment.at;
}

/**
 * What counts of what was recorded later: on the effective clock all that had happened by then; on the recorded one what had
 * fallen due by itself and was recorded next.
 */
function laterEntries(later: readonly PlainEntry[], { clock, at }: Extract<Moment, { at: string }>) {
  if (clock === 'effective') return later.filter(({ effectiveAt }) => effectiveAt <= at);
  const end = later.findIndex((entry) => !isDueBy(entry, at));
  return end < 0 ? later : later.slice(0, end);
}

/** `at` null: by what is recorded alone, so that a bucket counts until an entry ends it. */
function summed({ buckets, held, debt, absent }: PlainBooks, at: string | null): PlainBalance {
  let available = 0n;
  let overdraft = debt;
  for (const { left, from, until, isPending } of buckets.values()) {
    const isOver = at !== null && until !== null && until <= at;
    const isThere = !isPending || (at !== null && from <= at);
    if (isOver || !isThere) continue;
    if (left < 0n) overdraft -= left;
    else available += left;
  }
  // What was paid from credits that were not there yet was owed.
  for (const left of absent.values()) if (left < 0n) overdraft -= left;
  return { total: available + held - overdraft, available, held, overdraft };
}
