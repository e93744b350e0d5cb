/** The fold from one waypoint to the next. */
import type { Event } from '#domain/messages.js';
import { positionText } from '../port/position-text.js';
import type { ReadEvent } from './entry-reader.js';
import { hashKey } from './keys.js';
import type { Folding } from './loaded-stream.js';
import type { RunningSums } from './running-sums.js';
import { type FoldedStep, type Waypoint, stepsTo } from './waypoint-format.js';

/** A step follows the event with which so many entries have passed since the one before. */
export const ENTRIES_PER_STEP = 32;

export class WayOn<State, E extends Event> {
  number: number;
  private state: State;
  private readonly sums: unknown;
  private keys: number[] = [];
  private steps: FoldedStep<State>[];

  constructor(
    private readonly aggregate: Pick<Folding<State, E>['aggregate'], 'initialState' | 'evolveAll'>,
    private readonly fold: RunningSums<unknown, E>,
    from: Waypoint<State> | undefined,
  ) {
    this.number = from?.number ?? 0;
    this.state = from?.state ?? aggregate.initialState;
    this.sums = fold.begin(from?.sums);
    const { revision = 0, streamRevision = -1, recordedAt, position } = from ?? {};
    this.steps = [this.step({ revision, streamRevision, recordedAt, position })];
  }

  /** The last step. */
  get place(): FoldedStep<State> {
    return this.steps.at(-1) as FoldedStep<State>;
  }

  take(event: ReadEvent<E>): void {
    const { entries, last } = event;
    this.state = this.aggregate.evolveAll(this.state, entries);
    for (const entry of entries) {
      this.fold.add(this.sums, entry);
      this.keys.push(entry.origin.key === undefined ? 0 : hashKey(entry.origin.key).low);
    }
    if (last - this.place.revision >= ENTRIES_PER_STEP) this.steps.push(this.step(placeOf(event)));
  }

  /** The next waypoint, right after an event that was taken. */
  finished(event: ReadEvent<E>): Waypoint<State> {
    const place = placeOf(event);
    const end = this.step(place);
    const steps = this.steps.filter((step) => step.revision < place.revision);
    const keys = Uint32Array.from(this.keys);
    this.number++;
    this.steps = [end];
    this.keys = [];
    return { number: this.number, ...place, state: end.state, sums: end.sums, steps: stepsTo(end, steps), keys };
  }

  private step(place: Omit<FoldedStep<State>, 'state' | 'sums'>): FoldedStep<State> {
    return { ...place, state: this.state, sums: this.fold.stored(this.sums) };
  }
}

const placeOf = ({ last: revision, streamRevision, recordedAt, position }: ReadEvent<Event>) => ({
  revision,
  streamRevision,
  recordedAt,
  position: positionText(position),
});
