/** `verify`: nobody altered an account's history. Reads the log itself, never what a service says of it. */
import { Command, Option } from 'commander';
import { type StoreClient, connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { type Verification, verify } from '#event-store/codec/hash-chain.js';
import { streamName } from '#event-store/port/streams.js';

type Given = { readonly account: string; readonly eventStore: string; readonly eventStoreClient: StoreClient };

export const verifyCommand = new Command('verify')
  .description("Follows the hash chain of an account's events in the log and names the first that breaks it.")
  .requiredOption('--account <id>', 'the account')
  .addOption(
    new Option('--event-store <url>', 'esdb://…, as npm start prints it').env('EVENTSTORE_URL').makeOptionMandatory(),
  )
  .addOption(
    new Option('--event-store-client <client>', 'what speaks to it')
      .choices(['lean', 'official'] satisfies StoreClient[])
      .default('lean')
      .env('EVENTSTORE_CLIENT'),
  )
  .action(async ({ account, eventStore, eventStoreClient: client }: Given) => {
    const store = connectEventStore(eventStore, { client });
    try {
      const verification = await verify(store.readStream(streamName('account', account)));
      console.log(`${account}: ${sentence(verification)}`);
      process.exitCode = verification.isIntact && verification.events > 0 ? 0 : 1;
    } finally {
      await store.dispose();
    }
  });

export function sentence(verification: Verification): string {
  if (!verification.isIntact) {
    const { kind, streamRevision } = verification.first;
    return `the chain breaks at event ${streamRevision}, which is ${kind}`;
  }
  const { events, head } = verification;
  return events === 0 ? 'there are no events' : `${events} events, the chain is whole, head ${head}`;
}
