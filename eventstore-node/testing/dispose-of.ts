import type { EventStoreDBClient } from '@eventstore/db-client';

const PATIENCE_MS = 500;

/** A client whose connection was cut, or whose subscription was left, can wait for ever for streams that are gone (db-client 6.2.1). */
export async function disposeOf(client: EventStoreDBClient): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
  await Promise.race([client.dispose(), enough]);
  clearTimeout(timer);
}
