/** Which accounts are on a plan, out of the read models, when these reflect all that the log holds by now. */
import type { EventStore } from '#event-store/port/event-store.js';
import { endOfAccounts } from '#event-store/port/end-of-accounts.js';
import { ON_PLAN, plans } from '#projections/plans/plans.projection.js';
import type { Due } from '#read-models/reader/due.js';
import type { Reader } from '#read-models/reader/reader.js';

const indexes = [{ projection: plans, index: ON_PLAN }];
const PATIENCE_MS = 5_000;
const PLACES_AT_ONCE = 256;

export type PlanMembers = (plan: string) => AsyncIterable<readonly string[]>;

/** Ids in portions. Rejects where the read models are away, rebuilt or late. */
export const accountsOnPlan = (store: EventStore, reader: Reader): PlanMembers =>
  async function* (plan) {
    const end = await endOfAccounts(store);
    if (end === null) return;
    if (!(await reader.hasReached(end, PATIENCE_MS))) throw new Error('The read models are behind the log');
    for (let last: Due | null = null; ;) {
      const places: readonly Due[] | 'rebuilding' = await reader.newest(indexes, last, PLACES_AT_ONCE);
      if (places === 'rebuilding') throw new Error('The read models are being rebuilt');
      yield places.filter(({ key }) => key === plan).map(({ id }) => id);
      last = places.at(-1) ?? null;
      if (places.length < PLACES_AT_ONCE) return;
    }
  };
