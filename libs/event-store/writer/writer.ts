/** The single writer of an aggregate's streams in this process: a queue per stream, and a bounded cache of their states. */
import type { Command, Event } from '#domain/messages.js';
import { StreamHistory } from '../history/history.js';
import { Loader } from '../history/loader.js';
import { Snapshots } from '../history/snapshots.js';
import { Busy } from '../port/errors.js';
import type { Item } from './batch.js';
import { DEFAULT_LIMITS, type Writer, type WriterOptions } from './execute-command.js';
import { createFence } from './fence.js';
import { OpenRequests } from './open-requests.js';
import { StreamCache } from './stream-cache.js';
import { StreamWriter, type WriterContext } from './stream-writer.js';

export function createWriter<State, C extends Command, E extends Event>(
  options: WriterOptions<State, C, E>,
): Writer<State, C, E> {
  const ending = new AbortController();
  const context = contextOf(options, ending.signal);
  const { limits, loader, history } = context;
  const cache = new StreamCache<State, C, E>(limits, (id, onIdle) => new StreamWriter(context, id, onIdle));
  const requests = new OpenRequests();
  let isClosed = false;

  /** Queues what `make` makes of a promise's two ends. */
  function request<T>(
    id: string,
    make: (resolve: (value: T) => void, reject: (error: unknown) => void, decideBy: number) => Item<State, C, E>,
  ): Promise<T> {
    if (isClosed) return Promise.reject(new Busy('This process is stopping. Try again with the same key.'));
    return requests.open<T>((resolve, reject) => {
      const item = make(resolve, reject, performance.now() + limits.decideWithinMs);
      cache.streamOf(id).add(item);
    });
  }

  const query: Writer<State, C, E>['query'] = (id, view) =>
    request(id, (resolve, reject, decideBy) => ({
      decideBy,
      reject,
      view(state, now) {
        try {
          resolve(view(state, now));
        } catch (error) {
          reject(error);
        }
      },
    }));

  return {
    execute: (id, command) =>
      request(id, (resolve, reject, decideBy) => ({
        request: command,
        resolve,
        reject,
        decideBy,
        chunksWithoutKey: 0,
      })),
    query,
    load: (id) => query(id, (state) => state),
    history,

    get cached() {
      return { streams: cache.count, bytes: cache.bytes };
    },

    async close() {
      isClosed = true;
      await requests.answered();
      ending.abort();
      await loader.settled();
    },
  };
}

function contextOf<State, C extends Command, E extends Event>(
  options: WriterOptions<State, C, E>,
  signal: AbortSignal,
): WriterContext<State, C, E> {
  const { store, aggregate, codec } = options;
  const { category } = aggregate;
  const folding = { aggregate: aggregate as never, codec };
  const snapshots = options.snapshots && new Snapshots<State>(store, category, options.snapshots.schemaVersion);
  const history = new StreamHistory<State, E>(store, category, folding, snapshots);
  const loader = new Loader<State, E>(store, category, folding, snapshots, history);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  return { ...options, limits, loader, history, fence: createFence(store, signal), signal };
}
