/** Everything that an account has run, running or stopped. Rows are keyed by resource id: of each, its last run. */
import type { AccountEvent, ResourceKind } from '#domain/account/events.js';
import { invariant } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { Projection } from '#read-models/projection/projection.js';

export type ResourceRow = {
  readonly resourceId: string;
  /** The entry that started it: its place in the order of starts. */
  readonly revision: number;
  readonly kind: ResourceKind;
  readonly product: string;
  readonly gpu?: string;
  readonly ratePerHour: Amount;
  readonly startedAt: Instant;
  /** Of an instance that was terminated, the deadline. */
  readonly stoppedAt?: Instant;
  readonly isAccessible: boolean;
};

export const resources: Projection<ResourceRow, never> = {
  name: 'resources',
  version: 1,
  keys(event) {
    switch (event.type) {
      case 'ResourceStarted':
      case 'ResourceStopped':
        return [event.data.resourceId];
      case 'ServiceTerminated':
        return [...event.data.instances, ...event.data.storage];
      case 'ServiceRestored':
        return event.data.storage;
      default:
        return [];
    }
  },
  evolve: (rows, event) => ({ rows: new Map(changed(rows, event).map((row) => [row.resourceId, row])) }),
};

function changed(rows: ReadonlyMap<string, ResourceRow>, event: AccountEvent): readonly ResourceRow[] {
  const each = (ids: readonly string[], change: Partial<ResourceRow>) =>
    ids.map((id) => {
      const row = rows.get(id);
      invariant(row !== undefined, `Resource ${id} was started before it changes`);
      return { ...row, ...change };
    });
  const ended = { stoppedAt: event.effectiveAt, isAccessible: false };
  switch (event.type) {
    case 'ResourceStarted':
      return [{ ...event.data, revision: event.revision, startedAt: event.effectiveAt, isAccessible: true }];
    case 'ResourceStopped':
      return each([event.data.resourceId], ended);
    case 'ServiceTerminated':
      return [...each(event.data.instances, ended), ...each(event.data.storage, { isAccessible: false })];
    case 'ServiceRestored':
      return each(event.data.storage, { isAccessible: true });
    default:
      return [];
  }
}
