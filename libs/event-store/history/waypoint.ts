/** A waypoint: what a stream's entries had come to, there and on the way to it. How it is stored is said in waypoint-format.ts. */
import type { Instant } from '#domain/messages.js';
import type { Shape } from './difference.js';
import type { WaypointPlace } from './waypoint-places.js';

/** What a stream's entries had come to after one of them. */
export type Folded<State> = {
  readonly state: State;
  /** What `RunningSums` stored. */
  readonly sums: unknown;
};

/** The same, and after which entry; `recordedAt` is that entry's. */
export type Fold<State> = Folded<State> & { readonly revision: number; readonly recordedAt: Instant | undefined };

/** A place on the way to a waypoint, right after an event. The first is where the one before lies, or the stream's beginning. */
export type Step = {
  readonly revision: number;
  readonly streamRevision: number;
  /** This and the next are absent at the beginning. */
  readonly recordedAt?: Instant | undefined;
  /** Of the event, as text. */
  readonly position?: string | undefined;
};

/** `number` counts from 1: it follows the event that holds entry 256 × number. */
export type Waypoint<State> = WaypointPlace &
  Folded<State> & {
    readonly position: string;
    /** In the order of the stream. */
    readonly steps: readonly Step[];
    /** At each of the steps, and between some of them, in the same order. */
    readonly folds: readonly (Folded<State> & { readonly revision: number })[];
    /** For each entry since the waypoint before, 32 bits of its key's hash; 0 where it has none. */
    readonly keys: Uint32Array;
  };

/** `revisions`: of the folds. `lengths`: of the parts, which are state, sums, shapes, and a row for each fold. */
export type Head = WaypointPlace &
  Pick<Waypoint<unknown>, 'position' | 'steps'> & {
    readonly revisions: readonly number[];
    readonly lengths: readonly number[];
  };

/** Before the rows: state, sums, shapes. */
export const PARTS_BEFORE_ROWS = 3;
/** Where state and sums differ, in one or more of the folds. Absent from JSON, null: nowhere. */
export type Shapes = readonly [state: Shape | null, sums: Shape | null];
/** A fold: the number of its shapes, and what is there instead. */
export type Row = readonly [shapes: number, state: readonly unknown[], sums: readonly unknown[]];

/** The last step before an entry, and the place that comes next: another step, or the waypoint itself. */
export function stepBefore(
  { place }: { readonly place: Step & { readonly steps: readonly Step[] } },
  isBefore: (step: Step) => boolean,
) {
  const nth = place.steps.findLastIndex(isBefore);
  const step = place.steps[nth];
  return step && { step, next: place.steps[nth + 1] ?? place };
}
