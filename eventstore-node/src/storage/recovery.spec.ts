import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { compileNode } from '../../testing/compiled-node.js';
import { startNodeProcess, type NodeProcess } from '../../testing/node-process.js';
import { disposeOf } from '../../testing/dispose-of.js';
import { collect, failureOf, numberOf } from '../../testing/node-in-test.js';

let main: string;
let remove: () => void;
let parent: string;
beforeAll(() => {
  ({ main, remove } = compileNode());
  parent = mkdtempSync(join(tmpdir(), 'eventstore-recovery-'));
});
afterAll(() => {
  remove();
  rmSync(parent, { recursive: true, force: true });
});

const newDirectory = () => join(parent, randomUUID());
const segments = (db: string) =>
  readdirSync(db)
    .filter((name) => name.startsWith('events-'))
    .map((name) => join(db, name));

/** Runs `work` against the node through a client of its own. */
async function withClient<Result>(
  node: NodeProcess,
  work: (client: EventStoreDBClient) => Promise<Result>,
): Promise<Result> {
  const client = EventStoreDBClient.connectionString(node.url);
  try {
    return await work(client);
  } finally {
    await disposeOf(client);
  }
}

const event = (number: number) => jsonEvent({ type: 'Numbered', data: { number } });
const numbersIn = async (client: EventStoreDBClient, name: string): Promise<number[]> =>
  (await collect(client.readStream(name))).map(numberOf);

test('a torn end of the log is cut, and said so', async () => {
  const db = newDirectory();
  const node = await startNodeProcess(main, db);
  await withClient(node, async (client) => {
    await client.appendToStream('whole', event(0));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.appendToStream('torn', [event(1), event(2)]);
    await node.kill('SIGKILL');
  });
  const [segment] = segments(db) as [string];
  truncateSync(segment, readFileSync(segment).length - 1);
  const restarted = await startNodeProcess(main, db);
  expect(restarted.printed.join()).toContain('Removed the last');
  await withClient(restarted, async (client) => {
    expect(await numbersIn(client, 'whole')).toEqual([0]);
    expect((await client.appendToStream('torn', event(3), { expectedRevision: NO_STREAM })).nextExpectedRevision).toBe(
      0n,
    );
  });
  await restarted.kill('SIGTERM');
});

test('a second process on the same directory is refused; a lock left by a dead one is taken over', async () => {
  const db = newDirectory();
  const node = await startNodeProcess(main, db);
  expect((await failureOf(startNodeProcess(main, db))).message).toMatch(/is in use by process \d+/);
  await node.kill('SIGKILL');
  writeFileSync(join(db, 'node.lock'), '1 0');
  const next = await startNodeProcess(main, db);
  expect(await next.kill('SIGINT')).toBe(0);
  expect(readdirSync(db)).not.toContain('node.lock');
});

test('it refuses an address beyond this machine, and to run without --insecure', async () => {
  expect((await failureOf(startNodeProcess(main, newDirectory(), ['--node-ip', '0.0.0.0']))).message).toContain(
    '--allow-any-address',
  );
  const anywhere = await startNodeProcess(main, newDirectory(), ['--node-ip', '0.0.0.0', '--allow-any-address']);
  expect(await anywhere.kill('SIGTERM')).toBe(0);
});
