/** `checkpoint`: what was signed of the log. */
import { Command } from 'commander';
import { type StoreClient, connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { type SignedCheckpoint, textOf } from '#proof/checkpoint.js';
import { countFrom, eventStoreClientOption, eventStoreOption, example, jsonOption } from '../options.js';
import { show } from '../terminal/show.js';
import { type Column, table } from '../terminal/table.js';

type Given = { readonly eventStore: string; readonly eventStoreClient: StoreClient; readonly json: boolean };

const readsStore = (command: Command): Command =>
  command
    .addOption(eventStoreOption().makeOptionMandatory())
    .addOption(eventStoreClientOption())
    .addOption(jsonOption());

const listCommand = readsStore(new Command('list'))
  .description('Lists the newest checkpoints, the newest first.')
  .option('--limit <number>', 'at most so many', countFrom(1), 20)
  .addHelpText(...example('checkpoint list --limit 5'))
  .action(async (given: Given & { readonly limit: number }) => {
    const items = await withLog(given, async (log) => {
      const newest = (await log.last())?.checkpoint.number ?? 0;
      const first = Math.max(1, newest - given.limit + 1);
      return newest === 0 ? [] : (await log.page(first, newest - first + 1)).toReversed();
    });
    show(given.json, { items }, () => table(COLUMNS, items));
  });

const showCommand = readsStore(new Command('show'))
  .description(
    'Shows one checkpoint, or the newest: with --json as `verify --checkpoint` takes it, otherwise the text that is signed.',
  )
  .argument('[number]', 'its number (default: the newest)', countFrom(1))
  .addHelpText(...example('checkpoint show --json > checkpoint.json'))
  .action(async (number: number | undefined, given: Given) => {
    const stored = await withLog(given, (log) => (number === undefined ? log.last() : log.at(number)));
    if (!stored)
      throw new Error(number === undefined ? 'Nothing has been signed yet' : `There is no checkpoint ${number}`);
    const { checkpoint } = stored;
    show(given.json, { ...checkpoint, text: textOf(checkpoint) }, () => textOf(checkpoint).trimEnd());
  });

export const checkpointCommand = new Command('checkpoint')
  .description('Shows what was signed of the log. A key that signs is made by `keys checkpoint`.')
  .addCommand(listCommand)
  .addCommand(showCommand);

async function withLog<T>({ eventStore, eventStoreClient: client }: Given, work: (log: CheckpointLog) => Promise<T>) {
  const store = connectEventStore(eventStore, { client });
  try {
    return await work(new CheckpointLog(store));
  } finally {
    await store.dispose();
  }
}

const COLUMNS: readonly Column<SignedCheckpoint>[] = [
  { title: 'number', of: ({ number }) => number, align: 'right' },
  { title: 'events', of: ({ size }) => size, align: 'right' },
  { title: 'made', of: ({ madeAt }) => madeAt },
  { title: 'position', of: ({ position }) => position },
  { title: 'root', of: ({ rootHash }) => rootHash },
  { title: 'keys', of: ({ signatures }) => signatures.map(({ keyId }) => keyId).join(' ') },
];
