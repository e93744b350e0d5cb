/** The streams that a process keeps in memory, as many as may be. Those that are busy stay. */
import type { Command, Event } from '#domain/messages.js';
import type { WriterLimits } from './execute-command.js';
import type { StreamWriter } from './stream-writer.js';

export class StreamCache<State, C extends Command, E extends Event> {
  /** Roughly what all of them take. */
  bytes = 0;
  private readonly streams = new Map<string, StreamWriter<State, C, E>>();
  /** Where eviction goes on. A `Map` searches all that was deleted from its beginning when it is gone through afresh. */
  private hand = this.streams.values();

  constructor(
    private readonly limits: Pick<WriterLimits, 'cachedStreams' | 'cachedBytes'>,
    private readonly create: (
      id: string,
      onIdle: (stream: StreamWriter<State, C, E>) => void,
    ) => StreamWriter<State, C, E>,
  ) {}

  get count(): number {
    return this.streams.size;
  }

  /** Undefined where it is not kept. */
  known(id: string): StreamWriter<State, C, E> | undefined {
    const known = this.streams.get(id);
    if (known) known.cached.isUsed = true;
    return known;
  }

  streamOf(id: string): StreamWriter<State, C, E> {
    const known = this.known(id);
    if (known) return known;
    const stream = this.create(id, this.weigh);
    this.streams.set(id, stream);
    return stream;
  }

  private readonly weigh = (stream: StreamWriter<State, C, E>): void => {
    if (this.streams.get(stream.id) !== stream) return;
    const { bytes } = stream;
    this.bytes += bytes - stream.cached.bytes;
    stream.cached.bytes = bytes;
    if (!this.isWithinLimits) this.evict();
  };

  private get isWithinLimits(): boolean {
    return this.count <= this.limits.cachedStreams && this.bytes <= this.limits.cachedBytes;
  }

  /** Second chance: those in use, or used again since this came by last, stay for another round. */
  private evict(): void {
    for (let looks = 2 * this.count; looks > 0 && !this.isWithinLimits; looks--) {
      const { done, value: stream } = this.hand.next();
      if (done) this.hand = this.streams.values();
      else if (stream.cached.isUsed || !stream.isIdle) stream.cached.isUsed = false;
      else {
        this.streams.delete(stream.id);
        this.bytes -= stream.cached.bytes;
      }
    }
  }
}
