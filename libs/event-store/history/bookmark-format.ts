/** How a bookmark is stored: JSON, keys and marks as base64. */
import { randomUUID } from 'node:crypto';
import { jsonBytes } from '../codec/hash-chain.js';
import type { ProposedEvent, StoredEvent } from '../port/event-store.js';
import { wordsIn, wordsText } from './cache-format.js';
import type { PackedMarks } from './chunk-marks.js';
import type { LoadedStream } from './loaded-stream.js';

const TYPE = 'Bookmark';

type Place<State> = Pick<
  LoadedStream<State>,
  'state' | 'revision' | 'streamRevision' | 'lastHash' | 'recordedAt' | 'lastKey' | 'chunks'
>;

/** All that a stream in memory is, as it does not change any more. */
export type Bookmark<State> = Place<State> & { readonly keys: Uint32Array; readonly marks: PackedMarks };

type Body<State> = Place<State> & {
  readonly schemaVersion: number;
  readonly keys: string;
  readonly marks: { readonly hashes: string; readonly spans: PackedMarks['spans'] };
};

/** Null where it is none of this shape, or not whole. */
export function decodeBookmark<State>({ type, data }: StoredEvent, schemaVersion: number): Bookmark<State> | null {
  const body = data as Partial<Body<State>> | null;
  if (type !== TYPE || body?.schemaVersion !== schemaVersion) return null;
  const { keys, marks, lastHash, revision, streamRevision, chunks } = body;
  const isWhole = [revision, streamRevision, chunks].every(Number.isInteger) && lastHash && 'state' in body;
  if (!isWhole || typeof keys !== 'string' || typeof marks?.hashes !== 'string' || !Array.isArray(marks.spans))
    return null;
  const { schemaVersion: _, ...place } = body as Body<State>;
  return { ...place, keys: wordsIn(keys), marks: { hashes: wordsIn(marks.hashes), spans: marks.spans } };
}

export function encodeBookmark<State>(
  { keys, marks, ...place }: Bookmark<State>,
  schemaVersion: number,
): ProposedEvent {
  const packed = { keys: wordsText(keys), marks: { hashes: wordsText(marks.hashes), spans: marks.spans } };
  const data = jsonBytes({ schemaVersion, ...place, ...packed } satisfies Body<State>);
  return { id: randomUUID(), type: TYPE, data, metadata: jsonBytes({}) };
}
