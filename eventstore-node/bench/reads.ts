/** Events per second out of the server: reads and a subscription that catches up. */
import { START, streamNameFilter, type EventStoreDBClient } from '@eventstore/db-client';
import { Rounds, table } from './figures.js';
import type { BenchOptions } from './options.js';
import { sampleEvents, streamNumber } from './sample.js';

const MOST_EVENTS = 200_000;
const EVENTS_AN_APPEND = 500;

async function counted(events: AsyncIterable<unknown>, limit: number): Promise<number> {
  let count = 0;
  for await (const _event of events) if (++count === limit) break;
  return count;
}

/** One long stream is what is read, so that each of the three hands out the same events. */
export async function reads(client: EventStoreDBClient, { rounds, events }: BenchOptions): Promise<string> {
  const limit = Math.ceil(Math.min(events, MOST_EVENTS) / EVENTS_AN_APPEND) * EVENTS_AN_APPEND;
  const name = streamNumber(-1);
  for (let written = 0; written < limit; written += EVENTS_AN_APPEND)
    await client.appendToStream(name, sampleEvents(EVENTS_AN_APPEND));
  const ways = {
    readStream: () => counted(client.readStream(name), limit),
    readAll: () => counted(client.readAll({ maxCount: limit }), limit),
    'catch-up subscription to $all': () => caughtUp(client, limit),
    'catch-up subscription, filtered': () => caughtUp(client, limit, name),
  };
  const measured = Object.entries(ways).map(([way, read]) => ({ way, read, rounds: new Rounds() }));
  for (let round = 0; round < rounds; round++)
    for (const { read, rounds: taken } of measured) {
      const startedAt = process.hrtime.bigint();
      taken.endRound(await read(), startedAt);
    }
  return table(
    ['', 'events'],
    measured.map(({ way, rounds: taken }) => [way, taken.rate]),
  );
}

async function caughtUp(client: EventStoreDBClient, limit: number, streamName?: string): Promise<number> {
  const filter = streamName === undefined ? {} : { filter: streamNameFilter({ prefixes: [streamName] }) };
  const subscription = client.subscribeToAll({ fromPosition: START, ...filter });
  const count = await counted(subscription, limit);
  await subscription.unsubscribe();
  return count;
}
