import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EventStoreDBClient, jsonEvent, NO_STREAM, type Position } from '@eventstore/db-client';
import { compileNode, startNodeProcess, type NodeProcess } from '../testing/node-process.js';
import { collect, disposeOf, failureOf, numberOf } from '../testing/node-in-test.js';

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

test('killed under load, again and again: what was acknowledged is there once, in order, and no half append', async () => {
  const db = newDirectory();
  const acknowledged = new Map<string, bigint>();
  for (let round = 0; round < 4; round++) {
    const node = await startNodeProcess(main, db);
    await withClient(node, async (client) => {
      for (const [name, revision] of acknowledged) {
        const events = await collect(client.readStream(name));
        expect(events.length).toBeGreaterThan(Number(revision));
        expect(events.map((read) => Number(read.event?.revision))).toEqual(events.map((_, index) => index));
        expect(events.length % 3).toBe(0);
        acknowledged.set(name, BigInt(events.length - 1));
      }
      const writers = Array.from({ length: 20 }, (_, writer) => write(client, `writer-${writer}`, acknowledged));
      await Promise.race([new Promise((resolve) => setTimeout(resolve, 300 + 100 * round)), Promise.all(writers)]);
      await node.kill('SIGKILL');
      await Promise.allSettled(writers);
    });
  }
});

/** Appends three events at a time until the node is gone. */
async function write(client: EventStoreDBClient, name: string, acknowledged: Map<string, bigint>): Promise<void> {
  for (;;) {
    const before = acknowledged.get(name);
    const { nextExpectedRevision } = await client.appendToStream(name, [event(1), event(2), event(3)], {
      expectedRevision: before ?? NO_STREAM,
      deadline: 2000,
    });
    acknowledged.set(name, nextExpectedRevision);
  }
}

test('after a crash positions, revisions, metadata, tombstones and known ids are as before', async () => {
  const db = newDirectory();
  const node = await startNodeProcess(main, db);
  const last = [event(8), event(9)];
  const before = await withClient(node, async (client) => {
    await client.appendToStream(
      'kept',
      Array.from({ length: 8 }, (_, number) => event(number)),
    );
    await client.setStreamMetadata('kept', { maxCount: 3 });
    await client.appendToStream('ended', event(0));
    await client.tombstoneStream('ended');
    await client.appendToStream('deleted', event(0));
    await client.deleteStream('deleted');
    const answer = await client.appendToStream('kept', last);
    const all = await collect(client.readAll());
    return { answer, positions: all.map((read) => read.event?.position as Position) };
  });
  await node.kill('SIGKILL');
  const restarted = await startNodeProcess(main, db);
  await withClient(restarted, async (client) => {
    expect((await collect(client.readAll())).map((read) => read.event?.position)).toEqual(before.positions);
    expect(await numbersIn(client, 'kept')).toEqual([7, 8, 9]);
    expect(await client.appendToStream('kept', last)).toEqual(before.answer);
    expect(await client.appendToStream('kept', last, { expectedRevision: 7n })).toEqual(before.answer);
    await expect(collect(client.readStream('ended'))).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(collect(client.readStream('deleted'))).rejects.toMatchObject({ type: 'stream-not-found' });
    const next = await client.appendToStream('kept', event(10), { expectedRevision: 9n });
    expect(next.position?.commit).toBe((before.positions[before.positions.length - 1]?.commit as bigint) + 1n);
  });
  expect(await restarted.kill('SIGTERM')).toBe(0);
});

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
  expect(restarted.printed.join()).toContain('were cut');
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
  expect((await failureOf(startNodeProcess(main, db))).message).toMatch(/Process \d+ already runs/);
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
