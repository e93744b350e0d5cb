/**
 * Measures the node through the official client, from another process: `node dist/apps/eventstore/testing/bench.js [seconds]`.
 * With EVENTSTORE_URL it measures the server named there instead.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient, jsonEvent, streamNameFilter } from '@eventstore/db-client';
import { build } from 'hdr-histogram-js';

const seconds = Number(process.argv[2] ?? 4);
const STREAMS = 10_000;
const payload = { text: randomBytes(100).toString('hex') };
const directory = mkdtempSync(join(tmpdir(), 'eventstore-bench-'));

const { url, child } = await target();
const client = EventStoreDBClient.connectionString(url);
const run = randomBytes(4).toString('hex');
let appended = 0;

report('fsyncs', 1, 0, measureFsyncs());
for (const events of [1, 16]) for (const inFlight of [1, 16, 64, 256]) await appends(inFlight, events);
await reading();
await subscribing();
await client.dispose();
await stopped(child);
rmSync(directory, { recursive: true, force: true });

async function target(): Promise<{ url: string; child?: ChildProcess }> {
  const given = process.env['EVENTSTORE_URL'];
  if (given) return { url: given };
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const node = fork(main, ['--insecure', '--db', join(directory, 'db'), '--http-port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: (process.env['BENCH_NODE_ARGS'] ?? '').split(' ').filter(Boolean),
  });
  const ready = await new Promise<{ url: string }>((resolve) =>
    node.stdout?.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()) as { url: string })),
  );
  return { url: ready.url, child: node };
}

async function stopped(node: ChildProcess | undefined): Promise<void> {
  if (!node) return;
  const exited = new Promise((resolve) => node.once('exit', resolve));
  node.kill('SIGTERM');
  await exited;
}

/** CPU time of the node so far, in µs; 0 where the server does not tell. */
async function nodeCpu(): Promise<{ cpu: number; rss: number }> {
  const address = /\/\/([^?/]+)/.exec(url)?.[1];
  const stats = (await fetch(`http://${address}/stats`).then((answer) => answer.json())) as {
    proc?: { cpu?: { user: number; system: number }; mem?: number };
  };
  return { cpu: (stats.proc?.cpu?.user ?? 0) + (stats.proc?.cpu?.system ?? 0), rss: stats.proc?.mem ?? 0 };
}

function measureFsyncs(): string {
  const file = openSync(join(directory, 'fsync'), 'w');
  const block = Buffer.alloc(4096, 1);
  const until = Date.now() + 1000;
  let count = 0;
  for (; Date.now() < until; count++) {
    writeSync(file, block);
    fdatasyncSync(file);
  }
  closeSync(file);
  return `${count}/s`;
}

async function appends(inFlight: number, eventsPerAppend: number): Promise<void> {
  const latencies = build({ numberOfSignificantValueDigits: 3 });
  const until = Date.now() + seconds * 1000;
  const cpuBefore = await nodeCpu();
  const startedAt = process.hrtime.bigint();
  let count = 0;
  const writer = async () => {
    while (Date.now() < until) {
      const events = Array.from({ length: eventsPerAppend }, () => jsonEvent({ type: 'Measured', data: payload }));
      const sentAt = process.hrtime.bigint();
      await client.appendToStream(`bench-${run}-${Math.floor(Math.random() * STREAMS)}`, events);
      latencies.recordValue(Number(process.hrtime.bigint() - sentAt) / 1000);
      count++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, writer));
  const elapsed = Number(process.hrtime.bigint() - startedAt) / 1e9;
  appended += count * eventsPerAppend;
  const { cpu, rss } = await nodeCpu();
  const perSecond = `${Math.round(count / elapsed)} appends/s, ${Math.round((count * eventsPerAppend) / elapsed)} events/s`;
  const latency = `p50 ${Math.round(latencies.getValueAtPercentile(50))} µs, p99 ${Math.round(latencies.getValueAtPercentile(99))} µs`;
  const cost = `node CPU ${Math.round((cpu - cpuBefore.cpu) / count)} µs an append, RSS ${Math.round(rss / 1e6)} MB`;
  report('append', inFlight, eventsPerAppend, `${perSecond}, ${latency}, ${cost}`);
}

async function reading(): Promise<void> {
  const before = await nodeCpu();
  const startedAt = Date.now();
  let count = 0;
  for await (const _event of client.readAll({ maxCount: Math.min(appended, 200_000) })) count++;
  const { cpu, rss } = await nodeCpu();
  report(
    'readAll',
    1,
    1,
    `${rate(count, startedAt)}, node CPU ${((cpu - before.cpu) / count).toFixed(1)} µs an event, RSS ${Math.round(rss / 1e6)} MB`,
  );
}

async function subscribing(): Promise<void> {
  const before = await nodeCpu();
  const startedAt = Date.now();
  const wanted = Math.min(appended, 200_000);
  let count = 0;
  const subscription = client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['bench-'] }) });
  for await (const _event of subscription) if (++count === wanted) break;
  const { cpu, rss } = await nodeCpu();
  report(
    'catch-up',
    1,
    1,
    `${rate(count, startedAt)}, node CPU ${((cpu - before.cpu) / count).toFixed(1)} µs an event, RSS ${Math.round(rss / 1e6)} MB`,
  );
}

function rate(count: number, startedAt: number): string {
  return `${Math.round((count * 1000) / (Date.now() - startedAt))} events/s`;
}

function report(what: string, inFlight: number, events: number, figures: string): void {
  process.stdout.write(
    `${what.padEnd(9)} ${String(inFlight).padStart(4)} in flight ${String(events).padStart(3)} event(s): ${figures}\n`,
  );
}
