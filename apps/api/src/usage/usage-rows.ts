/** The rows of what an account used between two instants. Which there are is known from a look before. */
import { LRUCache } from 'lru-cache';
import type { DirectoryRow } from '#projections/usage/directory.js';
import { type Between, type UsageBetween, usageBetween, usageKeys } from '#projections/usage/usage-between.js';
import { DIRECTORY, type HourRow, NEWEST, usage } from '#projections/usage/usage.projection.js';
import { type Reading, one, some } from '#read-models/reader/queries.js';
import { behind } from '../queries/not-yet.js';

/** An account that is written to all the time may get new rows between two looks. */
const LOOKS = 10;

type Hours = { readonly newest: Pick<HourRow, 'hour'> | null; readonly directory: DirectoryRow | null };
type UsageQueries = ReturnType<typeof queriesOf>;

const queriesOf = (hours: readonly string[]) => ({
  newest: one(usage, NEWEST),
  directory: one(usage, DIRECTORY),
  hours: some(usage, hours),
});

export class UsageRows {
  /** Which hours an account has used changes once an hour: as it was last seen, it nearly always says which rows to ask for. */
  private readonly seen = new LRUCache<string, Hours>({ max: 10_000 });

  /** Rows that `read` reads, all of one revision: anew, and no older, where there are others than the look before had. */
  async look<R extends Reading<UsageQueries>>(
    accountId: string,
    range: Between,
    read: (queries: UsageQueries, minRevision?: number) => Promise<R>,
    minRevision?: number,
  ): Promise<R & { readonly between: UsageBetween }> {
    let least = minRevision;
    for (let look = 0; look <= LOOKS; look++) {
      const seen = this.seen.get(accountId);
      const reading = await read(queriesOf(seen ? usageKeys(seen.directory, seen.newest, range) : []), least);
      const { hours } = reading.rows;
      const newest = reading.rows.newest as HourRow | null;
      const directory = reading.rows.directory as DirectoryRow | null;
      this.seen.set(accountId, { newest: newest && { hour: newest.hour }, directory });
      if (usageKeys(directory, newest, range).every((key) => hours.has(key)))
        return { ...reading, between: usageBetween(newest, hours.values(), range) };
      least = reading.revision;
    }
    throw behind(least ?? 0, (least ?? 0) + 1);
  }
}
