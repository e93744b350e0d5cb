/** The embedded node as a process of its own, which can be killed and comes back on the same data. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { makeCertificates } from './certificates.js';

export interface EmbeddedNode {
  readonly url: string;
  /** Starts it again, on the same data and port. */
  start(): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ends it, and its data with it. */
  remove(): Promise<void>;
}

/** Ports below those that outgoing connections take, so that a node finds its own free when it comes back. */
const PORTS = { lowest: 20_000, count: 12_000 };

async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.lowest + Math.floor(Math.random() * PORTS.count);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}

/** `main`: the node's compiled entry. `options` are put behind those that give it port and data. */
export async function startEmbeddedNode(
  main: string,
  options: readonly string[] = [],
  { hasUsers = false } = {},
): Promise<EmbeddedNode> {
  const directory = mkdtempSync(path.join(tmpdir(), 'eventstore-contract-'));
  const port = await freePort();
  const certificates = hasUsers ? makeCertificates(directory) : undefined;
  const access = certificates?.options ?? ['--insecure'];
  const own = [...access, '--db', path.join(directory, 'db'), '--http-port', String(port)];
  const url = certificates
    ? `esdb://admin:changeit@127.0.0.1:${port}?tls=true&tlsCAFile=${certificates.ca}`
    : `esdb://127.0.0.1:${port}?tls=false`;
  let child: ChildProcess | undefined;
  const endWithUs = () => child?.kill('SIGKILL');
  process.once('exit', endWithUs);

  const node: EmbeddedNode = {
    url,
    async start() {
      child = spawn(process.execPath, [main, ...own, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
      await readiness(child);
    },
    signal: (signal) => void child?.kill(signal),
    async kill() {
      const exit = child && child.exitCode === null && child.signalCode === null && once(child, 'exit');
      child?.kill('SIGKILL');
      await exit;
    },
    async remove() {
      await node.kill();
      process.off('exit', endWithUs);
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await node.start();
  return node;
}

async function readiness(child: ChildProcess): Promise<void> {
  if (!child.stdout) throw new Error('The node prints nowhere.');
  for await (const line of createInterface(child.stdout)) {
    if (!line.includes('"ready"')) continue;
    child.stdout.resume();
    return;
  }
  throw new Error(`The node ended with ${child.exitCode} before it was ready.`);
}
