/** Everything that an account has run, running or stopped. Rows are keyed by resource id: of each, its last run. */
import type { ChargeLine, ResourceKind } from '#domain/account/events.js';
import { type Meanings, meaningOf } from '#domain/account/meanings.js';
import { invariant } from '#domain/errors.js';
import { type Instant, milliseconds } from '#domain/messages.js';
import { type Amount, ZERO, add } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';

export type ResourceRow = {
  readonly resourceId: string;
  /** The entry that started it: its place in the order of starts. */
  readonly revision: number;
  readonly name?: string;
  readonly kind: ResourceKind;
  readonly product: string;
  readonly gpu?: string;
  readonly ratePerHour: Amount;
  readonly startedAt: Instant;
  /** Of an instance that was terminated, the deadline. */
  readonly stoppedAt?: Instant;
  readonly isAccessible: boolean;
  /** Its time is counted up to here, and charged as far as it comes to anything. */
  readonly chargedUntil: Instant;
  /** Running time up to then, without what storage was out of reach for. */
  readonly servedMs: number;
  /** By period charges, whatever was refunded of them. */
  readonly charged: Amount;
};

export const resources: Projection<ResourceRow, never> = {
  of: 'account',
  name: 'resources',
  version: 2,
  keys: (event) => [...new Set((meaningOf(CHANGES, event) ?? []).map(({ resourceId }) => resourceId))],
  evolve(rows, event) {
    for (const change of meaningOf(CHANGES, event) ?? []) {
      rows.set(change.resourceId, rowAfter(change, rows.get(change.resourceId)));
    }
  },
};

/** What an entry makes of a resource: a run that begins, or what becomes of its last one. */
type Change =
  | { readonly resourceId: string; readonly begins: ResourceRow }
  | { readonly resourceId: string; readonly becomes: (row: ResourceRow) => ResourceRow };

function rowAfter(change: Change, row: ResourceRow | undefined): ResourceRow {
  if ('begins' in change) return change.begins;
  invariant(row !== undefined, 'A resource was started before it changes', change.resourceId);
  return change.becomes(row);
}

const each = (ids: readonly string[], becomes: (row: ResourceRow) => ResourceRow): readonly Change[] =>
  ids.map((resourceId) => ({ resourceId, becomes }));

const servedUntil = (row: ResourceRow, at: Instant): ResourceRow =>
  row.isAccessible
    ? {
        ...row,
        servedMs: row.servedMs + milliseconds(at) - milliseconds(row.chargedUntil),
        chargedUntil: at,
      }
    : row;

const endedAt = (stoppedAt: Instant) => (row: ResourceRow) => ({
  ...servedUntil(row, stoppedAt),
  stoppedAt,
  isAccessible: false,
});

/** A charge that only names a resource is no period of it. */
const periodsIn = (lines: readonly ChargeLine[]): readonly Change[] =>
  lines.flatMap(({ resourceId = '', period, effectiveAt, amount }) => {
    const becomes = (row: ResourceRow) => ({ ...servedUntil(row, effectiveAt), charged: add(row.charged, amount) });
    return period === undefined ? [] : [{ resourceId, becomes }];
  });

const CHANGES: Meanings<'resources', readonly Change[]> = {
  ResourceStarted: ({ data, revision, effectiveAt: startedAt }) => {
    const run = { startedAt, isAccessible: true, chargedUntil: startedAt, servedMs: 0, charged: ZERO };
    return [{ resourceId: data.resourceId, begins: { ...data, revision, ...run } }];
  },
  ResourceStopped: ({ data, effectiveAt }) => each([data.resourceId], endedAt(effectiveAt)),
  ServiceTerminated: ({ data, effectiveAt }) => [
    ...each(data.instances, endedAt(effectiveAt)),
    ...each(data.storage, (row) => ({ ...servedUntil(row, effectiveAt), isAccessible: false })),
  ],
  ServiceRestored: ({ data, effectiveAt: chargedUntil }) =>
    each(data.storage, (row) => ({ ...row, isAccessible: true, chargedUntil })),
  UsageCharged: ({ data }) => periodsIn(data.lines),
};
