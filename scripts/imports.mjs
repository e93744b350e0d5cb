#!/usr/bin/env node
// Checks who imports what (.dependency-cruiser.cjs). `--json` prints the findings for the test of the rules.
import { checkImports } from './lib/import-rules.mjs';

const root = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? process.cwd();
const { violations, cruised, unseen } = await checkImports(root);
if (process.argv.includes('--json')) console.log(JSON.stringify({ violations, cruised, unseen }));
else {
  for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`);
  for (const file of unseen) console.error(`not looked at: ${file}`);
  console.log(`${cruised} source files, ${violations.length} forbidden imports`);
}
process.exitCode = violations.length > 0 || unseen.length > 0 || cruised === 0 ? 1 : 0;
