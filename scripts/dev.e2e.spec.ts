/** `npm run dev`: the whole product with the API under `nest start --watch`, and nothing of it left after Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { identityOf } from './lib/lock.mjs';
import { freePort } from './lib/ports.mjs';

let dataDir: string;
let dev: ChildProcess;
let apiPid: number | undefined;
let output = '';

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'drawdown-dev-'));
  const env = { ...process.env, PORT: String(await freePort()), HOST: '127.0.0.1', DATA_DIR: dataDir };
  const startScript = path.join(import.meta.dirname, 'start.mjs');
  const child = spawn(process.execPath, [startScript, '--watch'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  dev = child;
});
afterEach(() => {
  dev.kill('SIGKILL');
  dev.stdout?.destroy();
  dev.stderr?.destroy();
  if (apiPid !== undefined && identityOf(apiPid)) process.kill(apiPid, 'SIGKILL');
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
});

async function until(text: string): Promise<void> {
  for (const last = performance.now() + 240_000; !output.includes(text); await sleep(50)) {
    if (performance.now() > last || dev.exitCode !== null) throw new Error(`Never: ${text}\n${output}`);
  }
}

test('Ctrl-C ends the API that the Nest CLI has started, and everything else', async () => {
  await until('Drawdown is ready');
  apiPid = Number(/"role":"api","pid":(\d+)/.exec(output)?.[1]);
  expect(identityOf(apiPid)).toBeDefined();
  const exited = once(dev, 'exit');
  dev.kill('SIGINT');
  expect(await exited).toEqual([0, null]);
  expect(output).toContain('stopped');
  expect(identityOf(apiPid)).toBeUndefined();
}, 300_000);
