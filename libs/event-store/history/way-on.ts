/** The fold from one waypoint to the next. */
import type { Event } from '#domain/messages.js';
import { positionText } from '../port/position-text.js';
import type { ReadEvent } from './entry-reader.js';
import { hashKey } from './keys.js';
import type { Landmark } from './landmark.js';
import type { Folding } from './loaded-stream.js';
import type { RunningSums } from './running-sums.js';
import type { Step, Waypoint } from './waypoint.js';

/** A step follows the event with which so many entries have passed since the one before. */
const ENTRIES_PER_STEP = 32;
/** Within an event that a step follows whatever lies before it, what the fold has come to is kept after each so many entries. */
const ENTRIES_PER_FOLD = 16;

type Folds<State> = Waypoint<State>['folds'][number];

export class WayOn<State, E extends Event> {
  number: number;
  private state: State;
  private readonly sums: unknown;
  private keys: number[] = [];
  private steps: Step[];
  private folds: Folds<State>[];

  constructor(
    private readonly aggregate: Pick<Folding<State, E>['aggregate'], 'initialState' | 'evolveAll' | 'pack'>,
    private readonly fold: RunningSums<unknown, E>,
    from: Landmark<State> | undefined,
  ) {
    const { number = 0, revision = 0, streamRevision = -1, recordedAt, position } = from?.place ?? {};
    this.number = number;
    this.state = from?.end.state ?? aggregate.initialState;
    this.sums = fold.begin(from?.end.sums);
    this.steps = [{ revision, streamRevision, recordedAt, position }];
    this.folds = [this.folded(revision)];
  }

  /** The last step. */
  get place(): Step {
    return this.steps.at(-1) as Step;
  }

  take(event: ReadEvent<E>): void {
    const { entries, first, last } = event;
    const atOnce = entries.length < ENTRIES_PER_STEP ? entries.length : ENTRIES_PER_FOLD;
    for (let nth = 0; nth < entries.length; nth += atOnce) {
      if (nth > 0) this.folds.push(this.folded(first + nth - 1));
      this.add(entries.slice(nth, nth + atOnce));
    }
    if (last - this.place.revision < ENTRIES_PER_STEP) return;
    this.steps.push(placeOf(event));
    this.folds.push(this.folded(last));
  }

  /** The next waypoint, right after an event that was taken. */
  finished(event: ReadEvent<E>): Waypoint<State> {
    const place = placeOf(event);
    const end = this.folded(place.revision);
    const steps = this.steps.filter((step) => step.revision < place.revision);
    const folds = this.folds.filter((fold) => fold.revision < place.revision);
    const keys = Uint32Array.from(this.keys);
    this.number++;
    this.steps = [place];
    this.folds = [end];
    this.keys = [];
    return { number: this.number, ...place, state: end.state, sums: end.sums, steps, folds, keys };
  }

  private add(entries: readonly E[]): void {
    const { evolveAll, pack } = this.aggregate;
    // Packed again: what a fold copies is copied once for all of them.
    const events = pack(entries);
    this.state = evolveAll(this.state, events);
    for (const event of events) this.fold.add(this.sums, event);
    for (const { origin } of entries) this.keys.push(origin.key === undefined ? 0 : hashKey(origin.key).low);
  }

  private folded(revision: number): Folds<State> {
    return { revision, state: this.state, sums: this.fold.stored(this.sums) };
  }
}

const placeOf = ({ last: revision, streamRevision, recordedAt, position }: ReadEvent<Event>) => ({
  revision,
  streamRevision,
  recordedAt,
  position: positionText(position),
});
