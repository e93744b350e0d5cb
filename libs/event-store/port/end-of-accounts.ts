import type { EventStore, Position } from './event-store.js';
import { type StreamCategory, streamPrefix } from './streams.js';

/** Position of the last event of any account; null before the first. */
export const endOfAccounts = (store: EventStore): Promise<Position | null> => endOf(store, ['account']);

/** Position of the last event of any of the categories. Looks at all that came after it. */
export async function endOf(store: EventStore, categories: readonly StreamCategory[]): Promise<Position | null> {
  const prefixes = categories.map(streamPrefix);
  for await (const { stream, position } of store.readAll({ from: 'end', direction: 'backwards' })) {
    if (prefixes.some((prefix) => stream.startsWith(prefix))) return position;
  }
  return null;
}
