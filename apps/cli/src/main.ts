import { Command } from 'commander';
import { importPricesCommand } from './import-prices.js';
import { replayUsageCommand } from './replay-usage/command.js';
import { verifyCommand } from './verify.js';

const program = new Command('drawdown')
  .description("Drawdown's command line: usage replayed and prices imported over HTTP, history verified from the log.")
  .addCommand(replayUsageCommand)
  .addCommand(importPricesCommand)
  .addCommand(verifyCommand);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
