/**
 * Stretches of streams that were read lately, each from a step on. Whoever asks for several things of one stretch, or at the
 * same time as others, has it read once. What is kept stays true: a log only grows.
 */
import { LRUCache } from 'lru-cache';
import type { Event, Instant } from '#domain/messages.js';
import { bytesOf } from './bytes-of.js';
import { type EntryReader, type KnownEnd, NOWHERE } from './entry-reader.js';
import type { Landmark } from './landmark.js';
import type { Folding } from './loaded-stream.js';
import { type Course, Stretch } from './stretch.js';
import { type Fold, type Step, stepBefore } from './waypoint.js';
import { ENTRIES_PER_WAYPOINT, type Waypoints } from './waypoints.js';

/** Room for some 6,000 entries of charges. */
const KEPT_BYTES = 8 * 1024 * 1024;
/** Of a waypoint: as text, and what is parsed of it. */
const BYTES_PER_CHARACTER = 3;
/** A waypoint further back is not near: a snapshot may be. */
const NEAR = 3 * ENTRIES_PER_WAYPOINT;

/** A stretch, and the revisions that are looked for in it: entries after one up to another. */
export type Within<State, E extends Event> = {
  readonly stretch: Stretch<State, E>;
  readonly after: number;
  readonly upTo: number;
};

type StreamEnd = Pick<KnownEnd, 'revision'> & Partial<KnownEnd>;

export class Stretches<State, E extends Event> {
  private readonly kept: LRUCache<string, Stretch<State, E>>;
  /** The same by their streams. */
  private readonly ofStreams = new Map<string, Set<Stretch<State, E>>>();

  constructor(
    private readonly waypoints: Waypoints<State>,
    private readonly folding: Folding<State, E>,
    private readonly readerOf: (id: string) => EntryReader<E>,
    keptBytes = KEPT_BYTES,
  ) {
    this.kept = new LRUCache({
      maxSize: keptBytes,
      dispose: (stretch, name, reason) => {
        if (reason !== 'set') this.forget(idIn(name), stretch);
      },
    });
  }

  /**
   * The stretch that the entry of a revision lies in, read `upTo` a revision where there is one; null where no waypoint is near.
   * `end`: of the stream, where that is known.
   */
  async to(id: string, revision: number, upTo = revision, end?: StreamEnd): Promise<Stretch<State, E> | null> {
    const stretch =
      this.known(id, revision) ??
      this.begin(id, revision, await this.waypoints.after(id, revision, end?.revision), end);
    return stretch && this.reached(id, stretch, upTo);
  }

  /** What a fold had come to right after an entry, where a waypoint tells: no event is read. */
  async foldAt(id: string, revision: number): Promise<Fold<State> | null> {
    return (await this.landmarkAt(id, revision))?.foldAt(revision) ?? null;
  }

  /** Where the event lies that holds an entry, where steps tell. */
  async positionAt(id: string, revision: number): Promise<string | undefined> {
    const landmark = await this.landmarkAt(id, revision);
    const found = landmark && stepBefore(landmark, (step) => step.revision < revision);
    if (!found || found.next.revision < revision) return undefined;
    const { step, next } = found;
    return next.revision === revision || areNeighbours(step, next) ? next.position : undefined;
  }

  /** The last revision recorded at or before a time, up to `end`, or the stretch that it lies in; null where waypoints do not tell. */
  async around(id: string, at: Instant, end: number): Promise<number | Within<State, E> | null> {
    const { below, above } = await this.waypoints.around(id, at, end);
    if (!above) {
      const after = below?.revision ?? 0;
      if (after >= end) return end;
      // Nothing is read behind the end.
      const upTo = Math.min(after + NEAR, end);
      const stretch = await this.to(id, after + 1, upTo, { revision: end });
      return stretch && { stretch, after, upTo };
    }
    const landmark = await this.waypoints.numbered(id, above.number);
    const found = landmark && stepBefore(landmark, ({ recordedAt }) => recordedAt === undefined || recordedAt <= at);
    if (landmark?.place.number !== above.number || !found) return null;
    const { step, next } = found;
    // An event is recorded as a whole, and this one later.
    if (areNeighbours(step, next)) return step.revision;
    const [after, upTo] = [step.revision, next.revision];
    const stretch = this.known(id, after + 1) ?? this.begin(id, after + 1, landmark);
    return stretch && { stretch: await this.reached(id, stretch, upTo), after, upTo };
  }

  /** The waypoint behind an entry, unless the entry itself was read. */
  private async landmarkAt(id: string, revision: number): Promise<Landmark<State> | null> {
    if ((this.known(id, revision)?.revision ?? 0) >= revision) return null;
    return this.waypoints.after(id, revision);
  }

  private async reached(id: string, stretch: Stretch<State, E>, upTo: number): Promise<Stretch<State, E>> {
    const { revision } = stretch;
    await stretch.reach(upTo);
    if (stretch.revision > revision) this.keep(id, stretch);
    return stretch;
  }

  private known(id: string, revision: number): Stretch<State, E> | undefined {
    for (const stretch of this.ofStreams.get(id) ?? [])
      if (stretch.isFor(revision)) return this.kept.get(nameOf(id, stretch));
    return undefined;
  }

  /** Where somebody else began it meanwhile, it is theirs. */
  private begin(
    id: string,
    revision: number,
    landmark: Landmark<State> | null,
    end?: StreamEnd,
  ): Stretch<State, E> | null {
    const known = this.known(id, revision);
    if (known) return known;
    const course = landmark ? courseOf(landmark, revision) : this.courseFromStart(end);
    if (!course || revision - course.start.revision > NEAR) return null;
    const stretch = new Stretch(course, this.readerOf(id), this.folding.aggregate.evolveAll);
    this.keep(id, stretch);
    return stretch;
  }

  private courseFromStart(end: StreamEnd | undefined): Course<State> {
    const { initialState: state } = this.folding.aggregate;
    const beginning = { revision: 0, recordedAt: undefined, state, sums: undefined };
    const density = end?.streamRevision === undefined ? undefined : densityOf(NOWHERE, end as KnownEnd);
    return { start: NOWHERE, foldBefore: () => beginning, bytes: bytesOf(beginning), upTo: NEAR, density };
  }

  /** The cache takes another size with another value only, so that the old one goes first. */
  private keep(id: string, stretch: Stretch<State, E>): void {
    const name = nameOf(id, stretch);
    this.kept.delete(name);
    const ofStream = this.ofStreams.get(id) ?? new Set();
    this.ofStreams.set(id, ofStream.add(stretch));
    this.kept.set(name, stretch, { size: stretch.bytes });
    if (!this.kept.has(name)) this.forget(id, stretch);
  }

  private forget(id: string, stretch: Stretch<State, E>): void {
    const ofStream = this.ofStreams.get(id);
    ofStream?.delete(stretch);
    if (ofStream?.size === 0) this.ofStreams.delete(id);
  }
}

const nameOf = (id: string, { start }: { readonly start: { readonly revision: number } }): string =>
  `${start.revision} ${id}`;
const idIn = (name: string): string => name.slice(name.indexOf(' ') + 1);

/** No other event lies between them. */
const areNeighbours = (step: Step, next: Step): boolean => next.streamRevision === step.streamRevision + 1;

/** From the last step before a revision to the next; beyond the waypoint it begins at the waypoint itself. */
function courseOf<State>(landmark: Landmark<State>, revision: number): Course<State> | null {
  const { place } = landmark;
  const foldBefore = (at: number) => landmark.foldBefore(at);
  const bytes = BYTES_PER_CHARACTER * (landmark.head.length + landmark.parts.length);
  if (place.revision < revision) {
    const upTo = place.revision + NEAR;
    return { start: place, foldBefore, bytes, upTo, density: densityOf(place.steps[0], place) };
  }
  const found = stepBefore(landmark, (step) => step.revision < revision);
  if (!found) return null;
  const { step, next } = found;
  return { start: step, foldBefore, bytes, upTo: next.revision, density: densityOf(step, next) };
}

/** Entries an event. */
const densityOf = (from: KnownEnd | undefined, to: KnownEnd): number | undefined =>
  from && (to.revision - from.revision) / (to.streamRevision - from.streamRevision);
