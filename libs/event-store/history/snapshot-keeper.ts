/** Has the snapshots of streams in memory written, behind their backs and one after the other. */
import { type FinishedChunk, type LoadedStream } from './loaded-stream.js';
import type { SnapshotTail, Snapshots } from './snapshots.js';

type End = { readonly tail: SnapshotTail; written: Promise<void> };

export class SnapshotKeeper<State> {
  private readonly tails = new WeakMap<LoadedStream<State>, End>();
  private readonly writing = new Set<Promise<void>>();
  private readonly filling = new Set<string>();

  constructor(
    private readonly snapshots: Snapshots<State> | undefined,
    private readonly load: (id: string) => Promise<LoadedStream<State>>,
  ) {}

  /** Where the stream's snapshots end. */
  begin(loaded: LoadedStream<State>, tail: SnapshotTail): void {
    this.tails.set(loaded, { tail, written: Promise.resolve() });
  }

  /** Has a snapshot written, later and if possible. */
  keep(loaded: LoadedStream<State>, chunk: FinishedChunk<State>): void {
    const { snapshots } = this;
    if (!snapshots) return;
    const end = this.tails.get(loaded) ?? this.endBefore(loaded.id, chunk, snapshots);
    this.tails.set(loaded, end);
    // Nothing depends on a snapshot: one that could not be written is written by whoever folds past it next.
    const written = end.written
      .then(() => snapshots.write(loaded.id, end.tail, chunk))
      .then((isThere) => (isThere ? undefined : this.fillGap(loaded.id, end.tail)))
      .catch(() => {});
    end.written = written;
    this.writing.add(written);
    void written.then(() => this.writing.delete(written));
  }

  /** Resolves when all snapshots have been written that were to be. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  /** Before the first chunk there are none; before a later one, of a stream that its bookmark was loaded from, they are looked for. */
  private endBefore(id: string, { number }: FinishedChunk<State>, snapshots: Snapshots<State>): End {
    const tail: SnapshotTail = { number: 0, at: 'no_stream' };
    const found = number === 1 ? Promise.resolve(null) : snapshots.latest(id);
    const written = found.then((last) => {
      if (last) Object.assign(tail, { number: last.chunk.number, at: last.at });
    });
    return { tail, written };
  }

  /** Earlier snapshots are missing: a load folds past them and has them written. */
  private async fillGap(id: string, tail: SnapshotTail): Promise<void> {
    if (this.filling.has(id)) return;
    this.filling.add(id);
    try {
      const filled = this.tails.get(await this.load(id));
      await filled?.written;
      Object.assign(tail, filled?.tail);
    } finally {
      this.filling.delete(id);
    }
  }
}
