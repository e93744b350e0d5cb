/** Where in a finished chunk a key may be: by the hashes that waypoints keep. What was read is kept for the next keys. */
import { LRUCache } from 'lru-cache';
import type { KeyPlace } from './find-key.js';
import { ENTRIES_PER_CHUNK } from './loaded-stream.js';
import { ENTRIES_PER_WAYPOINT, type Waypoints, waypointsBefore } from './waypoints.js';

export type KeyPlaceInChunk = Omit<Extract<KeyPlace, { kind: 'chunk' }>, 'kind'>;

/** Of the entries up to a revision. */
type Hashes = { readonly revision: number; readonly keys: Uint32Array };
type Found = {
  readonly hashes: readonly Hashes[];
  /** Events of the chunk that no waypoint covers yet, by their stream revisions. */
  readonly unread: { readonly from: number; readonly to: number } | null;
};

/** Some 6 KB each. */
const KEPT_CHUNKS = 1_024;

export class ChunkKeys<State> {
  private readonly kept = new LRUCache<string, Promise<Found>>({ max: KEPT_CHUNKS });

  constructor(private readonly waypoints: Waypoints<State>) {}

  /** Those who ask for the same chunk meanwhile wait for the same reading. */
  async of(id: string, place: KeyPlaceInChunk): Promise<Found> {
    const name = `${place.chunk} ${id}`;
    const known = this.kept.get(name);
    if (known) return known;
    const reading = this.read(id, place);
    this.kept.set(name, reading);
    try {
      const found = await reading;
      if (found.unread) this.kept.delete(name);
      return found;
    } catch (error) {
      this.kept.delete(name);
      throw error;
    }
  }

  private async read(id: string, { chunk, from, to }: KeyPlaceInChunk): Promise<Found> {
    const first = Math.max(1, waypointsBefore(ENTRIES_PER_CHUNK * chunk));
    const last = waypointsBefore(ENTRIES_PER_CHUNK * (chunk + 1) + ENTRIES_PER_WAYPOINT) + 1;
    const waypoints = await this.waypoints.between(id, first, last);
    const unread = { from: (waypoints.at(-1)?.landmark.place.streamRevision ?? from - 1) + 1, to };
    const hashes = waypoints.map(({ landmark, keys }) => ({ revision: landmark.place.revision, keys }));
    return { hashes, unread: unread.from > to ? null : unread };
  }
}

/** Revisions of entries whose key has this hash. */
export const placesIn = (hashes: readonly Hashes[], low: number): readonly number[] =>
  hashes.flatMap(({ revision, keys }) => {
    const places: number[] = [];
    for (let nth = keys.indexOf(low); nth >= 0; nth = keys.indexOf(low, nth + 1))
      places.push(revision - keys.length + nth + 1);
    return places;
  });
