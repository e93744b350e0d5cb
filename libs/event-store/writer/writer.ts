/** The single writer of an aggregate's streams in this process: a queue per stream, and a bounded cache of their states. */
import type { Command, Event } from '#domain/messages.js';
import type { Item } from './batch.js';
import { Busy } from '../port/errors.js';
import { DEFAULT_LIMITS, type Writer, type WriterOptions } from './execute-command.js';
import { createFence } from './fence.js';
import { createHistory } from '../history/history.js';
import { createLoader } from '../history/loader.js';
import { createSnapshots } from '../history/snapshots.js';
import { type StreamWriter, type WriterContext, createStreamWriter } from './stream-writer.js';

export function createWriter<State, C extends Command, E extends Event>(
  options: WriterOptions<State, C, E>,
): Writer<State, C, E> {
  const { store, aggregate, codec } = options;
  const { category } = aggregate;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const folding = { aggregate: aggregate as never, codec };
  const snapshots = options.snapshots && createSnapshots<State>(store, category, options.snapshots.schemaVersion);
  const history = createHistory<State, E>(store, category, folding, snapshots);
  const loader = createLoader<State, E>(store, category, folding, snapshots, history);
  const ending = new AbortController();
  const { signal } = ending;
  const fence = createFence(store, signal);
  const context: WriterContext<State, C, E> = { ...options, limits, loader, history, fence, signal };

  /** `isUsed`: asked for again since eviction came by last. */
  type Cached = { readonly stream: StreamWriter<State, C, E>; bytes: number; isUsed: boolean };
  const streams = new Map<string, Cached>();
  let cachedBytes = 0;
  let isClosed = false;
  let working = 0;
  const whenDone: (() => void)[] = [];

  function streamOf(id: string): StreamWriter<State, C, E> {
    const known = streams.get(id);
    if (known) {
      known.isUsed = true;
      return known.stream;
    }
    const stream = createStreamWriter(context, id, () => onIdle(id));
    streams.set(id, { stream, bytes: 0, isUsed: false });
    return stream;
  }

  function onIdle(id: string): void {
    const cached = streams.get(id);
    if (!cached) return;
    const { bytes } = cached.stream;
    cachedBytes += bytes - cached.bytes;
    cached.bytes = bytes;
    evict();
  }

  /**
   * Second chance: those in use, or used again since this came by last, go to the end of the queue. To move a stream at
   * each use would be simpler, but a `Map` that deletes and sets one key over and over searches all that it deleted.
   */
  function evict(): void {
    let looks = 2 * streams.size;
    for (const [id, cached] of streams) {
      if ((streams.size <= limits.cachedStreams && cachedBytes <= limits.cachedBytes) || looks-- === 0) return;
      streams.delete(id);
      if (cached.isUsed || !cached.stream.isIdle) {
        cached.isUsed = false;
        streams.set(id, cached);
      } else cachedBytes -= cached.bytes;
    }
  }

  /** Queues what `make` makes of a promise's two ends. */
  function ask<T>(
    id: string,
    make: (resolve: (value: T) => void, reject: (error: unknown) => void, decideBy: number) => Item<State, C, E>,
  ): Promise<T> {
    if (isClosed) return Promise.reject(new Busy('This process is stopping. Try again with the same key.'));
    return new Promise<T>((resolve, reject) => {
      let isAnswered = false;
      const answering =
        <V>(give: (value: V) => void) =>
        (value: V): void => {
          if (isAnswered) return;
          isAnswered = true;
          give(value);
          if (--working === 0) for (const done of whenDone.splice(0)) done();
        };
      const item = make(answering(resolve), answering(reject), performance.now() + limits.decideWithinMs);
      streamOf(id).add(item);
      working++;
    });
  }

  const query: Writer<State, C, E>['query'] = (id, view) =>
    ask(id, (resolve, reject, decideBy) => ({
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
    execute: (id, request) =>
      ask(id, (resolve, reject, decideBy) => ({
        request,
        resolve,
        reject,
        decideBy,
        chunksWithoutKey: 0,
      })),
    query,
    load: (id) => query(id, (state) => state),
    history,

    get cached() {
      return { streams: streams.size, bytes: cachedBytes };
    },

    async close() {
      isClosed = true;
      if (working > 0) await new Promise<void>((resolve) => whenDone.push(resolve));
      ending.abort();
      await loader.settled();
    },
  };
}
