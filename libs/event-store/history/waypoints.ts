/**
 * Waypoints: what a stream's past had come to after each 256 entries, in a stream of their own: the state, running sums, what
 * both were at a few steps on the way there, and the hashes of the keys in between. So whatever is asked of the past, or of an
 * old key, reads one of them and the events between two steps. They are a cache, like snapshots: what is missing is folded
 * from further back.
 */
import { randomUUID } from 'node:crypto';
import { type Instant, milliseconds } from '#domain/messages.js';
import { jsonBytes } from '../codec/hash-chain.js';
import type { EventStore, ExpectedRevision } from '../port/event-store.js';
import { sendAppend } from '../port/send-append.js';
import { streamName } from '../port/streams.js';
import { KeptWaypoints } from './kept-waypoints.js';
import type { Landmark } from './landmark.js';
import type { Waypoint } from './waypoint.js';
import { FORMAT, type StoredWaypoint, WAYPOINT, decodeWaypoint, encodeWaypoint } from './waypoint-format.js';
import { type Between, type WaypointPlace, WaypointPlaces } from './waypoint-places.js';

export const ENTRIES_PER_WAYPOINT = 256;

/** How many of them lie before a revision or at it, where none is missing. */
export const waypointsBefore = (revision: number): number => Math.floor(revision / ENTRIES_PER_WAYPOINT);

type Placed<State> = StoredWaypoint<State> & { readonly at: number };

const MOST_BYTES = 900_000;
const WRITE_WITHIN_MS = 15_000;

export class Waypoints<State> {
  private readonly places = new WaypointPlaces();
  private readonly kept: KeptWaypoints<State>;

  /** `version`: of the shapes of state and sums. Each has streams of its own, so that none lies between others. */
  constructor(
    private readonly store: EventStore,
    private readonly category: string,
    private readonly version: string,
  ) {
    this.kept = new KeptWaypoints<State>((id, number) => this.read(id, number));
  }

  /** The newest at or before a revision, or null. */
  async before(id: string, revision: number): Promise<Landmark<State> | null> {
    const number = waypointsBefore(revision);
    const found = number < 1 ? null : await this.numbered(id, number);
    if (!found || found.place.revision <= revision) return found;
    return number < 2 ? null : this.numbered(id, number - 1);
  }

  /**
   * The first that lies at or behind a revision, where it is not missing; where there is none yet, the newest; or null.
   * `end`: of the stream, as far as that is known; there are no more than lie before it.
   */
  async after(id: string, revision: number, end = Infinity): Promise<Landmark<State> | null> {
    const number = waypointsBefore(Math.min(revision + ENTRIES_PER_WAYPOINT - 1, end));
    const found = number < 1 ? null : await this.numbered(id, number);
    const isBefore = found !== null && revision <= (found.place.steps[0]?.revision ?? 0);
    return isBefore && number > 1 ? this.numbered(id, number - 1) : found;
  }

  /** The one of a number; where there are fewer, the newest; null where it is missing. They lie in the order of their numbers. */
  numbered(id: string, number: number): Promise<Landmark<State> | null> {
    return this.kept.get(id, number);
  }

  private async read(id: string, number: number): Promise<Landmark<State> | null> {
    const [near] = await this.backwards(id, number - 1, 1);
    if (near?.landmark.place.number === number) return near.landmark;
    // From beyond the end it is read from the end.
    const last = near && near.at < number - 1 ? near : await this.last(id);
    const lastNumber = last?.landmark.place.number ?? 0;
    if (!last || lastNumber <= number) return last?.landmark ?? null;
    const place = last.at - (lastNumber - number);
    const [found] = place < 0 ? [] : await this.backwards(id, place, 1);
    return found?.landmark.place.number === number ? found.landmark : null;
  }

  /** The two that an instant lies between, in the order of recording. Where some are missing, they are further apart. `end` as above. */
  async around(id: string, at: Instant, end: number): Promise<Between> {
    let { below, above } = this.places.around(id, at);
    if (!above) {
      const last = await this.newest(id, end);
      if (!last || last.recordedAt <= at) return { below: last ?? below, above };
      above = last;
    }
    for (let probe = 1; above.number - (below?.number ?? 0) > 1; probe++) {
      const number = numberBetween(below, above, at, probe);
      const found = (await this.numbered(id, number))?.place;
      if (found?.number !== number) break;
      if (found.recordedAt <= at) below = found;
      else above = found;
    }
    return { below, above };
  }

  /** Kept ones are not read again: of many buckets they are large. */
  private async newest(id: string, end: number): Promise<WaypointPlace | undefined> {
    const number = waypointsBefore(end);
    if (number < 1) return undefined;
    const found = end < Infinity ? await this.numbered(id, number) : (await this.last(id))?.landmark;
    return found?.place;
  }

  async last(id: string): Promise<Placed<State> | null> {
    return (await this.backwards(id, 'end', 1))[0] ?? null;
  }

  /** False where it was not written: another process was faster, or it is too large. */
  async write(id: string, waypoint: Waypoint<State>, expected: ExpectedRevision): Promise<ExpectedRevision | false> {
    const data = encodeWaypoint(waypoint);
    if (data.length > MOST_BYTES) return false;
    const event = { id: randomUUID(), type: WAYPOINT, data, metadata: jsonBytes({}) };
    const sending = { stream: this.streamOf(id), events: [event], expected };
    const result = await sendAppend(this.store, sending, WRITE_WITHIN_MS);
    return result.outcome === 'appended' ? result.streamRevision : false;
  }

  /** Those from one number to another, oldest first, as far as there are; none where the first is missing. */
  async between(id: string, first: number, last: number): Promise<readonly StoredWaypoint<State>[]> {
    const found = await this.backwards(id, last - 1, last - first + 1);
    const wanted = found.filter(({ landmark }) => landmark.place.number >= first).reverse();
    return wanted.every(({ landmark }, nth) => landmark.place.number === first + nth) ? wanted : [];
  }

  private async backwards(id: string, from: number | 'end', maxCount: number): Promise<readonly Placed<State>[]> {
    const found: Placed<State>[] = [];
    const options = { from, direction: 'backwards', maxCount, isText: true } as const;
    for await (const event of this.store.readStream(this.streamOf(id), options)) {
      const waypoint = decodeWaypoint<State>(event);
      if (!waypoint) continue;
      found.push({ ...waypoint, at: event.streamRevision });
      this.note(id, waypoint.landmark);
    }
    return found;
  }

  /** Where it lies, and where the one before does. */
  private note(id: string, landmark: Landmark<State>): void {
    const { place } = landmark;
    this.kept.keep(id, landmark);
    this.places.note(id, place);
    const { recordedAt, ...before } = place.steps[0] ?? place;
    if (recordedAt !== undefined && place.number > 1)
      this.places.note(id, { ...before, number: place.number - 1, recordedAt });
  }

  private streamOf(id: string): string {
    return streamName(`snapshot-waypoint-${FORMAT}.${this.version}-${this.category}`, id);
  }
}

/** By a guess that is rarely far off where entries come evenly; at every third look, and at the beginning, the middle. */
function numberBetween(below: WaypointPlace | undefined, above: WaypointPlace, at: Instant, probe: number): number {
  const first = (below?.number ?? 0) + 1;
  const last = above.number - 1;
  if (!below || probe % 3 === 0) return Math.floor((first + last) / 2);
  const sinceMs = milliseconds(below.recordedAt);
  const share = (milliseconds(at) - sinceMs) / Math.max(1, milliseconds(above.recordedAt) - sinceMs);
  return Math.min(last, first + Math.floor(share * (last - first + 1)));
}
