/** The adapter of the port that speaks the store's protocol itself, over node:http2. What it spares is in docs/adr/0014. */
import { APPEND_WITHIN_MS } from '../../port/append-time.js';
import type { EventStore } from '../../port/event-store.js';
import type { ConnectOptions } from '../connect-options.js';
import { Appends } from './appends.js';
import { readAll, readStream, subscribeToAll } from './reads.js';
import { Channel } from './session/channel.js';
import type { Target } from './session/target.js';

export function connectLean(
  target: Target,
  { appendWithinMs = APPEND_WITHIN_MS, readWithinMs = 10_000 }: ConnectOptions = {},
): EventStore {
  // Apart, so that no read waits for a window or a place that others hold.
  const [appending, reading, subscribing] = [new Channel(target), new Channel(target), new Channel(target)];
  const appends = new Appends(appending, appendWithinMs);
  return {
    append: (...append) => appends.append(...append),
    readStream: (stream, options = {}) => readStream(reading, stream, options, readWithinMs),
    readAll: (options = {}) => readAll(reading, options, readWithinMs),
    subscribeToAll: (options) => subscribeToAll(subscribing, options),
    async dispose() {
      for (const channel of [appending, reading, subscribing]) channel.dispose();
    },
  };
}
