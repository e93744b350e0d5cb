/** The commands, in the order in which help lists them. */
import { Command } from 'commander';
import { balanceCommand } from './accounts/balance.js';
import { bucketsCommand } from './accounts/buckets.js';
import { explainCommand } from './accounts/explain.js';
import { replayCommand } from './accounts/replay.js';
import { transactionsCommand } from './accounts/transactions.js';
import { usageCommand } from './accounts/usage.js';
import { NOT_RIGHT } from './exit-codes.js';
import { importPricesCommand } from './import-prices.js';
import { journalCommand } from './ledger/journal.js';
import { trialBalanceCommand } from './ledger/trial-balance.js';
import { completionCommand } from './operations/completion.js';
import { compareCommand } from './equality/command.js';
import { doctorCommand } from './operations/doctor/command.js';
import { keysCommand } from './operations/keys.js';
import { rebuildCommand } from './operations/rebuild.js';
import { simulateCommand } from './operations/simulate.js';
import { checkpointCommand } from './proof/checkpoints.js';
import { exportCommand } from './proof/export.js';
import { verifyCommand } from './proof/verify.js';
import { replayUsageCommand } from './replay-usage/command.js';

const ACCOUNTS = 'An account:';
const LEDGER = 'The whole ledger:';
const PROOF = 'Proof:';
const OPERATIONS = 'Operation:';
const LOAD = 'Load:';

const listed: readonly (readonly [group: string, commands: readonly Command[]])[] = [
  [ACCOUNTS, [balanceCommand, bucketsCommand, transactionsCommand, explainCommand, replayCommand, usageCommand]],
  [LEDGER, [trialBalanceCommand, journalCommand]],
  [PROOF, [exportCommand, verifyCommand, checkpointCommand, compareCommand]],
  [OPERATIONS, [doctorCommand, rebuildCommand, keysCommand, completionCommand]],
  [LOAD, [importPricesCommand, replayUsageCommand, simulateCommand]],
];

/** By their words, those that do something: others hold them together. */
export const commandsOf = (command: Command, words: readonly string[] = []): readonly (readonly [string, Command])[] =>
  command.commands.length === 0
    ? [[words.join(' '), command]]
    : command.commands.flatMap((each) => commandsOf(each, [...words, each.name()]));

export function createProgram(): Command {
  const program = new Command('drawdown')
    .description("Drawdown's command line, for support, auditors and operators.")
    .addHelpText(
      'after',
      `
What is read comes from the event log alone (--event-store, or EVENTSTORE_URL), or from an export of it (--export FILE),
and nothing is written to either. Each command has an example in its help. Exit codes: 0, all is well; 1, something that
was given is wrong or can not be reached; ${NOT_RIGHT}, what was looked at is not as it should be, and the output says what.`,
    );
  for (const [group, commands] of listed) for (const command of commands) program.addCommand(command.helpGroup(group));
  return program;
}
