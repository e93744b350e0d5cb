/** A store whose code is loaded when it is asked for: the official client takes 20 MB that nobody else should carry. */
import type { EventStore, StoredEvent, StreamRead } from '../port/event-store.js';

export function onceLoaded(loading: Promise<EventStore>): EventStore {
  async function* through<T>(iterated: (store: EventStore) => AsyncIterable<T>): AsyncGenerator<T, void, void> {
    yield* iterated(await loading);
  }
  return {
    append: async (...append) => (await loading).append(...append),
    readStream(...read) {
      let reading: StreamRead | undefined;
      const begun = (store: EventStore): AsyncIterable<StoredEvent> => (reading = store.readStream(...read));
      return {
        get exists() {
          return reading?.exists;
        },
        [Symbol.asyncIterator]: () => through(begun),
      };
    },
    readAll: (options) => through((store) => store.readAll(options)),
    subscribeToAll: (options) => through((store) => store.subscribeToAll(options)),
    dispose: async () => (await loading).dispose(),
  };
}
