/** Balances of all accounts as hledger adds them up, a tool that is not ours. */
import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { EventStore, Position } from '#event-store/port/event-store.js';
import { journalAt } from '#from-log/ledger/journal.js';
import { units } from './plain-amounts.js';

const MOST_OUTPUT_BYTES = 256 * 1024 * 1024;
const run = promisify(execFile);
const hledger = async (...args: readonly string[]): Promise<string> => {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  return (await run('hledger', [...args], { env, maxBuffer: MOST_OUTPUT_BYTES })).stdout;
};

/** Null where it is not installed. */
export const hledgerVersion = (): Promise<string | null> =>
  hledger('--version').then(
    (text) => text.trim(),
    () => null,
  );

/** Totals by account, of the journal up to a place in the log: buckets, what is held of them, and debt. */
export async function hledgerTotals(store: EventStore, until: Position): Promise<ReadonlyMap<string, bigint>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drawdown-journal-'));
  try {
    const file = path.join(folder, 'drawdown.journal');
    await pipeline(
      Readable.from(await journalAt(store, { until, asOf: null, isFinal: true })),
      createWriteStream(file),
    );
    return totals(await hledger('-f', file, 'balance', '--flat', '--no-total', '--output-format', 'csv', 'customers'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function totals(csv: string): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of csv.trim().split('\n').slice(1)) {
    const [, id, place, balance] = /^"customers:([^:"]+):(\w+)[^"]*","(-?[0-9.]+) credits"$/.exec(row) ?? [];
    if (id === undefined || balance === undefined) throw new Error(`hledger answers what is no balance: ${row}`);
    if (place !== 'bucket' && place !== 'held' && place !== 'overdraft') continue;
    const accountId = decodeURIComponent(id);
    sums.set(accountId, (sums.get(accountId) ?? 0n) + units(balance));
  }
  return sums;
}
