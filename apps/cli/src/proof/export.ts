/** `export`: the log as lines of JSON, with the tree that was signed, for whoever verifies it elsewhere. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { type StoreClient, connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { exportOf } from '#proof/export.js';
import { eventStoreClientOption, eventStoreOption, example, jsonOption } from '../options.js';
import { startCount } from '../progress.js';

type Given = {
  readonly output?: string;
  readonly eventStore: string;
  readonly eventStoreClient: StoreClient;
  readonly json: boolean;
};

export const exportCommand = new Command('export')
  .description(
    'Writes every event of the ledger, with what was signed of it, as lines of JSON: to a file, or to the output.',
  )
  .option('--output <file>', 'where to (default: the output)')
  .addOption(eventStoreOption().makeOptionMandatory())
  .addOption(eventStoreClientOption())
  .addOption(jsonOption())
  .addHelpText(...example('export --output drawdown.ndjson --event-store esdb://127.0.0.1:2113?tls=false'))
  .action(async ({ output, eventStore, eventStoreClient: client, json }: Given) => {
    const store = connectEventStore(eventStore, { client });
    const progress = startCount('exporting, lines');
    let count = 0;
    try {
      const text = async function* () {
        for await (const line of exportOf(store, new CheckpointLog(store))) {
          progress.advance();
          count++;
          yield `${JSON.stringify(line)}\n`;
        }
      };
      await pipeline(Readable.from(text()), output === undefined ? process.stdout : createWriteStream(output));
    } finally {
      progress.end();
      await store.dispose();
    }
    if (json && output !== undefined) console.log(JSON.stringify({ output, lines: count }));
  });
