/**
 * `npm run bench`: figures of the node through the official client, from another process, beside what the
 * machine itself can do. With `--url` (EVENTSTORE_URL) those of a server that is there, as far as they can be taken.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient } from '@eventstore/db-client';
import { disposeOf } from '../testing/dispose-of.js';
import { startNodeProcess } from '../testing/node-process.js';
import { largeLog } from './large-log.js';
import { parseBenchOptions } from './options.js';
import { rates } from './rates.js';
import { reads } from './reads.js';

const print = (text: string): boolean => process.stdout.write(`${text}\n\n`);
const options = parseBenchOptions(process.argv.slice(2));
const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
const directory = mkdtempSync(join(options.directory, 'eventstore-bench-'));

try {
  print(
    `${cpus().length} cores, Node ${process.version}; medians of ${options.rounds} rounds of ${options.seconds} s, in ${options.directory}`,
  );
  const node = options.url ? undefined : await startNodeProcess(main, join(directory, 'rates'));
  const client = EventStoreDBClient.connectionString(options.url ?? (node as { url: string }).url);
  print(await rates(client, { ...options, directory }));
  print(await reads(client, options));
  await disposeOf(client);
  await node?.kill('SIGTERM');
  if (node) print(await largeLog(main, join(directory, 'large'), options));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
