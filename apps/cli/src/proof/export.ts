/** `export`: the whole ledger as a file, for whoever verifies or reads it without the product. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { type StoreClient, connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { exportOf } from '#proof/export.js';

type Given = { readonly output?: string; readonly eventStore: string; readonly eventStoreClient: StoreClient };

export const exportCommand = new Command('export')
  .description(
    'Writes every event of the ledger, with what was signed of it, as lines of JSON: to a file, or to the output.',
  )
  .option('--output <file>', 'where to')
  .addOption(
    new Option('--event-store <url>', 'esdb://…, as npm start prints it').env('EVENTSTORE_URL').makeOptionMandatory(),
  )
  .addOption(
    new Option('--event-store-client <client>', 'what speaks to it')
      .choices(['lean', 'official'] satisfies StoreClient[])
      .default('lean')
      .env('EVENTSTORE_CLIENT'),
  )
  .addHelpText(
    'after',
    '\nExample: npm run cli -- export --output drawdown.ndjson --event-store esdb://127.0.0.1:2113?tls=false',
  )
  .action(async ({ output, eventStore, eventStoreClient: client }: Given) => {
    const store = connectEventStore(eventStore, { client });
    try {
      const lines = Readable.from(textOf(exportOf(store, new CheckpointLog(store))));
      await pipeline(lines, output === undefined ? process.stdout : createWriteStream(output));
    } finally {
      await store.dispose();
    }
  });

async function* textOf(lines: AsyncIterable<object>): AsyncGenerator<string, void, void> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}
