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

const STREAMS = 256;
/** Some 100 bytes each. */
const PLACES_PER_STREAM = 256;

export class WaypointPlaces {
  /** Of each stream in the order of their numbers. */
  private readonly kept = new LRUCache<string, WaypointPlace[]>({ max: STREAMS });

  note(id: string, { number, revision, streamRevision, recordedAt }: WaypointPlace): void {
    const places = this.kept.get(id) ?? [];
    const at = places.findIndex((place) => place.number >= number);
    if (places[at]?.number === number) return;
    places.splice(at < 0 ? places.length : at, 0, { number, revision, streamRevision, recordedAt });
    // Every other one: what is left still lies all over the stream.
    this.kept.set(id, places.length > PLACES_PER_STREAM ? places.filter((_, nth) => nth % 2 === 0) : places);
  }

  /** `above` is absent where the first later one was not read. */
  around(id: string, at: Instant): Between {
    const places = this.kept.get(id) ?? [];
    const above = places.findIndex(({ recordedAt }) => recordedAt > at);
    return { below: places[(above < 0 ? places.length : above) - 1], above: places[above] };
  }
}
