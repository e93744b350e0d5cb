import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { disposeOf } from '../../testing/dispose-of.js';
import { collect, failureOf, numberOf, until } from '../../testing/node-in-test.js';
import { compileNode } from '../../testing/compiled-node.js';
import { startNodeProcess, type NodeProcess } from '../../testing/node-process.js';

let main: string;
let remove: () => void;
let db: string;
beforeAll(() => {
  ({ main, remove } = compileNode());
  db = mkdtempSync(join(tmpdir(), 'eventstore-full-'));
});
afterAll(() => {
  remove();
  rmSync(db, { recursive: true, force: true });
});

const AT_ONCE = 20;
const UNWRITABLE = 'Writing the tables failed';
const WRITABLE = 'The tables are written again.';
const event = (number: number) => jsonEvent({ type: 'Numbered', data: { number } });
/** Names so long that a few of them need a page of the tables. */
const streamOf = (number: number) => `stream-${number}-${'x'.repeat(900)}`;

/** As `log-end` has it, when the tables have come as far. */
async function lastPosition({ port }: NodeProcess): Promise<string> {
  const stats = (await (await fetch(`http://127.0.0.1:${port}/stats`)).json()) as { es: { lastPosition: number } };
  return `position ${String(stats.es.lastPosition).padStart(16, '0')},`;
}

const areTablesUpToDate = async (node: NodeProcess): Promise<boolean> =>
  readFileSync(join(db, 'log-end'), 'latin1').includes(await lastPosition(node));

/** No file of the process may be larger than this: beyond it writing fails, as on a full disk. */
const limitFiles = ({ pid }: NodeProcess, bytes: number | 'unlimited'): void => {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
};

test('a full disk refuses appends, tables included; the node goes on running and reading, and appends when there is space', async () => {
  const node = await startNodeProcess(main, db);
  const client = EventStoreDBClient.connectionString(node.url);
  const acknowledged: number[] = [];
  let next = 0;
  const append = async () => {
    const number = next++;
    await client.appendToStream(streamOf(number), event(number), { expectedRevision: NO_STREAM });
    acknowledged.push(number);
  };
  const appendSome = async () => void (await Promise.all(Array.from({ length: AT_ONCE }, append)));
  const readAll = async () => {
    for (const number of acknowledged)
      expect((await collect(client.readStream(streamOf(number)))).map(numberOf)).toEqual([number]);
  };
  const timesSaid = (sentence: string) => node.printed.filter((line) => line.includes(sentence)).length;
  const size = (name: string) => statSync(join(db, name)).size;
  for (let round = 0; round < 3; round++) await appendSome();
  // The next file of events begins small: the tables are the first to find no room.
  const asJson = { 'content-type': 'application/json' };
  const asked = await fetch(`http://127.0.0.1:${node.port}/admin/scavenge`, { method: 'POST', headers: asJson });
  expect(asked.ok).toBe(true);

  limitFiles(node, size('data.mdb'));
  while (timesSaid(UNWRITABLE) === 0) {
    await appendSome();
    // The tables follow a moment later; without a wait the events could reach the limit first.
    await until(async () => timesSaid(UNWRITABLE) > 0 || (await areTablesUpToDate(node)));
  }
  await append();
  await readAll();
  limitFiles(node, 'unlimited');
  await until(async () => timesSaid(WRITABLE) === 1);
  await until(() => areTablesUpToDate(node));

  limitFiles(node, 1);
  await failureOf(append());
  await failureOf(append());
  await readAll();
  limitFiles(node, 'unlimited');
  await append();
  await readAll();

  await disposeOf(client);
  expect(await node.kill('SIGTERM')).toBe(0);

  const restarted = await startNodeProcess(main, db);
  const again = EventStoreDBClient.connectionString(restarted.url);
  const all = await collect(again.readAll());
  const numbers = all.filter(({ event: read }) => read?.type === 'Numbered').map((read) => numberOf(read as never));
  expect(numbers.sort((one, other) => one - other)).toEqual(acknowledged.sort((one, other) => one - other));
  await disposeOf(again);
  await restarted.kill('SIGTERM');
});
