/** Stores that come up later than what needs them: `npm start` and every role wait, say for whom, and go on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { httpAnswers } from './lib/answers.mjs';
import { freePort } from './lib/ports.mjs';
import { eventStore, redis, roles } from './lib/processes.mjs';
import { findOrInstallRedis } from './lib/redis-server.mjs';

type What = { command: string; args: string[]; env: NodeJS.ProcessEnv };

const startScript = path.join(import.meta.dirname, 'start.mjs');
const started: ChildProcess[] = [];
let dataDir: string;
let ports: { api: number; eventStore: number; redis: number };

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'drawdown-waiting-'));
  ports = { api: await freePort(), eventStore: await freePort(), redis: await freePort() };
});
afterEach(async () => {
  for (const child of started.splice(0).reverse()) await end(child, 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return child.exitCode ?? child.signalCode;
}

/** A process and all that it has printed. */
function run({ command, args, env }: What) {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const seen = { child, output: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (seen.output += String(text)));
  return seen;
}
type Seen = ReturnType<typeof run>;

async function until(what: string, isSo: () => boolean | Promise<boolean>, seen: Seen): Promise<void> {
  for (const last = performance.now() + 60_000; !(await isSo()); await sleep(50)) {
    if (performance.now() > last || seen.child.exitCode !== null) throw new Error(`Never: ${what}\n${seen.output}`);
  }
}
const says = (text: string, seen: Seen) => until(`says ${text}`, () => seen.output.includes(text), seen);

const addresses = () => ({
  EVENTSTORE_URL: `esdb://127.0.0.1:${ports.eventStore}?tls=false`,
  REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
});
const environment = (given: object): NodeJS.ProcessEnv => ({
  ...process.env,
  PORT: String(ports.api),
  HOST: '127.0.0.1',
  DATA_DIR: dataDir,
  TEST_CLOCK: 'true',
  ...given,
});
const npmStart = (given: object, args: string[] = []): Seen =>
  run({ command: process.execPath, args: [startScript, ...args], env: environment(given) });
const startEventStore = () => run(eventStore({ port: ports.eventStore, dataDir }));
const startRedis = async () => run(redis({ program: await findOrInstallRedis(), port: ports.redis, dataDir }));

const jsonLines = ({ output }: Seen): string[] => output.split('\n').filter((line) => line.startsWith('{'));
const linesAbout = (text: string, { output }: Seen): number => output.split(text).length - 1;

describe('npm start', () => {
  test.each([
    ['the event store', 'EVENTSTORE_URL', () => startEventStore()],
    ['Redis', 'REDIS_URL', () => startRedis()],
  ] as const)('waits for %s, says so in one sentence, and goes on when it is there', async (name, variable, start) => {
    const address = addresses()[variable];
    const seen = npmStart({ [variable]: address });
    await says(`waiting for ${name} at ${address}, where nothing listens yet (ECONNREFUSED)`, seen);
    await start();
    await says('Drawdown is ready', seen);
    expect(await end(seen.child, 'SIGINT')).toBe(0);
    expect(jsonLines(seen)).toEqual([]);
    expect(linesAbout('waiting for', seen)).toBe(1);
    expect(seen.output).not.toContain('ended with');
  });

  test('ends in order on Ctrl-C while it waits', async () => {
    const seen = npmStart(addresses());
    await says('waiting for the event store', seen);
    await says('waiting for Redis', seen);
    expect(await end(seen.child, 'SIGINT')).toBe(0);
    expect(seen.output).toContain('stopped');
  });
});

describe.each(['api', 'projector', 'process-manager'])('start:%s', (role) => {
  test('waits for its stores, says so, goes on when they are there, and ends on Ctrl-C', async () => {
    const seen = npmStart(addresses(), [role]);
    await says('waiting for the event store', seen);
    await says('waiting for Redis', seen);
    expect(jsonLines(seen)).toEqual([]);
    startEventStore();
    await startRedis();
    await says('"msg":"ready"', seen);
    expect(await end(seen.child, 'SIGINT')).toBe(0);
  });

  test('ends on Ctrl-C while it waits', async () => {
    const seen = npmStart(addresses(), [role]);
    await says('waiting for Redis', seen);
    expect(await end(seen.child, 'SIGINT')).toBe('SIGINT');
  });

  test('started by itself it waits too, in its log, and ends in order', async () => {
    const settings = { port: ports.api, host: '127.0.0.1', hasTestClock: true, dataDir, apiKeysFile: undefined };
    const [eventStoreUrl, redisUrl] = [addresses().EVENTSTORE_URL, addresses().REDIS_URL];
    const what = roles({ ...settings, eventStoreUrl, redisUrl }).find(({ name }) => name === role) as What;
    const seen = run(what);
    await says(`waiting for the event store at ${eventStoreUrl}, which does not answer yet`, seen);
    await says(`waiting for Redis at ${redisUrl}, which does not answer yet`, seen);
    startEventStore();
    await startRedis();
    await says('the event store answers now', seen);
    await says('Redis answers now', seen);
    if (role === 'api') {
      const isReady = async () => (await httpAnswers(`http://127.0.0.1:${ports.api}/health/ready`)) === undefined;
      await until('is ready', isReady, seen);
    }
    expect(jsonLines(seen).filter((line) => line.includes('"stack"'))).toEqual([]);
    expect(linesAbout('waiting for', seen)).toBe(2);
    expect(await end(seen.child, 'SIGTERM')).toBe(0);
  });
});
