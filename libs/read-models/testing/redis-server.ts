/** A real redis-server for a spec: its own process on a free port of loopback, without persistence. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

export type RedisServer = {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
};

const STARTS_WITHIN_MS = 10_000;

/** `isCluster`: a cluster of this one node, which refuses calls whose keys are in several slots as any other does. */
export async function startRedis(port?: number, { isCluster = false } = {}): Promise<RedisServer> {
  const chosen = port ?? (await freePort());
  const dir = mkdtempSync(path.join(tmpdir(), 'redis-'));
  const settings = ['--port', `${chosen}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir];
  const server = spawn('redis-server', isCluster ? [...settings, '--cluster-enabled', 'yes'] : settings, {
    stdio: 'ignore',
  });
  const failed = once(server, 'error').then(([error]) => Promise.reject(error as Error));
  failed.catch(() => {});
  await Promise.race([accepts(chosen, server), failed]);
  const url = `redis://127.0.0.1:${chosen}`;
  if (isCluster) await takeAllSlots(url);
  const end = async () => {
    await stop(server);
    rmSync(dir, { recursive: true, force: true });
  };
  return { url, port: chosen, stop: end };
}

async function takeAllSlots(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.call('CLUSTER', 'ADDSLOTSRANGE', 0, 16_383);
  while (!String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) await delay(20);
  redis.disconnect();
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGKILL');
  await exited;
}

async function accepts(port: number, server: ChildProcess): Promise<void> {
  const until = performance.now() + STARTS_WITHIN_MS;
  while (performance.now() < until) {
    if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await delay(20);
  }
  throw new Error('redis-server did not start');
}

/** Below the range of outgoing connections, so that none of them takes it meanwhile. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve((probe.address() as AddressInfo).port === port));
    });
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
