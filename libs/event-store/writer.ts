/** The single writer of an aggregate's streams in this process: a queue per stream, and a bounded cache of their states. */
import type { Command, Event } from '#domain/messages.js';
import type { Item } from './batch.js';
import { Busy } from './errors.js';
import { DEFAULT_LIMITS, type Writer, type WriterOptions } from './execute-command.js';
import { createHistory } from './history.js';
import { createLoader } from './loader.js';
import { createSnapshots } from './snapshots.js';
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
  const context: WriterContext<State, C, E> = { ...options, limits, loader, history };

  /** In the order of their last use, longest ago first. */
  const streams = new Map<string, StreamWriter<State, C, E>>();
  const sizes = new Map<string, number>();
  let cachedBytes = 0;
  let isClosed = false;
  let working = 0;
  const whenDone: (() => void)[] = [];

  function streamOf(id: string): StreamWriter<State, C, E> {
    const known = streams.get(id) ?? createStreamWriter(context, id, () => onIdle(id));
    streams.delete(id);
    streams.set(id, known);
    return known;
  }

  function onIdle(id: string): void {
    const bytes = streams.get(id)?.bytes ?? 0;
    cachedBytes += bytes - (sizes.get(id) ?? 0);
    sizes.set(id, bytes);
    if (streams.size <= limits.cachedStreams && cachedBytes <= limits.cachedBytes) return;
    for (const [oldest, stream] of streams) {
      if (streams.size <= limits.cachedStreams && cachedBytes <= limits.cachedBytes) return;
      if (!stream.isIdle) continue;
      streams.delete(oldest);
      cachedBytes -= sizes.get(oldest) ?? 0;
      sizes.delete(oldest);
    }
  }

  /** Queues what `make` makes of a promise's two ends. */
  function ask<T>(
    id: string,
    make: (resolve: (value: T) => void, reject: (error: unknown) => void, decideBy: number) => Item<State, C, E>,
  ): Promise<T> {
    if (isClosed) return Promise.reject(new Busy('This process is stopping. Try again with the same key.'));
    working++;
    const promise = new Promise<T>((resolve, reject) => {
      streamOf(id).add(make(resolve, reject, performance.now() + limits.decideWithinMs));
    });
    return promise.finally(() => {
      if (--working === 0) for (const done of whenDone.splice(0)) done();
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
        entries: new Map(),
        otherKeys: new Set(),
        chunksWithoutKey: 0,
      })),
    query,
    load: (id) => query(id, (state) => state),
    history,

    async close() {
      isClosed = true;
      if (working > 0) await new Promise<void>((resolve) => whenDone.push(resolve));
      await loader.settled();
    },
  };
}
