/**
 * Which log it is. Redis may hold read models of another one, when an address was changed or a data folder replaced; or of
 * events that the log no longer has, when it was restored from a backup.
 */
import type { EventStore } from '#event-store/port/event-store.js';
import { readCheckpoints } from '../builds/checkpoints.js';
import { type BuildKeys, type Landmark, landmarkIn } from '../redis/keys.js';
import type { RedisStore } from '../redis/redis-store.js';

/** Both reject where the log can't be reached. */
export type LogIdentity = {
  /** The id of the log's first event; null while it is empty. */
  first(): Promise<string | null>;
  /** Whether the event is where it was. */
  has(landmark: Landmark): Promise<boolean>;
};

/** A process speaks to one log: once known, its first event is not read again. */
export function identityOf(log: Pick<EventStore, 'readAll' | 'readStream'>): LogIdentity {
  let known: string | null = null;
  return {
    async first() {
      if (known === null) for await (const { id } of log.readAll({ maxCount: 1 })) known = id;
      return known;
    },
    async has({ stream, streamRevision, id }) {
      for await (const stored of log.readStream(stream, { from: streamRevision, maxCount: 1 })) return stored.id === id;
      return false;
    },
  };
}

/** A build: `bound` is the first event of the log that it was made from, unless it is bound to none yet. */
export type BoundBuild = { readonly store: RedisStore; readonly keys: BuildKeys; readonly bound: string | undefined };

/** Whether the log begins as the one that the build was made from, and still has the last event that the build reflects. */
export async function isOfLog({ store, keys, bound }: BoundBuild, log: LogIdentity): Promise<boolean> {
  if (bound === undefined) return true;
  if (bound !== (await log.first())) return false;
  const checkpoints = (await readCheckpoints(store, keys)).map(([, checkpoint]) => checkpoint ?? '');
  // As the log's events follow each other, one that has the last of them has all of them.
  const landmark = landmarkIn(checkpoints.reduce((last, each) => (each > last ? each : last)));
  return landmark === null || log.has(landmark);
}
