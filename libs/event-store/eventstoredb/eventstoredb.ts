/**
 * Connects to EventStoreDB, or whatever speaks its protocol. Two adapters keep the port's promises: the lean one, which
 * spares most of what an append and a read cost, and that of the official client, to compare with and to fall back on.
 */
import type { EventStore } from '../port/event-store.js';
import type { ConnectOptions } from './connect-options.js';
import { connectLean } from './lean/lean-event-store.js';
import { targetOf } from './lean/session/target.js';
import { onceLoaded } from './once-loaded.js';

export type StoreClient = 'lean' | 'official';

/** `url`: `esdb://127.0.0.1:2113?tls=false`, also `esdb+discover://`, `kurrentdb://`, `kurrentdb+discover://`. */
export function connectEventStore(
  url: string,
  { client = 'lean', ...options }: ConnectOptions & { readonly client?: StoreClient } = {},
): EventStore {
  const target = targetOf(url);
  if (client === 'lean') return connectLean(target, options);
  return onceLoaded(import('./official.js').then(({ connectOfficial }) => connectOfficial(url, options)));
}
