/** Worklists: a row for each thing of a kind that an account ever had, open or settled, and an index for each status. */
import { invariant } from '#domain/errors.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import type { Entry } from '#domain/account/entries.js';
import type { Projection } from '#read-models/projection/projection.js';

/** What an entry makes of a thing: one that begins, or the members that it changes. */
export type Step<Row> =
  { readonly id: string; readonly begins: Row } | { readonly id: string; readonly changes: Partial<Row> };

type Worklist<Row, Status extends string> = {
  readonly name: string;
  readonly version: number;
  readonly statuses: readonly Status[];
  /** When it began: its place in the index. */
  readonly beganAt: (row: Row) => Instant;
  readonly stepOf: (entry: Entry) => Step<Row> | null;
};

/** Of an id that leads to its entry: of equal width, so that a later one compares greater. */
const worklistKey = (id: string): string => id.slice(id.lastIndexOf('-') + 1).padStart(15, '0');

/** Rows stand in the order in which the account's log made them. */
export const worklist = <Row extends { readonly status: Status }, Status extends string>({
  name,
  version,
  statuses,
  beganAt,
  stepOf,
}: Worklist<Row, Status>): Projection<Row, never> => ({
  of: 'account',
  name,
  version,
  keys(entry) {
    const step = stepOf(entry);
    return step ? [worklistKey(step.id)] : [];
  },
  evolve(rows, entry) {
    const step = stepOf(entry);
    if (step === null) return;
    const key = worklistKey(step.id);
    rows.set(key, 'begins' in step ? step.begins : changed(rows.get(key), step));
  },
  indexes: Object.fromEntries(
    statuses.map((status) => [status, (row: Row) => (row.status === status ? milliseconds(beganAt(row)) : null)]),
  ),
});

function changed<Row>(
  row: Row | undefined,
  { id, changes }: { readonly id: string; readonly changes: Partial<Row> },
): Row {
  invariant(row !== undefined, 'What changes began before', id);
  return { ...row, ...changes };
}
