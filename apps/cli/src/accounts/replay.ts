/** `replay`: an account's life, entry by entry: in a terminal step by step, elsewhere as lines. */
import { Command, Option } from 'commander';
import { DomainError } from '#domain/errors.js';
import { type Replayed, asOfRevision, replayed } from '#from-log/replay.js';
import { countFrom, example, readsLog } from '../options.js';
import { type Source, type SourceOptions, withSource } from '../source/source.js';
import { paintFor } from '../terminal/colours.js';
import { stepText } from './replay-step.js';
import { walk } from './replay-walk.js';

type Given = SourceOptions & { readonly from: number; readonly to?: number; readonly json: boolean };

export const replayCommand = readsLog(new Command('replay'))
  .description(
    'Goes through an account entry by entry: what each changed, in words, with the balance after it. In a terminal the arrow keys or Enter step, g and G jump to the first and last, q ends.',
  )
  .argument('<account>', 'its id')
  .addOption(new Option('--from <revision>', 'the entry to begin with').argParser(countFrom(1)).default(1))
  .addOption(new Option('--to <revision>', 'the last one (default: the newest)').argParser(countFrom(1)))
  .addHelpText(...example('replay team-2 --from 3'))
  .action((accountId: string, given: Given) => withSource(given, (source) => replay(source, accountId, given)));

async function replay(source: Source, accountId: string, { from, to = Infinity, json }: Given): Promise<void> {
  const { account } = await source.log.current(accountId);
  const last = Math.min(to, account.revision);
  if (from > last)
    throw new DomainError('invalid', `--from lies after entry ${last}, the last one.`, { field: 'from' });
  const paint = paintFor(process.stdout);
  if (process.stdout.isTTY && process.stdin.isTTY && !json) {
    const show = async (revision: number) => stepText(await stepAt(source, accountId, revision), last, paint);
    return walk({ input: process.stdin, output: process.stdout }, { first: from, last, show });
  }
  const before = await asOfRevision(source.log, source.history, accountId, from - 1);
  for await (const { item } of replayed(source.log, accountId, { from, to: last }, before)) {
    console.log(json ? JSON.stringify(item) : `${stepText(item, last, paint)}\n`);
  }
}

async function stepAt({ log, history }: Source, accountId: string, revision: number): Promise<Replayed> {
  const before = await asOfRevision(log, history, accountId, revision - 1);
  for await (const { item } of replayed(log, accountId, { from: revision, to: revision }, before)) return item;
  throw new Error(`Entry ${revision} is gone`);
}
