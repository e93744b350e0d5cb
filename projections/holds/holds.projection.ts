/** Every hold that was ever placed, and what became of it: a row for each, keyed by hold id, and lists of their order. */
import type { HeldFor } from '#domain/account/events.js';
import { type EntryOf, type Meanings, meaningOf } from '#domain/account/meanings.js';
import { invariant } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO, add, isZero, subtract } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';
import { NEWEST, type PlacedRow, withPlaced } from './placed.js';

/** amount = captured + held + what was released or expired. */
export type HoldRow = HeldFor & {
  readonly holdId: string;
  /** The entry that placed it: its place in the order of holds. */
  readonly revision: number;
  readonly amount: Amount;
  readonly captured: Amount;
  readonly held: Amount;
  readonly status: 'held' | 'captured' | 'released' | 'expired';
  readonly placedAt: Instant;
  readonly expiresAt: Instant;
  readonly settledAt?: Instant;
};

export type HoldsRow = HoldRow | PlacedRow;

export const holds: Projection<HoldsRow, never> = {
  of: 'account',
  name: 'holds',
  version: 2,
  keys(event) {
    const change = meaningOf(CHANGES, event);
    if (change === null) return [];
    return 'placed' in change ? [NEWEST, change.holdId] : [change.holdId];
  },
  evolve(rows, event) {
    const change = meaningOf(CHANGES, event);
    if (change === null) return;
    const { holdId } = change;
    if ('placed' in change) {
      rows.set(holdId, change.placed);
      const lists = withPlaced(rows.get(NEWEST) as PlacedRow | undefined, event.revision);
      for (const [key, list] of lists) rows.set(key, list);
      return;
    }
    const row = rows.get(holdId) as HoldRow | undefined;
    invariant(row !== undefined, 'A hold was placed before it changes', holdId);
    rows.set(holdId, change.after(row));
  },
};

/** What an entry makes of a hold: one that begins, or what becomes of it. */
type Change =
  | { readonly holdId: string; readonly placed: HoldRow }
  | { readonly holdId: string; readonly after: (row: HoldRow) => HoldRow };

function placed({ data, revision, recordedAt }: EntryOf<'HoldPlaced'>): Change {
  const { allocation: _, ...terms } = data;
  const { holdId, amount: held } = terms;
  return { holdId, placed: { ...terms, revision, captured: ZERO, held, status: 'held', placedAt: recordedAt } };
}

const captured = ({ data: { holdId, amount }, effectiveAt }: EntryOf<'HoldCaptured'>): Change => ({
  holdId,
  after(row) {
    const parts = { captured: add(row.captured, amount), held: subtract(row.held, amount) };
    return isZero(parts.held) ? { ...row, ...parts, status: 'captured', settledAt: effectiveAt } : { ...row, ...parts };
  },
});

const ended =
  (statusOf: (entry: EntryOf<'HoldReleased' | 'HoldExpired'>) => HoldRow['status']) =>
  (entry: EntryOf<'HoldReleased' | 'HoldExpired'>): Change => ({
    holdId: entry.data.holdId,
    after: (row) => ({ ...row, held: ZERO, status: statusOf(entry), settledAt: entry.effectiveAt }),
  });

const CHANGES: Meanings<'holds', Change> = {
  HoldPlaced: placed,
  HoldCaptured: captured,
  HoldReleased: ended(({ data }) => ('cause' in data && data.cause === 'captured' ? 'captured' : 'released')),
  HoldExpired: ended(() => 'expired'),
};
