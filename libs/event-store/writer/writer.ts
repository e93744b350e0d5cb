/** The single writer of an aggregate's streams in this process: a queue per stream, and a bounded cache of their states. */
import type { Command, Event, Instant } from '#domain/messages.js';
import { Bookmarks } from '../history/bookmarks.js';
import { EntryReader } from '../history/entry-reader.js';
import { StreamHistory } from '../history/history.js';
import { KeyIndex } from '../history/key-index.js';
import { Loader } from '../history/loader.js';
import { Snapshots } from '../history/snapshots.js';
import { WaypointKeeper } from '../history/waypoint-keeper.js';
import { Waypoints } from '../history/waypoints.js';
import { Busy } from '../port/errors.js';
import { streamName } from '../port/streams.js';
import { AppendWatches } from './append-watch.js';
import { CommandItem, type Item, QueryItem } from './batch.js';
import { DEFAULT_LIMITS, type Writer, type WriterOptions } from './execute-command.js';
import { createFence } from './fence.js';
import { NextTurn } from './next-turn.js';
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

  function add(id: string, item: Item<State, C, E>): void {
    requests.open();
    try {
      if (isClosed) throw new Busy('This process is stopping. Try again with the same key.');
      cache.streamOf(id).add(item);
    } catch (error) {
      item.reject(error);
    }
  }

  const decideBy = () => performance.now() + limits.decideWithinMs;
  const submit: Writer<State, C, E>['submit'] = (id, command, ends) =>
    add(id, new CommandItem(command, decideBy(), requests, ends));
  const query: Writer<State, C, E>['query'] = <T>(id: string, view: (state: State, now: Instant) => T) =>
    new Promise<T>((resolve, reject) => {
      add(id, new QueryItem(view, decideBy(), requests, { resolve, reject }));
    });

  return {
    execute: (id, command) => new Promise((resolve, reject) => submit(id, command, { resolve, reject })),
    submit,
    query,
    load: (id) => query(id, (state) => state),
    known: (id) => cache.known(id)?.state,
    history,

    get cached() {
      return { streams: cache.count, bytes: cache.bytes };
    },

    async close() {
      isClosed = true;
      await requests.answered();
      ending.abort();
      await Promise.all([loader.settled(), context.keeper?.close()]);
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
  const { waypoints, index, keeper } = waypointsOf(options);
  const history = new StreamHistory<State, E>(store, category, folding, snapshots, waypoints, index);
  const bookmarks = options.snapshots && new Bookmarks<State>(store, category, options.snapshots.schemaVersion);
  const loader = new Loader<State, E>(store, category, folding, snapshots, bookmarks, history);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const fence = createFence(store, signal);
  const shared = { nextTurn: new NextTurn(), watches: new AppendWatches() };
  return { ...options, ...shared, limits, loader, history, keeper, fence, signal };
}

function waypointsOf<State, C extends Command, E extends Event>({
  store,
  aggregate,
  codec,
  snapshots,
  sums,
}: WriterOptions<State, C, E>): {
  waypoints?: Waypoints<State>;
  index?: KeyIndex;
  keeper?: WaypointKeeper<State, E>;
} {
  if (!sums || !snapshots) return {};
  const { category } = aggregate;
  const waypoints = new Waypoints<State>(store, category, `${snapshots.schemaVersion}.${sums.version}`);
  const readerOf = (id: string) => new EntryReader<E>(store, streamName(category, id), { aggregate, codec });
  const index = new KeyIndex(store, category);
  return { waypoints, index, keeper: new WaypointKeeper<State, E>(waypoints, aggregate, sums, index, readerOf) };
}
