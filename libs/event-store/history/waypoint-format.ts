/**
 * A waypoint as it is stored. What a fold had come to on the way to it is what differs from where it ended, a few bytes each.
 * Its text is cut at lengths that its head tells, so that what nobody asks for is not parsed.
 */
import type { Instant } from '#domain/messages.js';
import { deflated, inflatedText } from '../codec/deflated.js';
import { textBytes } from '../codec/hash-chain.js';
import type { StoredEvent } from '../port/event-store.js';
import { type Shape, differenceOf } from './difference.js';
import { Landmark } from './landmark.js';
import type { WaypointPlace } from './waypoint-places.js';

export const WAYPOINT = 'Waypoint';
/** Of what is stored beside the shapes of state and sums; raised when that changes. */
export const FORMAT = 3;
const PLAIN_CHARACTERS = 16 * 1024;

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

const [HEAD, KEYS, PARTS, DEFLATED, END, DEFLATED_END] = [
  '{"head":',
  ',"keys":"',
  '","parts":[',
  '","deflated":"',
  ']}',
  '"}',
] as const;

export function encodeWaypoint<State>({ state, sums, steps, folds, keys, ...place }: Waypoint<State>): Uint8Array {
  const shapes: string[] = [];
  const rows = folds.map((fold): Row => {
    const [stateValues, sumsValues]: [unknown[], unknown[]] = [[], []];
    const shape = [differenceOf(state, fold.state, stateValues), differenceOf(sums, fold.sums, sumsValues)];
    const text = JSON.stringify(shape);
    if (!shapes.includes(text)) shapes.push(text);
    return [shapes.indexOf(text), stateValues, sumsValues];
  });
  const parts = [
    JSON.stringify(state),
    JSON.stringify(sums) ?? 'null',
    `[${shapes.join(',')}]`,
    ...rows.map((row) => JSON.stringify(row)),
  ];
  const lengths = parts.map(({ length }) => length);
  const revisions = folds.map(({ revision }) => revision);
  const head = JSON.stringify({ ...place, steps, revisions, lengths } satisfies Head);
  const base64 = Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength).toString('base64');
  const text = parts.join(',');
  const rest =
    text.length <= PLAIN_CHARACTERS
      ? `${PARTS}${text}${END}`
      : `${DEFLATED}${deflated(Buffer.from(text))}${DEFLATED_END}`;
  return textBytes(`${HEAD}${head}${KEYS}${base64}${rest}`);
}

/** As it is read. `keys` as those of what was written. */
export type StoredWaypoint<State> = { readonly landmark: Landmark<State>; readonly keys: Uint32Array };

/** Of an event whose data are text. Null where it is none, or not whole. */
export function decodeWaypoint<State>({
  type,
  data,
}: Pick<StoredEvent, 'type' | 'data'>): StoredWaypoint<State> | null {
  const text = data as string;
  // Nothing before the keys is anybody's text.
  const keysAt = text.indexOf(KEYS) + KEYS.length;
  const end = text.indexOf('"', keysAt);
  if (type !== WAYPOINT || !text.startsWith(HEAD) || keysAt < KEYS.length || end < 0) return null;
  const parts = partsIn(text, end);
  if (parts === null) return null;
  const bytes = new Uint8Array(Buffer.from(text.slice(keysAt, end), 'base64'));
  const landmark = new Landmark<State>(text.slice(HEAD.length, keysAt - KEYS.length), parts);
  return landmark.isWhole ? { landmark, keys: new Uint32Array(bytes.buffer) } : null;
}

function partsIn(text: string, from: number): string | null {
  if (text.startsWith(PARTS, from)) return text.slice(from + PARTS.length, -END.length);
  return text.startsWith(DEFLATED, from)
    ? inflatedText(text.slice(from + DEFLATED.length, -DEFLATED_END.length))
    : null;
}

/** The last step before an entry, and the place that comes next: another step, or the waypoint itself. */
export function stepBefore(
  { place }: { readonly place: Step & { readonly steps: readonly Step[] } },
  isBefore: (step: Step) => boolean,
) {
  const nth = place.steps.findLastIndex(isBefore);
  const step = place.steps[nth];
  return step && { step, next: place.steps[nth + 1] ?? place };
}
