/**
 * The hash chain of a stream: the metadata of each event carry the hash of the one before it, so that nothing can be
 * altered, removed or put in between without breaking every link from there on.
 */
import { hash } from 'node:crypto';
import type { ProposedEvent, StoredEvent } from '../port/event-store.js';
import type { StoredMetadata } from './codec.js';

/** What the first event of a stream carries in place of a hash. */
export const NO_PREVIOUS = '0'.repeat(64);

/** A view of a buffer: the client takes a `Buffer` for an object, and an encoder costs twice as much. */
export const jsonBytes = (value: unknown): Uint8Array => textBytes(JSON.stringify(value));

export function textBytes(text: string): Uint8Array {
  const { buffer, byteOffset, length } = Buffer.from(text);
  return new Uint8Array(buffer, byteOffset, length);
}

type Hashed = Pick<ProposedEvent, 'type' | 'id' | 'data' | 'metadata'>;

/**
 * SHA-256, hex, over previous hash, type, id, stream revision, data and metadata as stored. Each part is preceded by
 * its length in bytes, so that no two events give the same input.
 */
export function hashEvent(previousHash: string, event: Hashed, streamRevision: number): string {
  const { data, metadata } = event;
  const head = Buffer.from(headOf(previousHash, event, streamRevision, data.length));
  return hash('sha256', Buffer.concat([head, data, Buffer.from(`${metadata.length}:`), metadata]), 'hex');
}

const headOf = (
  previousHash: string,
  { type, id }: Pick<Hashed, 'type' | 'id'>,
  streamRevision: number,
  dataLength: number,
): string => {
  const place = String(streamRevision);
  return `${sized(previousHash)}${sized(type)}${sized(id)}${sized(place)}${dataLength}:`;
};

const sized = (part: string): string => `${Buffer.byteLength(part)}:${part}`;

/** JSON of an event that takes its place in a stream. */
export type WrittenJson = {
  readonly type: string;
  readonly id: string;
  readonly data: string;
  readonly metadata: string;
};

/** Its bytes and its hash. All is written once, into one buffer, of which data and metadata are parts. */
export function chained(
  previousHash: string,
  { type, id, data, metadata }: WrittenJson,
  streamRevision: number,
): { readonly proposed: ProposedEvent; readonly hash: string } {
  const dataLength = Buffer.byteLength(data);
  const metadataLength = Buffer.byteLength(metadata);
  const head = headOf(previousHash, { type, id }, streamRevision, dataLength);
  const between = `${metadataLength}:`;
  const dataAt = Buffer.byteLength(head);
  const metadataAt = dataAt + dataLength + between.length;
  const bytes = Buffer.allocUnsafe(metadataAt + metadataLength);
  bytes.write(head, 0);
  bytes.write(data, dataAt);
  bytes.write(between, dataAt + dataLength);
  bytes.write(metadata, metadataAt);
  const { buffer, byteOffset } = bytes;
  const proposed: ProposedEvent = {
    id,
    type,
    data: new Uint8Array(buffer, byteOffset + dataAt, dataLength),
    metadata: new Uint8Array(buffer, byteOffset + metadataAt, metadataLength),
  };
  return { proposed, hash: hash('sha256', bytes, 'hex') };
}

export const previousHashOf = (event: Pick<StoredEvent, 'metadata'>): string | undefined =>
  (event.metadata as StoredMetadata | undefined)?.previousHash;

/** The hash of an event that was read. JSON that was stored comes out of parsing and writing again byte for byte. */
export const hashOf = ({ type, id, streamRevision, data, metadata }: StoredEvent): string =>
  hashEvent(
    previousHashOf({ metadata }) ?? '',
    { type, id, data: jsonBytes(data), metadata: jsonBytes(metadata) },
    streamRevision,
  );

export type Finding = {
  /**
   * `missing`: no event of this number. `reordered`: it comes after the next one. `inserted`: it stands between two
   * that belong together, or repeats a number. `altered`: it is not what was written; also where events were taken
   * out and the rest renumbered, which leaves the same trace.
   */
  readonly kind: 'altered' | 'missing' | 'inserted' | 'reordered';
  readonly stream: string;
  /** Where it was found: the number that is missing, or that of the event at fault. */
  readonly streamRevision: number;
};

export type Verification =
  | { readonly isIntact: true; readonly events: number; readonly head: string }
  | { readonly isIntact: false; readonly first: Finding };

/** What a trusted record holds of a stream: its last event at the time, and that event's hash. */
export type Head = { readonly streamRevision: number; readonly hash: string };

/**
 * Goes through one stream's events from its first and finds where the chain first breaks. That the last event was
 * altered, or the end cut off, shows only against a `head` that was kept elsewhere (a signed checkpoint).
 */
export async function verify(events: AsyncIterable<StoredEvent>, head?: Head): Promise<Verification> {
  let last: StoredEvent | undefined;
  let lastHash = NO_PREVIOUS;
  let hashBefore = NO_PREVIOUS;
  const broken = (kind: Finding['kind'], stream: string, streamRevision: number): Verification => ({
    isIntact: false,
    first: { kind, stream, streamRevision },
  });

  const iterator = events[Symbol.asyncIterator]();
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    const event = next.value;
    const expected = last ? last.streamRevision + 1 : 0;
    if (event.streamRevision > expected) {
      const after = await iterator.next();
      const isSwapped = !after.done && after.value.streamRevision === expected;
      return broken(isSwapped ? 'reordered' : 'missing', event.stream, expected);
    }
    if (event.streamRevision < expected) return broken('inserted', event.stream, event.streamRevision);
    if (previousHashOf(event) !== lastHash) {
      if (!last) return broken('altered', event.stream, 0);
      return broken(previousHashOf(event) === hashBefore ? 'inserted' : 'altered', event.stream, last.streamRevision);
    }
    hashBefore = lastHash;
    lastHash = hashOf(event);
    last = event;
    if (head?.streamRevision === event.streamRevision && head.hash !== lastHash)
      return broken('altered', event.stream, event.streamRevision);
  }
  const count = last ? last.streamRevision + 1 : 0;
  if (head && head.streamRevision >= count) return broken('missing', last?.stream ?? '', count);
  return { isIntact: true, events: count, head: lastHash };
}
