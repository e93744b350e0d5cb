/** What a large log costs: memory while it grows, space, and the time to start again. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { disposeOf } from '../testing/dispose-of.js';
import { startNodeProcess, type NodeProcess } from '../testing/node-process.js';
import { Durations, megabytes, rounded, table } from './figures.js';
import type { BenchOptions } from './options.js';
import { ownBytes, sampleEvents, streamNumber } from './sample.js';

const EVENTS_A_STREAM = 10;
const IN_FLIGHT = 64;

/** The directory of the log is a new one in `directory`. */
export async function largeLog(main: string, db: string, { events, rounds }: BenchOptions): Promise<string> {
  let node = await startNodeProcess(main, db);
  const streams = Math.ceil(events / EVENTS_A_STREAM);
  const early = Math.ceil(streams / 10);
  await fill(node, 0, early);
  const memoryEarly = await memory(node);
  await fill(node, early, streams);
  const memoryLate = await memory(node);
  await readAgain(node);
  const memoryRead = await memory(node);
  const afterKill = new Durations();
  for (let round = 0; round < rounds; round++) {
    // What is written last may not be in the tables yet: a kill right behind it is the case to recover from.
    await fill(node, streams, streams + early);
    await node.kill('SIGKILL');
    await afterKill.measure(async () => (node = await startNodeProcess(main, db)));
  }
  const stored = await lastPosition(node);
  const bytes = bytesIn(db);
  const withoutTables = new Durations();
  for (let round = 0; round < rounds; round++) {
    await node.kill('SIGKILL');
    for (const name of ['data.mdb', 'lock.mdb']) rmSync(join(db, name), { force: true });
    await withoutTables.measure(async () => (node = await startNodeProcess(main, db)));
  }
  const memoryAfter = await memory(node);
  await node.kill('SIGTERM');
  const first = early * EVENTS_A_STREAM;
  return table(
    ['', ''],
    [
      [`resident with ${rounded(first)} events in ${rounded(early)} streams`, megabytes(memoryEarly)],
      [`resident with ${rounded(events)} events in ${rounded(streams)} streams`, megabytes(memoryLate)],
      ['resident after reading them all', megabytes(memoryRead)],
      [`start after SIGKILL, ${rounded(stored)} events`, afterKill.text],
      ['start when the tables are lost', withoutTables.text],
      ['resident after that', megabytes(memoryAfter)],
      ['on disk, an event', `${Math.round(bytes / stored)} bytes, of which its own ${ownBytes}`],
    ],
  );
}

async function withClient<Result>(
  { url }: NodeProcess,
  work: (client: EventStoreDBClient) => Promise<Result>,
): Promise<Result> {
  const client = EventStoreDBClient.connectionString(url);
  try {
    return await work(client);
  } finally {
    await disposeOf(client);
  }
}

/** Writes the streams from one number up to another, ten events in one append each. */
const fill = (node: NodeProcess, from: number, to: number): Promise<void> =>
  withClient(node, async (client) => {
    let next = from;
    const writer = async () => {
      while (next < to) await client.appendToStream(streamNumber(next++), sampleEvents(EVENTS_A_STREAM));
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, writer));
  });

const readAgain = (node: NodeProcess): Promise<void> =>
  withClient(node, async (client) => {
    for await (const _event of client.readAll());
  });

interface Stats {
  readonly es: { readonly lastPosition: number };
  readonly proc: { readonly mem: number };
}
const stats = async ({ port }: NodeProcess): Promise<Stats> =>
  (await (await fetch(`http://127.0.0.1:${port}/stats`)).json()) as Stats;
const memory = async (node: NodeProcess): Promise<number> => (await stats(node)).proc.mem;
const lastPosition = async (node: NodeProcess): Promise<number> => (await stats(node)).es.lastPosition;

/** As the disk counts: LMDB's file is larger than what is written in it. */
const BLOCK_BYTES = 512;
const bytesIn = (directory: string): number =>
  readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).blocks * BLOCK_BYTES, 0);
