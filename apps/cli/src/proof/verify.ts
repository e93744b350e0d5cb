/** `verify`: nobody altered the history. Takes the word of no service for it. */
import { Command } from 'commander';
import type { StoreClient } from '#event-store/eventstoredb/eventstoredb.js';
import { NOT_RIGHT, endWith } from '../exit-codes.js';
import { eventStoreClientOption, eventStoreOption, example, jsonOption } from '../options.js';
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
    `Checks an export by public keys alone: every hash chain, the tree, the signatures. Names the first event that is at fault. Exit code ${NOT_RIGHT} where there is one.`,
  )
  .argument('[export]', 'a file that `export` wrote')
  .option('--key <file>', 'a public key, PEM; may be repeated', collect, [])
  .option('--checkpoint <file>', 'a checkpoint that was kept elsewhere, JSON; may be repeated', collect, [])
  .option('--account <id>', 'only the chain of this account, read from the event store')
  .addOption(eventStoreOption())
  .addOption(eventStoreClientOption())
  .addOption(jsonOption())
  .addHelpText(...example('verify drawdown.ndjson --key checkpoint-key.pub.pem'))
  .action(async (file: string | undefined, given: Given) => {
    endWith(await isProved(file, given));
  });

async function isProved(file: string | undefined, given: Given): Promise<boolean> {
  const { account, eventStore, eventStoreClient } = given;
  if (file !== undefined) {
    if (given.key.length === 0) throw new Error('--key is missing: without a public key nothing is proved');
    return verifyFile(file, given);
  }
  if (account === undefined) throw new Error('An export is missing, or --account');
  if (eventStore === undefined) throw new Error('--event-store is missing: the address that npm start prints');
  return verifyAccount(account, { eventStore, eventStoreClient, json: given.json });
}
