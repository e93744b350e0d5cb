import { Command } from 'commander';
import { importPricesCommand } from './import-prices.js';
import { replayUsageCommand } from './replay-usage/command.js';

const program = new Command('drawdown')
  .description("Drawdown's command line: tools that work on a running service over HTTP.")
  .addCommand(replayUsageCommand)
  .addCommand(importPricesCommand);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
