/** Where the waypoints lie that were read lately: between two of them a time is looked for. What is kept stays true: a log only grows. */
import { LRUCache } from 'lru-cache';
import type { Instant } from '#domain/messages.js';

export type WaypointPlace = {
  readonly number: number;
  readonly revision: number;
  readonly streamRevision: number;
  readonly recordedAt: Instant;
};

/** The nearest two on both sides of what is looked for; below the first waypoint, or beyond the last, there is one. */
export type Between = { readonly below: WaypointPlace | undefined; readonly above: WaypointPlace | undefined };

/** Of all streams. Some 100 bytes each. */
const PLACES = 65_536;
const PLACES_PER_STREAM = 4_096;

export class WaypointPlaces {
  /** Of each stream in the order of their numbers. */
  private readonly kept = new LRUCache<string, readonly WaypointPlace[]>({ maxSize: PLACES });

  note(id: string, { number, revision, streamRevision, recordedAt }: WaypointPlace): void {
    const places = this.kept.get(id) ?? [];
    const at = firstOf(places, (place) => place.number >= number);
    if (places[at]?.number === number) return;
    const more = places.toSpliced(at, 0, { number, revision, streamRevision, recordedAt });
    // Every other one: what is left still lies all over the stream.
    const some = more.length > PLACES_PER_STREAM ? more.filter((_, nth) => nth % 2 === 0) : more;
    this.kept.delete(id);
    this.kept.set(id, some, { size: some.length });
  }

  /** `above` is absent where the first later one was not read. */
  around(id: string, at: Instant): Between {
    const places = this.kept.get(id) ?? [];
    const above = firstOf(places, ({ recordedAt }) => recordedAt > at);
    return { below: places[above - 1], above: places[above] };
  }
}

/** The place of the first that it holds for, as it does for all behind that; their number where it holds for none. */
function firstOf(places: readonly WaypointPlace[], holds: (place: WaypointPlace) => boolean): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(places[middle] as WaypointPlace)) high = middle;
    else low = middle + 1;
  }
  return low;
}
