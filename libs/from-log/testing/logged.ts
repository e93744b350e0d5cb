/** An account's history in a log in memory, as the queries read it. */
import { randomUUID } from 'node:crypto';
import { accountAggregate } from '#domain/account/decider.js';
import type { AccountEvent } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import { accountCodec } from '#event-store/codec/account-codec.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { streamName } from '#event-store/port/streams.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { createWriter } from '#event-store/writer/writer.js';
import { AccountLog } from '../account-log.js';

/** An append holds at most 1 MiB. */
const EVENTS_PER_APPEND = 50;

/** `now` is what the clock says when it is read. */
export async function logged(
  accountId: string,
  events: readonly AccountEvent[],
  now: () => Instant,
  store = new MemoryEventStore(),
): Promise<AccountLog> {
  for (let at = 0; at < events.length; at += EVENTS_PER_APPEND) {
    await append(store, accountId, events.slice(at, at + EVENTS_PER_APPEND), at);
  }
  const writer = createWriter({ store, aggregate: accountAggregate, codec: accountCodec, clock: now });
  return new AccountLog(store, writer);
}

/** `at` is how many events the account has in the log. */
export async function append(
  store: EventStore,
  accountId: string,
  events: readonly AccountEvent[],
  at: number,
): Promise<void> {
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const proposed = events.map((event) => {
    const { type, data, metadata } = accountCodec.encode(event);
    return { id: randomUUID(), type, data: bytes(data), metadata: bytes(metadata) };
  });
  await store.append(streamName('account', accountId), proposed, at === 0 ? 'no_stream' : at - 1);
}
