/** Streams that were deleted, and may come back. */
import type { EventStoreDBClient } from '@eventstore/db-client';
import { until } from './outcomes.js';
import type { ServerUnderContract } from './server-under-contract.js';
import { streamOf } from './streams.js';

export async function deleted(server: ServerUnderContract, count: number): Promise<string> {
  const name = await streamOf(server, count);
  await server.client.deleteStream(name);
  return name;
}

/** The metadata that bring a stream back are written behind the events: a reader may come in between. */
export const isBack = (client: EventStoreDBClient, name: string, beginsAt: number): Promise<void> =>
  until(async () => (await client.getStreamMetadata(name)).metadata?.truncateBefore === beginsAt);
