/** A batch of events, aggregate by aggregate. */
import type { StreamCategory } from '#event-store/port/streams.js';
import { type BuildKeys, type Place, placeOf } from '../redis/keys.js';
import type { Arrived } from './source.js';

/** Events of one aggregate, in order. */
export type Run = { readonly category: StreamCategory; readonly place: Place; readonly events: readonly Arrived[] };

/** By shard. */
export function runsIn(keys: BuildKeys, events: readonly Arrived[]): ReadonlyMap<string, readonly Run[]> {
  const runs = new Map<string, Arrived[]>();
  const shards = new Map<string, Run[]>();
  for (const arrived of events) {
    const { stream, category } = arrived;
    const known = runs.get(stream);
    if (known) {
      known.push(arrived);
      continue;
    }
    const own = [arrived];
    runs.set(stream, own);
    const place = placeOf(keys, stream);
    const shard = shards.get(place.shard);
    if (shard) shard.push({ category, place, events: own });
    else shards.set(place.shard, [{ category, place, events: own }]);
  }
  return shards;
}

/** It begins with the aggregate's first event. */
export const isFirst = ({ events }: Run): boolean => events[0]?.streamRevision === 0;
