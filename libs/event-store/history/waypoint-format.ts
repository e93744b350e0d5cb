/** A waypoint as it is stored. The states on the way to it are what differs from its own: a few bytes each. */
import type { Instant } from '#domain/messages.js';
import { deflated, inflated } from '../codec/deflated.js';
import { jsonBytes } from '../codec/hash-chain.js';
import type { StoredEvent } from '../port/event-store.js';
import { type Difference, differenceOf, differing } from './difference.js';
import type { WaypointPlace } from './waypoint-places.js';

export const WAYPOINT = 'Waypoint';
/** Of what is stored beside the shapes of state and sums; raised when that changes. */
export const FORMAT = 2;
const PLAIN_BYTES = 16 * 1024;

/** What a stream's entries had come to, right after an event. */
export type Folded<State> = {
  readonly state: State;
  /** What `RunningSums` stored. */
  readonly sums: unknown;
};

/** A place on the way to a waypoint, right after an event. The first is where the one before lies, or the stream's beginning. */
export type Step = {
  readonly revision: number;
  readonly streamRevision: number;
  /** This and the next are absent at the beginning. */
  readonly recordedAt?: Instant | undefined;
  /** Of the event, as text. */
  readonly position?: string | undefined;
  /** From what the waypoint holds to what a fold had come to here. */
  readonly difference?: Difference;
};

/** `number` counts from 1: it follows the event that holds entry 256 × number. */
export type Waypoint<State> = WaypointPlace &
  Folded<State> & {
    readonly position: string;
    /** In the order of the stream. */
    readonly steps: readonly Step[];
    /** For each entry since the waypoint before, 32 bits of its key's hash; 0 where it has none. */
    readonly keys: Uint32Array;
  };

/** Without the hashes, which nobody needs for a state. */
export type Landmark<State> = Omit<Waypoint<State>, 'keys'>;

export type FoldedStep<State> = Omit<Step, 'difference'> & Folded<State>;

type Body<State> = Omit<Waypoint<State>, keyof Folded<State> | 'steps' | 'keys'> & { readonly keys: string } & (
    (Folded<State> & { readonly steps: readonly Step[] }) | { readonly deflated: string }
  );

export const stepsTo = <State>({ state, sums }: Folded<State>, steps: readonly FoldedStep<State>[]): readonly Step[] =>
  steps.map(({ state: itsState, sums: itsSums, ...place }) => ({
    ...place,
    difference: differenceOf({ state, sums }, { state: itsState, sums: itsSums }),
  }));

/** What a fold had come to at one of a waypoint's steps. */
export function foldedAt<State>({ state, sums }: Folded<State>, { difference, ...place }: Step): FoldedStep<State> {
  return { ...place, ...(differing({ state, sums }, difference) as Folded<State>) };
}

/** The last step before an entry, and the place that comes next: another step, or the waypoint itself. */
export function stepBefore<State>(landmark: Landmark<State>, isBefore: (step: Step) => boolean) {
  const nth = landmark.steps.findLastIndex(isBefore);
  const step = landmark.steps[nth];
  return step && { step, next: landmark.steps[nth + 1] ?? landmark };
}

export function encodeWaypoint<State>({ state, sums, steps, keys, ...place }: Waypoint<State>): Uint8Array {
  const base64 = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength).toString('base64');
  const plain = jsonBytes({ ...place, keys: base64, state, sums, steps });
  if (plain.length <= PLAIN_BYTES) return plain;
  return jsonBytes({ ...place, keys: base64, deflated: deflated(jsonBytes({ state, sums, steps })) });
}

/** Null where it is none, or not whole. */
export function decodeWaypoint<State>({ type, data }: Pick<StoredEvent, 'type' | 'data'>): Waypoint<State> | null {
  const body = data as Body<State> | null;
  if (type !== WAYPOINT || !body || !Number.isInteger(body.number) || !Number.isInteger(body.streamRevision))
    return null;
  const bytes = new Uint8Array(Buffer.from(body.keys, 'base64'));
  const { state, sums, steps } = 'deflated' in body ? (inflated(body.deflated) as Waypoint<State>) : body;
  if (!steps?.length) return null;
  const { number, revision, streamRevision, recordedAt, position } = body;
  const place = { number, revision, streamRevision, recordedAt, position };
  return { ...place, state, sums, steps, keys: new Uint32Array(bytes.buffer) };
}
