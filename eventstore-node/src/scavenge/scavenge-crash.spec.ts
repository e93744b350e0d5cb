import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { collect, disposeOf, numberOf } from '../../testing/node-in-test.js';
import { compileNode } from '../../testing/compiled-node.js';
import { startNodeProcess, type NodeProcess } from '../../testing/node-process.js';
import { scavengeOf, scavengeEnd } from '../../testing/scavenge-calls.js';
import { clearTarget } from '../../testing/raw-calls.js';

let main: string;
let remove: () => void;
let db: string;
beforeAll(() => {
  ({ main, remove } = compileNode());
  db = mkdtempSync(join(tmpdir(), 'eventstore-scavenge-'));
});
afterAll(() => {
  remove();
  rmSync(db, { recursive: true, force: true });
});

const ROUNDS = 6;
const filler = 'x'.repeat(60_000);
const event = (number: number) => jsonEvent({ type: 'Filled', data: { number, filler } });
const bytesOnDisk = () =>
  readdirSync(db)
    .filter((name) => name.startsWith('events-'))
    .reduce((sum, name) => sum + statSync(join(db, name)).size, 0);

async function withNode(work: (client: EventStoreDBClient, node: NodeProcess) => Promise<void>): Promise<void> {
  const node = await startNodeProcess(main, db);
  const client = EventStoreDBClient.connectionString(node.url);
  try {
    await work(client, node);
  } finally {
    await node.kill('SIGKILL');
    await disposeOf(client);
  }
}

/** In each file some events of every stream. */
async function fill(client: EventStoreDBClient): Promise<void> {
  for (let number = 0; number < 60; number++) {
    await client.appendToStream('kept', event(number));
    for (let round = 0; round < ROUNDS; round++) await client.appendToStream(`goes-${round}`, event(number));
    await client.appendToStream('short', event(number));
  }
  await client.setStreamMetadata('short', { maxCount: 2 });
}

/** How many scavenges were cut short, as the next start has told. */
async function cutShort(client: EventStoreDBClient): Promise<number> {
  const told = await collect(client.readStream('$scavenges', { resolveLinkTos: true }));
  const ends = told.map(({ event: read }) => read?.data as { readonly error?: string | null });
  return ends.filter(({ error }) => error === 'The node was restarted.').length;
}

/** What was acknowledged, and nothing else, wherever the scavenge was cut short. */
async function check(client: EventStoreDBClient, appended: number): Promise<void> {
  const kept = await collect(client.readStream('kept'));
  expect(kept.map(numberOf)).toEqual(Array.from({ length: 60 + appended }, (_, number) => number));
  expect(kept.map(({ event: read }) => Number(read?.revision))).toEqual(kept.map((_, revision) => revision));
  expect((await collect(client.readStream('short'))).map(numberOf)).toEqual([58, 59]);
  const positions = (await collect(client.readAll())).map(({ event: read }) => Number(read?.position?.commit));
  expect(positions).toEqual([...new Set(positions)].sort((one, other) => one - other));
}

test('killed in the middle of a scavenge, again and again: nothing is lost, and the next one finishes the work', async () => {
  await withNode(fill);
  const before = bytesOnDisk();
  for (let round = 0; round < ROUNDS; round++) {
    await withNode(async (client, node) => {
      await check(client, round);
      await client.deleteStream(`goes-${round}`);
      await scavengeOf(clearTarget(node.port)).start();
      await client.appendToStream('kept', event(60 + round), { expectedRevision: BigInt(59 + round) });
      await new Promise((resolve) => setTimeout(resolve, round * 25));
    });
  }
  await withNode(async (client, node) => {
    await check(client, ROUNDS);
    expect(await cutShort(client)).toBeGreaterThan(1);
    await scavengeEnd(client, (await scavengeOf(clearTarget(node.port)).start()).scavengeId);
    await check(client, ROUNDS);
    for (let round = 0; round < ROUNDS; round++)
      await expect(collect(client.readStream(`goes-${round}`))).rejects.toMatchObject({ type: 'stream-not-found' });
  });
  expect(bytesOnDisk()).toBeLessThan(before / 2);
});
