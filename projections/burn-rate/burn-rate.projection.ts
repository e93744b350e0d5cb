/**
 * What an account burns: the rates of what runs, and its usage of the last 60 minutes by usage time. Stored so that the
 * rate can be computed for the moment of reading (minutes.ts).
 */
import { chargesIn } from '#domain/account/event-table.js';
import type { Charge } from '#domain/account/events.js';
import { type EntryOf, type Meanings, meaningOf } from '#domain/account/meanings.js';
import type { Projection } from '#read-models/projection/projection.js';
import { type BurnRateRow, type RunningResource, SUMMARY, type SummaryRow, summaryOf } from './burn-rate-row.js';
import { isMinuteKey, usageIn, usageKeys, used } from './minutes.js';

export const burnRate: Projection<BurnRateRow, never> = {
  of: 'account',
  name: 'burn-rate',
  version: 4,
  json: jsonOf,
  isPast: isMinuteKey,
  keys(event) {
    const meaning = meaningOf(MEANINGS, event);
    if (meaning === null) return [];
    return 'used' in meaning ? usageKeys(meaning.used, event.recordedAt) : [SUMMARY];
  },
  evolve(rows, event) {
    const meaning = meaningOf(MEANINGS, event);
    if (meaning === null) return;
    if ('used' in meaning) return used(rows, usageIn(meaning.used, event.recordedAt));
    const { resources, minutes } = summaryOf(rows);
    rows.set(SUMMARY, { resources: meaning.resources(resources), minutes });
  },
};

type Resources = SummaryRow['resources'];
/** What was used, or what becomes of the resources that run. */
type Meaning = { readonly used: readonly Charge[] } | { readonly resources: (before: Resources) => Resources };

const each = (change: (resource: RunningResource) => RunningResource | null): Meaning => ({
  resources: (before) =>
    Object.fromEntries(
      Object.entries(before).flatMap(([id, resource]) => {
        const changed = change(resource);
        return changed ? [[id, changed]] : [];
      }),
    ),
});

const started = ({ data: { resourceId, kind, ratePerHour } }: EntryOf<'ResourceStarted'>): Meaning => ({
  resources: (before) => ({ ...before, [resourceId]: { kind, ratePerHour, isAccessible: true } }),
});

const stopped = ({ data: { resourceId } }: EntryOf<'ResourceStopped'>): Meaning => ({
  resources: (before) => {
    const { [resourceId]: _, ...others } = before;
    return others;
  },
});

const burnt = (entry: EntryOf<'UsageCharged' | 'HoldCaptured' | 'PendingPaymentSettled'>): Meaning => ({
  used: chargesIn(entry),
});

/** The rate is of what is used, whether or not it is given back afterwards. */
const MEANINGS: Meanings<'burnRate', Meaning> = {
  UsageCharged: burnt,
  HoldCaptured: burnt,
  PendingPaymentSettled: burnt,
  ResourceStarted: started,
  ResourceStopped: stopped,
  ServiceTerminated: () =>
    each((resource) => (resource.kind === 'storage' ? { ...resource, isAccessible: false } : null)),
  ServiceRestored: () => each((resource) => ({ ...resource, isAccessible: true })),
};

/** Every charge writes one or two of them. Amounts at numbers have nothing to escape. */
function jsonOf(row: BurnRateRow): string {
  if ('minute' in row) return `{"minute":${row.minute},"slots":"${row.slots}"}`;
  if ('slots' in row) return `{"slots":"${row.slots}"}`;
  return `{"resources":${JSON.stringify(row.resources)},"minutes":"${row.minutes}"}`;
}
