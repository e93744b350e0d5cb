/** A log that is read and nothing else: whoever would keep something in it, such as a snapshot, is refused and goes without. */
import { AppendRejected, StoreUnavailable } from '#event-store/port/errors.js';
import type { EventStore } from '#event-store/port/event-store.js';

export const readOnly = (store: Pick<EventStore, 'readStream' | 'readAll' | 'dispose'>): EventStore => ({
  readStream: (stream, options) => store.readStream(stream, options),
  readAll: (options) => store.readAll(options),
  dispose: () => store.dispose(),
  append: () => Promise.reject(new AppendRejected('The log was opened for reading alone')),
  subscribeToAll() {
    throw new StoreUnavailable(new Error('The log was opened for reading alone'));
  },
});
