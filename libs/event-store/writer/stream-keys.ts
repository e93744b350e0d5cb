/** What tells used keys from new ones: the filters of a stream's whole past; of an old stream that was just loaded its index, until they are read. */
import type { Command, Event } from '#domain/messages.js';
import type { StreamHistory } from '../history/history.js';
import { hashKey } from '../history/keys.js';
import type { LoadedStream } from '../history/loaded-stream.js';
import type { Loader } from '../history/loader.js';
import { CommandItem, type Item } from './batch.js';

/** For more keys at once reading all filters is as cheap. */
const FEW_KEYS = 4;

export class StreamKeys<State, C extends Command, E extends Event> {
  private reading: { readonly stream: LoadedStream<State>; readonly isRead: Promise<void> } | undefined;
  private isWanted = false;

  constructor(
    private readonly loader: Loader<State, E>,
    private readonly history: StreamHistory<State, E>,
  ) {}

  /** True where no command's key can be mistaken for a new one. */
  areKnown(stream: LoadedStream<State>, items: readonly Item<State, C, E>[]): boolean {
    return stream.filters !== undefined || !items.some((item) => isOpen(stream, item));
  }

  /** Makes that true. */
  async provide(stream: LoadedStream<State>, items: readonly Item<State, C, E>[]): Promise<void> {
    const open = items.filter((item): item is CommandItem<State, C, E> => isOpen(stream, item));
    if (open.length > FEW_KEYS || !(await this.areNew(stream, open))) return this.read(stream);
    this.isWanted = true;
  }

  /** All filters. */
  read(stream: LoadedStream<State>): Promise<void> {
    if (this.reading?.stream !== stream) {
      const isRead = this.loader.loadFilters(stream).finally(() => (this.reading = undefined));
      this.reading = { stream, isRead };
    }
    return this.reading.isRead;
  }

  /** Nobody waits: what comes next finds the filters. Where they can not be read, it reads them itself. */
  readAhead(stream: LoadedStream<State> | undefined): void {
    if (this.isWanted && stream && !stream.filters) this.read(stream).catch(() => {});
    this.isWanted = false;
  }

  private async areNew(stream: LoadedStream<State>, items: readonly CommandItem<State, C, E>[]): Promise<boolean> {
    const { id, chunks } = stream;
    const proofs = items.map(async (item) => {
      item.keyHash ??= hashKey(item.request.origin.key ?? '');
      const isNew = await this.history.isNewKey(id, item.keyHash, chunks);
      if (isNew) item.chunksWithoutKey = chunks;
      return isNew;
    });
    return (await Promise.all(proofs)).every(Boolean);
  }
}

/** It has a key that may be in a chunk of which nothing is known. */
const isOpen = <State, C extends Command, E extends Event>(
  { chunks }: LoadedStream<State>,
  item: Item<State, C, E>,
): boolean => item instanceof CommandItem && item.request.origin.key !== undefined && item.chunksWithoutKey < chunks;
