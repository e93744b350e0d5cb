/** The end of every stream so far, and whether an event follows it: the hash chain of each account. */
import { NO_PREVIOUS, hashEvent, jsonBytes, previousHashOf } from '#event-store/codec/hash-chain.js';
import type { EventLine } from './export.js';

type Head = { readonly streamRevision: number; readonly hash: string };

/** The event of the stream at which the chain breaks. */
export type Break = { readonly kind: 'altered' | 'missing' | 'inserted'; readonly streamRevision: number };

/** Memory: a revision and a hash for each stream. */
export class StreamHeads {
  private readonly heads = new Map<string, Head>();

  /** Streams that have events. */
  get count(): number {
    return this.heads.size;
  }

  /** Null where the event follows. `hash` is its own; it is the end of its stream from then on, whether it follows or not. */
  take({ stream, streamRevision, metadata }: EventLine, hash: string): Break | null {
    const head = this.heads.get(stream) ?? { streamRevision: -1, hash: NO_PREVIOUS };
    this.heads.set(stream, { streamRevision, hash });
    const next = head.streamRevision + 1;
    if (streamRevision > next) return { kind: 'missing', streamRevision: next };
    if (streamRevision < next) return { kind: 'inserted', streamRevision };
    if (previousHashOf({ metadata }) === head.hash) return null;
    // An event names the one before it: that is the one which is another now.
    return { kind: 'altered', streamRevision: Math.max(0, streamRevision - 1) };
  }
}

/** Of what the line holds, whatever hash it names. */
export const hashOfLine = ({ id, type, data, metadata, streamRevision }: EventLine): string =>
  hashEvent(
    previousHashOf({ metadata }) ?? '',
    { id, type, data: jsonBytes(data), metadata: jsonBytes(metadata) },
    streamRevision,
  );
