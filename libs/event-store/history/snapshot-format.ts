/** How a snapshot is stored: JSON, large states deflated, filters as base64. */
import { randomUUID } from 'node:crypto';
import { deflated, inflated } from '../codec/deflated.js';
import { jsonBytes } from '../codec/hash-chain.js';
import type { ProposedEvent, StoredEvent } from '../port/event-store.js';
import { ifWhole } from './cache-format.js';
import { type ChunkMarks, FILTER_BITS } from './key-filters.js';
import type { FinishedChunk } from './loaded-stream.js';

/** A larger snapshot is deflated: an append holds 1 MiB. */
const PLAIN_BYTES = 256 * 1024;
const TYPE = 'Snapshot';

/** Filters are base64. */
type Body<State> = Omit<FinishedChunk<State>, 'filter' | 'marks' | 'state'> & {
  readonly schemaVersion: number;
  /** Of large states the string that they are deflated to. */
  readonly state: State | string;
  readonly isDeflated?: true;
  readonly filter: string;
  readonly marks: Omit<ChunkMarks, 'filter'> & { readonly filter: string };
};

/** A snapshot and its own place in the stream of snapshots. */
export type StoredSnapshot<State> = { readonly chunk: FinishedChunk<State>; readonly at: number };

/** Null where it is no snapshot of this shape, or not whole. */
export function decodeSnapshot<State>(event: StoredEvent, schemaVersion: number): StoredSnapshot<State> | null {
  const body = event.data as Partial<Body<State>> | null;
  if (event.type !== TYPE || body?.schemaVersion !== schemaVersion) return null;
  const { number, revision, streamRevision, lastHash, marks } = body;
  const isWhole = [number, revision, streamRevision].every(Number.isInteger) && lastHash && marks && 'state' in body;
  const filter = bytesOf(body.filter ?? '');
  if (!isWhole || filter.length !== FILTER_BITS / 8) return null;
  const { state, isDeflated, ...chunk } = body as Body<State>;
  return ifWhole(() => {
    const known = { filter, marks: { span: marks.span, filter: bytesOf(marks.filter) } };
    const isState = isDeflated === true ? (inflated(state as string) as State) : (state as State);
    return { chunk: { ...chunk, ...known, state: isState }, at: event.streamRevision };
  });
}

export function encodeSnapshot<State>(
  { filter, marks, ...chunk }: FinishedChunk<State>,
  schemaVersion: number,
): ProposedEvent {
  const filters = { filter: base64(filter), marks: { span: marks.span, filter: base64(marks.filter) } };
  const plain = jsonBytes({ schemaVersion, ...chunk, ...filters });
  const data = plain.length <= PLAIN_BYTES ? plain : jsonBytes({ schemaVersion, ...deflatedState(chunk), ...filters });
  return { id: randomUUID(), type: TYPE, data, metadata: jsonBytes({}) };
}

const deflatedState = <Chunk extends { readonly state: unknown }>(chunk: Chunk) => ({
  ...chunk,
  state: deflated(jsonBytes(chunk.state)),
  isDeflated: true,
});

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (string: string): Uint8Array => new Uint8Array(Buffer.from(string, 'base64'));
