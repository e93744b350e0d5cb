/**
 * Waypoints: what a stream's past had come to after each 256 entries, in a stream of their own: the state, running sums,
 * and the hashes of the keys in between. So whatever is asked of the past, or of an old key, folds 511 entries at most. They
 * are a cache, like snapshots: what is missing is folded from further back.
 */
import { randomUUID } from 'node:crypto';
import { type Instant, milliseconds } from '#domain/messages.js';
import { deflated, inflated } from '../codec/deflated.js';
import { jsonBytes } from '../codec/hash-chain.js';
import type { EventStore, ExpectedRevision, StoredEvent } from '../port/event-store.js';
import { sendAppend } from '../port/send-append.js';
import { streamName } from '../port/streams.js';
import { type Between, type WaypointPlace, WaypointPlaces } from './waypoint-places.js';

export const ENTRIES_PER_WAYPOINT = 256;

/** How many of them lie before a revision or at it, where none is missing. */
export const waypointsBefore = (revision: number): number => Math.floor(revision / ENTRIES_PER_WAYPOINT);

/** `number` counts from 1: it follows the event that holds entry 256 × number. */
export type Waypoint<State> = WaypointPlace & {
  readonly state: State;
  /** What `RunningSums` stored. */
  readonly sums: unknown;
  /** For each entry since the waypoint before, 32 bits of its key's hash; 0 where it has none. */
  readonly keys: Uint32Array;
};

type Placed<State> = { readonly waypoint: Waypoint<State>; readonly at: number };
type Body<State> = Omit<Waypoint<State>, 'state' | 'sums' | 'keys'> & { readonly keys: string } & (
    { readonly state: State; readonly sums: unknown } | { readonly deflated: string }
  );

const TYPE = 'Waypoint';
const PLAIN_BYTES = 16 * 1024;
const MOST_BYTES = 900_000;
const WRITE_WITHIN_MS = 15_000;

export class Waypoints<State> {
  private readonly places = new WaypointPlaces();

  /** `version`: of the shapes of state and sums. Each has streams of its own, so that none lies between others. */
  constructor(
    private readonly store: EventStore,
    private readonly category: string,
    private readonly version: string,
  ) {}

  /** The newest at or before a revision, or null. Nearly always read in one go. */
  async before(id: string, revision: number): Promise<Waypoint<State> | null> {
    const near = await this.upTo(id, waypointsBefore(revision));
    return near.find((waypoint) => waypoint.revision <= revision) ?? null;
  }

  /** The one of a number and the one before it, newest first; where it is missing, the newest. They lie in the order of their numbers. */
  async upTo(id: string, number: number): Promise<readonly Waypoint<State>[]> {
    if (number < 1) return [];
    const near = await this.backwards(id, number - 1, 2);
    if (near[0]?.waypoint.number === number) return near.map(({ waypoint }) => waypoint);
    const last = await this.last(id);
    if (!last || last.waypoint.number <= number) return last ? [last.waypoint] : [];
    const place = last.at - (last.waypoint.number - number);
    const found = place < 0 ? [] : await this.backwards(id, place, 2);
    return found.map(({ waypoint }) => waypoint);
  }

  /** The two that an instant lies between, in the order of recording. Where some are missing, they are further apart. */
  async around(id: string, at: Instant): Promise<Between> {
    let { below, above } = this.places.around(id, at);
    if (!above) {
      const last = (await this.last(id))?.waypoint;
      if (!last || last.recordedAt <= at) return { below: last ?? below, above };
      above = last;
    }
    for (let probe = 1; above.number - (below?.number ?? 0) > 1; probe++) {
      const number = numberBetween(below, above, at, probe);
      const found = (await this.backwards(id, number - 1, 1))[0]?.waypoint;
      if (found?.number !== number) break;
      if (found.recordedAt <= at) below = found;
      else above = found;
    }
    return { below, above };
  }

  async last(id: string): Promise<Placed<State> | null> {
    return (await this.backwards(id, 'end', 1))[0] ?? null;
  }

  /** False where it was not written: another process was faster, or it is too large. */
  async write(id: string, waypoint: Waypoint<State>, expected: ExpectedRevision): Promise<ExpectedRevision | false> {
    const data = encoded(waypoint);
    if (data.length > MOST_BYTES) return false;
    const event = { id: randomUUID(), type: TYPE, data, metadata: jsonBytes({}) };
    const sending = { stream: this.streamOf(id), events: [event], expected };
    const result = await sendAppend(this.store, sending, WRITE_WITHIN_MS);
    return result.outcome === 'appended' ? result.streamRevision : false;
  }

  /** Those from one number to another, oldest first, as far as there are; none where the first is missing. */
  async between(id: string, first: number, last: number): Promise<readonly Waypoint<State>[]> {
    const found = (await this.backwards(id, last - 1, last - first + 1)).map(({ waypoint }) => waypoint);
    const wanted = found.filter(({ number }) => number >= first).reverse();
    return wanted.every(({ number }, nth) => number === first + nth) ? wanted : [];
  }

  private async backwards(id: string, from: number | 'end', maxCount: number): Promise<readonly Placed<State>[]> {
    const found: Placed<State>[] = [];
    const options = { from, direction: 'backwards', maxCount } as const;
    for await (const event of this.store.readStream(this.streamOf(id), options)) {
      const waypoint = decoded<State>(event);
      if (!waypoint) continue;
      found.push({ waypoint, at: event.streamRevision });
      this.places.note(id, waypoint);
    }
    return found;
  }

  private streamOf(id: string): string {
    return streamName(`snapshot-waypoint-${this.version}-${this.category}`, id);
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

function encoded<State>({ state, sums, keys, ...place }: Waypoint<State>): Uint8Array {
  const base64 = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength).toString('base64');
  const plain = jsonBytes({ ...place, keys: base64, state, sums });
  if (plain.length <= PLAIN_BYTES) return plain;
  return jsonBytes({ ...place, keys: base64, deflated: deflated(jsonBytes({ state, sums })) });
}

/** Null where it is none, or not whole. */
function decoded<State>({ type, data }: StoredEvent): Waypoint<State> | null {
  const body = data as Body<State> | null;
  if (type !== TYPE || !body || !Number.isInteger(body.number) || !Number.isInteger(body.streamRevision)) return null;
  const bytes = new Uint8Array(Buffer.from(body.keys, 'base64'));
  const folded = 'deflated' in body ? (inflated(body.deflated) as { state: State; sums: unknown }) : body;
  const { number, revision, streamRevision, recordedAt } = body;
  const keys = new Uint32Array(bytes.buffer);
  return { number, revision, streamRevision, recordedAt, state: folded.state, sums: folded.sums, keys };
}
