/** Event store nodes as processes of their own, for specs that need one that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { transformFileSync } from '@swc/core';

export type Server = {
  readonly url: string;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  remove(): Promise<void>;
};

/** The embedded node, compiled into a directory of its own: the product is not built while its specs run. */
function compile(directory: string): string {
  const source = path.resolve('apps/eventstore');
  writeFileSync(path.join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(path.resolve('node_modules'), path.join(directory, 'node_modules'));
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const target = path.join(directory, name.replace(/\.ts$/, '.js'));
    mkdirSync(path.dirname(target), { recursive: true });
    const jsc = { target: 'es2022', parser: { syntax: 'typescript' } } as const;
    writeFileSync(target, transformFileSync(path.join(source, name), { jsc, module: { type: 'es6' } }).code);
  }
  return path.join(directory, 'main.js');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export async function startServer(): Promise<Server> {
  const directory = mkdtempSync(path.join(tmpdir(), 'drawdown-event-store-'));
  const main = compile(directory);
  const port = await freePort();
  const options = ['--insecure', '--db', path.join(directory, 'db'), '--http-port', String(port)];
  let child: ChildProcess | undefined;

  const server: Server = {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    async start() {
      const started = spawn(process.execPath, [main, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
      child = started;
      for await (const line of createInterface(started.stdout)) if (line.includes('"ready"')) return;
      throw new Error(`The node ended with ${started.exitCode}`);
    },
    signal: (signal) => void child?.kill(signal),
    async kill() {
      const exit = child && child.exitCode === null && once(child, 'exit');
      child?.kill('SIGKILL');
      await exit;
    },
    async remove() {
      await server.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}
