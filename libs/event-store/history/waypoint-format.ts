/**
 * A waypoint as it is stored. What a fold had come to on the way to it is what differs from where it ended, a few bytes each.
 * Its text is cut at lengths that its head tells, so that what nobody asks for is not parsed.
 */
import { deflated, inflatedText } from '../codec/deflated.js';
import { textBytes } from '../codec/hash-chain.js';
import type { StoredEvent } from '../port/event-store.js';
import { ifWhole, wordsIn, wordsText } from './cache-format.js';
import { differenceOf } from './difference.js';
import { Landmark } from './landmark.js';
import type { Head, Row, Waypoint } from './waypoint.js';

export const WAYPOINT = 'Waypoint';
/** Of what is stored beside the shapes of state and sums; raised when that changes. */
export const FORMAT = 3;
const PLAIN_CHARACTERS = 16 * 1024;

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
  const text = parts.join(',');
  const rest =
    text.length <= PLAIN_CHARACTERS
      ? `${PARTS}${text}${END}`
      : `${DEFLATED}${deflated(Buffer.from(text))}${DEFLATED_END}`;
  return textBytes(`${HEAD}${head}${KEYS}${wordsText(keys)}${rest}`);
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
  return ifWhole(() => {
    const parts = partsIn(text, end);
    if (parts === null) return null;
    const landmark = new Landmark<State>(text.slice(HEAD.length, keysAt - KEYS.length), parts);
    const keys = wordsIn(text.slice(keysAt, end));
    const { revision, steps } = landmark.place;
    // A key that is not among them passes for new.
    return landmark.isWhole && keys.length === revision - (steps[0]?.revision ?? 0) ? { landmark, keys } : null;
  });
}

function partsIn(text: string, from: number): string | null {
  if (text.startsWith(PARTS, from)) return text.slice(from + PARTS.length, -END.length);
  return text.startsWith(DEFLATED, from)
    ? inflatedText(text.slice(from + DEFLATED.length, -DEFLATED_END.length))
    : null;
}
