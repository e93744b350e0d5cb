/** What hledger makes of a journal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canonical } from '#domain/decimals.js';
import { type Amount, negate } from '#domain/money.js';
import { run } from '../../../../../scripts/lib/run.mjs';

/** The balance of every account where something stands, by hledger, which has checked that each transaction balances. */
export async function hledgerBalances(journal: string): Promise<ReadonlyMap<string, Amount>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
  try {
    const file = path.join(folder, 'drawdown.journal');
    writeFileSync(file, journal);
    const args = ['-f', file, 'balance', '--flat', '--no-total', '--output-format', 'csv'];
    const { code, output } = await run('hledger', args, { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    if (code !== 0) throw new Error(`hledger does not take the journal: ${output}`);
    return new Map(output.trim().split('\n').slice(1).map(balanceIn));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function balanceIn(row: string): [string, Amount] {
  const [, account, minus, digits] = /^"([^"]+)","(-?)([0-9.]+) credits"$/.exec(row) ?? [];
  if (account === undefined || digits === undefined) throw new Error(`Not a balance: ${row}`);
  // A sum over accounts may be greater than any amount of one entry.
  const balance = canonical(digits, digits.indexOf('.'));
  return [account, minus ? negate(balance) : balance];
}
