/**
 * The whole product as processes of its own, each of which can be killed and started again: an event store node,
 * Redis, and any number of projectors, process managers and API processes. For end-to-end tests and the benchmark.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpAnswers, redisAnswers } from '../scripts/lib/answers.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { eventStore, redis, roles } from '../scripts/lib/processes.mjs';
import { findOrInstallRedis } from '../scripts/lib/redis-server.mjs';

/** Kept for the report of a failure. */
const LINES_KEPT = 200;
const READY_WITHIN_MS = 60_000;

/** One process that can be killed and started again; `pid` is undefined while it is not running. */
class Role {
  #what;
  #child;
  #lines = [];

  constructor(what) {
    this.#what = what;
  }

  get name() {
    return this.#what.name;
  }

  get pid() {
    return this.isRunning ? this.#child.pid : undefined;
  }

  get isRunning() {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** What it printed last, over all its lives. */
  get output() {
    return this.#lines.join('\n');
  }

  start() {
    if (this.isRunning) throw new Error(`${this.name} is running already`);
    const { command, args, env } = this.#what;
    this.#child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.once('error', (error) => this.#keep(`does not start: ${error.message}`));
    this.#child.once('exit', (code, signal) => this.#keep(`--- ended with ${signal ?? `code ${code}`}`));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => this.#keep(text.trimEnd()));
    }
  }

  /** SIGKILL: nothing of it gets to run any more. */
  kill() {
    return this.end('SIGKILL');
  }

  /** SIGSTOP: it keeps its connections and answers nothing, until it is resumed. */
  pause() {
    this.#child.kill('SIGSTOP');
  }

  resume() {
    this.#child.kill('SIGCONT');
  }

  async end(signal = 'SIGTERM') {
    if (!this.isRunning) return;
    const child = this.#child;
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    clearTimeout(force);
  }

  async restart() {
    await this.kill();
    this.start();
  }

  #keep(text) {
    this.#lines.push(...text.split('\n'));
    this.#lines.splice(0, this.#lines.length - LINES_KEPT);
  }
}

/** There is no point in waiting any longer. */
class Hopeless extends Error {}

/**
 * Waits until `look` answers something other than undefined or false; says what it waited for when it doesn't.
 * @template T
 * @param {string} what
 * @param {() => T | false | undefined | Promise<T | false | undefined>} look
 * @param {{ withinMs?: number, everyMs?: number }} [pace]
 * @returns {Promise<T>}
 */
export async function eventually(what, look, { withinMs = READY_WITHIN_MS, everyMs = 50 } = {}) {
  let last;
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(everyMs)) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      last = String(seen);
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      last = error.stack ?? String(error);
    }
  }
  throw new Error(`Not within ${withinMs / 1000} s: ${what}. Last seen: ${last}`);
}

/**
 * Starts everything and resolves when every API process is ready.
 * @param {{ apis?: number, projectors?: number, managers?: number, env?: Record<string, string> }} [options]
 */
export async function startStack({ apis = 1, projectors = 1, managers = 1, env = {} } = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'drawdown-stack-'));
  const [redisPort, storePort] = [await freePort(), await freePort()];
  const eventStoreUrl = `esdb://127.0.0.1:${storePort}?tls=false`;
  const redisUrl = `redis://127.0.0.1:${redisPort}`;
  const ports = [];
  while (ports.length < apis) ports.push(await freePort());

  const of = (name, port = ports[0]) => {
    const settings = {
      port,
      host: '127.0.0.1',
      testClock: env.TEST_CLOCK === 'true',
      dataDir,
      eventStoreUrl,
      redisUrl,
    };
    const what = roles(settings).find((each) => each.name === name);
    return new Role({ ...what, env: { ...what.env, ...env } });
  };
  const stack = {
    dataDir,
    eventStoreUrl,
    redisUrl,
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    redis: new Role(redis({ program: await findOrInstallRedis(), port: redisPort, dataDir })),
    eventStore: new Role(eventStore({ port: storePort, dataDir })),
    projectors: Array.from({ length: projectors }, () => of('projector')),
    managers: Array.from({ length: managers }, () => of('process-manager')),
    apis: ports.map((port) => of('api', port)),

    get processes() {
      return [this.redis, this.eventStore, ...this.projectors, ...this.managers, ...this.apis];
    },

    /** Resolves when every API process says that it is ready. */
    async ready() {
      await Promise.all(
        this.urls.map((url, n) => this.explained(isReady(this.apis[n], () => httpAnswers(`${url}/health/ready`)))),
      );
    },

    /** Removes everything from Redis, as FLUSHALL does. */
    async flushRedis() {
      const socket = connect(redisPort, '127.0.0.1');
      socket.end('FLUSHALL\r\n');
      const [answer] = await once(socket, 'data');
      socket.destroy();
      if (!String(answer).startsWith('+OK')) throw new Error(`FLUSHALL was answered with ${answer}`);
    },

    /** Adds what the processes printed to a failure. */
    async explained(promise) {
      try {
        return await promise;
      } catch (error) {
        throw new Error(`${error.message}\n${this.report()}`, { cause: error });
      }
    },

    report() {
      return this.processes
        .map(({ name, isRunning, output }) => `===== ${name} (${isRunning ? 'running' : 'not running'})\n${output}`)
        .join('\n');
    },

    async stop() {
      await Promise.all([...this.apis, ...this.managers, ...this.projectors].map((role) => role.end()));
      await Promise.all([this.redis.end(), this.eventStore.end()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };

  try {
    stack.redis.start();
    stack.eventStore.start();
    const storeHealth = `http://127.0.0.1:${storePort}/health/live`;
    await stack.explained(isReady(stack.redis, () => redisAnswers(redisPort)));
    await stack.explained(isReady(stack.eventStore, () => httpAnswers(storeHealth)));
    for (const role of [...stack.projectors, ...stack.managers, ...stack.apis]) role.start();
    await stack.ready();
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

/** The scripts' probes answer undefined when all is well. A process that ended by itself will not get ready. */
const isReady = (role, probe) =>
  eventually(`${role.name} is ready`, async () => {
    if (!role.isRunning) throw new Hopeless(`${role.name} ended instead of getting ready`);
    return (await probe()) === undefined;
  });
