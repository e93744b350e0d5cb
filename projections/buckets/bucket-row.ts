import type { Grant } from '#domain/account/grants.js';
import type { Amount } from '#domain/money.js';

/** Where a bucket's credits are. `withdrawn` counts what is set aside for a withdrawal, and what was taken back unpaid. */
export type Part = 'remaining' | 'held' | 'spent' | 'lapsed' | 'withdrawn';

/** granted = remaining + held + spent + lapsed + withdrawn, always; none is below zero. */
export type BucketRow = Grant & { readonly granted: Amount } & { readonly [P in Part]: Amount };

type Parts = { -readonly [P in Part]: Amount };

export const partsOf = ({ remaining, held, spent, lapsed, withdrawn }: BucketRow): Parts => ({
  remaining,
  held,
  spent,
  lapsed,
  withdrawn,
});

/** A copy, written out: a spread of what a spread has made costs V8 many times as much. */
export function withParts(row: Omit<BucketRow, Part>, { remaining, held, spent, lapsed, withdrawn }: Parts): BucketRow {
  const copy: { -readonly [K in keyof BucketRow]: BucketRow[K] } = {
    bucketId: row.bucketId,
    kind: row.kind,
    source: row.source,
    effectiveAt: row.effectiveAt,
    isPending: row.isPending,
    revision: row.revision,
    nth: row.nth,
    granted: row.granted,
    remaining,
    held,
    spent,
    lapsed,
    withdrawn,
  };
  if (row.scope !== undefined) copy.scope = row.scope;
  if (row.expiresAt !== undefined) copy.expiresAt = row.expiresAt;
  if (row.cycles !== undefined) copy.cycles = row.cycles;
  return copy;
}

export const byGrant = (a: Grant, b: Grant): number => a.revision - b.revision || a.nth - b.nth;
