/** The streams that a process keeps in memory, as many as may be. Those that are busy stay. */
import type { Command, Event } from '#domain/messages.js';
import type { WriterLimits } from './execute-command.js';
import type { StreamWriter } from './stream-writer.js';

/** `isUsed`: requested again since eviction came by last. */
type Cached<State, C extends Command, E extends Event> = {
  readonly stream: StreamWriter<State, C, E>;
  bytes: number;
  isUsed: boolean;
};

export class StreamCache<State, C extends Command, E extends Event> {
  /** Roughly what all of them take. */
  bytes = 0;
  private readonly streams = new Map<string, Cached<State, C, E>>();

  constructor(
    private readonly limits: Pick<WriterLimits, 'cachedStreams' | 'cachedBytes'>,
    private readonly create: (id: string, onIdle: () => void) => StreamWriter<State, C, E>,
  ) {}

  get count(): number {
    return this.streams.size;
  }

  streamOf(id: string): StreamWriter<State, C, E> {
    const known = this.streams.get(id);
    if (known) {
      known.isUsed = true;
      return known.stream;
    }
    const stream = this.create(id, () => this.weigh(id));
    this.streams.set(id, { stream, bytes: 0, isUsed: false });
    return stream;
  }

  private weigh(id: string): void {
    const cached = this.streams.get(id);
    if (!cached) return;
    const { bytes } = cached.stream;
    this.bytes += bytes - cached.bytes;
    cached.bytes = bytes;
    this.evict();
  }

  /**
   * Second chance: those in use, or used again since this came by last, go to the end of the queue. To move a stream at
   * each use would be simpler, but a `Map` that deletes and sets one key over and over searches all that it deleted.
   */
  private evict(): void {
    const { cachedStreams, cachedBytes } = this.limits;
    let looks = 2 * this.count;
    for (const [id, cached] of this.streams) {
      if ((this.count <= cachedStreams && this.bytes <= cachedBytes) || looks-- === 0) return;
      this.streams.delete(id);
      if (cached.isUsed || !cached.stream.isIdle) {
        cached.isUsed = false;
        this.streams.set(id, cached);
      } else this.bytes -= cached.bytes;
    }
  }
}
