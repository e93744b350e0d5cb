import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { transformFileSync } from '@swc/core';
import { freePort } from './free-port.js';

const repository = resolve(process.cwd());
const source = join(repository, 'apps/eventstore');

/** Compiles the node into a directory of its own, so that a test can run it as a process and kill it. */
export function compileNode(): { main: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'eventstore-compiled-'));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(join(repository, 'node_modules'), join(directory, 'node_modules'));
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))) {
    const target = join(directory, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    const { code } = transformFileSync(join(source, name), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    writeFileSync(target, code);
  }
  return { main: join(directory, 'main.js'), remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export interface NodeProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What it has printed so far, a line each. */
  readonly printed: string[];
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Resolves when the node says it is ready; rejects with what it printed if it ends before. */
export async function startNodeProcess(
  main: string,
  db: string,
  options: readonly string[] = [],
): Promise<NodeProcess> {
  const port = await freePort();
  const node = [process.execPath, main, '--insecure', '--db', db, '--http-port', String(port), ...options];
  // Where a test bounds how large its files may become, writing more is to fail, and not to end the process.
  const child = spawn('sh', ['-c', 'trap "" XFSZ; exec "$@"', 'sh', ...node]);
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const printed: string[] = [];
  await readiness(child, printed);
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    port,
    pid: child.pid as number,
    printed,
    async kill(signal) {
      const exited = once(child, 'exit');
      child.kill(signal);
      return (await exited)[0] as number | null;
    },
  };
}

function readiness(child: ChildProcess, printed: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines = (stream: NodeJS.ReadableStream) =>
      createInterface(stream).on('line', (line) => {
        printed.push(line);
        if (line.includes('"ready"')) resolve();
      });
    if (child.stdout) lines(child.stdout);
    if (child.stderr) lines(child.stderr);
    child.once('close', (code) => reject(new Error(`The node ended with ${code}: ${printed.join('\n')}`)));
  });
}
