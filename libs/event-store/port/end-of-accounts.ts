import type { EventStore, Position } from './event-store.js';
import { streamPrefix } from './streams.js';

/** Position of the last event of any account; null before the first. */
export async function endOfAccounts(store: EventStore): Promise<Position | null> {
  const prefix = streamPrefix('account');
  for await (const { stream, position } of store.readAll({ from: 'end', direction: 'backwards' })) {
    if (stream.startsWith(prefix)) return position;
  }
  return null;
}
