/** `verify`: nobody altered the history. Takes the word of no service for it. */
import { Command, Option } from 'commander';
import type { StoreClient } from '#event-store/eventstoredb/eventstoredb.js';
import { verifyAccount } from './verify-account.js';
import { verifyFile } from './verify-file.js';

type Given = {
  readonly key: readonly string[];
  readonly checkpoint: readonly string[];
  readonly account?: string;
  readonly eventStore?: string;
  readonly eventStoreClient: StoreClient;
  readonly json: boolean;
};

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export const verifyCommand = new Command('verify')
  .description(
    'Checks an export by public keys alone: every hash chain, the tree, the signatures. Names the first event that is at fault. Exit code 1 where there is one.',
  )
  .argument('[export]', 'a file that `export` wrote')
  .option('--key <file>', 'a public key, PEM; may be repeated', collect, [])
  .option('--checkpoint <file>', 'a checkpoint that was kept elsewhere, JSON; may be repeated', collect, [])
  .option('--account <id>', 'only the chain of this account, read from the event store')
  .addOption(new Option('--event-store <url>', 'esdb://…, as npm start prints it').env('EVENTSTORE_URL'))
  .addOption(
    new Option('--event-store-client <client>', 'what speaks to it')
      .choices(['lean', 'official'] satisfies StoreClient[])
      .default('lean')
      .env('EVENTSTORE_CLIENT'),
  )
  .option('--json', 'the verdict as JSON', false)
  .addHelpText('after', '\nExample: npm run cli -- verify drawdown.ndjson --key checkpoint-key.pub.pem')
  .action(async (file: string | undefined, given: Given) => {
    process.exitCode = (await isProved(file, given)) ? 0 : 1;
  });

async function isProved(file: string | undefined, given: Given): Promise<boolean> {
  const { account, eventStore, eventStoreClient } = given;
  if (file !== undefined) {
    if (given.key.length === 0) throw new Error('--key is missing: without a public key nothing is proved');
    return verifyFile(file, given);
  }
  if (account === undefined) throw new Error('An export is missing, or --account');
  if (eventStore === undefined) throw new Error('--event-store is missing: the address that npm start prints');
  return verifyAccount(account, { eventStore, eventStoreClient });
}
