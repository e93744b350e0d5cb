import { Command } from 'commander';
import { importPricesCommand } from './import-prices.js';
import { replayUsageCommand } from './replay-usage/command.js';
import { exportCommand } from './proof/export.js';
import { keysCommand } from './proof/new-key.js';
import { verifyCommand } from './proof/verify.js';

const program = new Command('drawdown')
  .description(
    "Drawdown's command line: usage replayed and prices imported over HTTP, the log exported, and history verified from it.",
  )
  .addCommand(replayUsageCommand)
  .addCommand(importPricesCommand)
  .addCommand(exportCommand)
  .addCommand(verifyCommand)
  .addCommand(keysCommand);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
