/** One account's chain, read from the log itself. */
import { type StoreClient, connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { type Verification, verify } from '#event-store/codec/hash-chain.js';
import { show } from '../terminal/show.js';
import { streamName } from '#event-store/port/streams.js';

export type StoreOptions = {
  readonly eventStore: string;
  readonly eventStoreClient: StoreClient;
  readonly json: boolean;
};

/** Prints what the chain shows. Resolves to whether there are events and their chain is whole. */
export async function verifyAccount(
  account: string,
  { eventStore, eventStoreClient, json }: StoreOptions,
): Promise<boolean> {
  const store = connectEventStore(eventStore, { client: eventStoreClient });
  try {
    const verification = await verify(store.readStream(streamName('account', account)));
    show(json, { account, ...verification }, () => `${account}: ${sentence(verification)}`);
    return verification.isIntact && verification.events > 0;
  } finally {
    await store.dispose();
  }
}

export function sentence(verification: Verification): string {
  if (!verification.isIntact) {
    const { kind, streamRevision } = verification.first;
    return `the chain breaks at event ${streamRevision}, which is ${kind}`;
  }
  const { events, head } = verification;
  return events === 0
    ? 'there are no events'
    : `${events} event${events === 1 ? '' : 's'}, the chain is whole, head ${head}`;
}
