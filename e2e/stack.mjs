/**
 * The whole product as processes of its own, each of which can be killed and started again: an event store node,
 * Redis, and any number of projectors, process managers and API processes. For end-to-end tests and the benchmark.
 */
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
import { Role } from './role.mjs';

const READY_WITHIN_MS = 60_000;

/** There is no point in waiting any longer. */
class Hopeless extends Error {}

/**
 * Waits until `look` returns something other than undefined or false; throws what it waited for when it doesn't.
 * @template T
 * @param {string} what
 * @param {() => T | false | undefined | Promise<T | false | undefined>} look
 * @param {{ withinMs?: number, everyMs?: number }} [pace]
 * @returns {Promise<T>}
 */
export async function eventually(what, look, { withinMs = READY_WITHIN_MS, everyMs = 50 } = {}) {
  /** @type {string | undefined} */
  let last;
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(everyMs)) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      last = String(seen);
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      last = (error instanceof Error && error.stack) || String(error);
    }
  }
  throw new Error(`Not within ${withinMs / 1000} s: ${what}. Last seen: ${last}`);
}

/**
 * The scripts' probes resolve to undefined when all is well. A process that ended by itself will not get ready.
 * @param {Role} role
 * @param {() => Promise<string | undefined>} probe
 */
const isReady = (role, probe) =>
  eventually(`${role.name} is ready`, async () => {
    if (!role.isRunning) throw new Hopeless(`${role.name} ended instead of getting ready`);
    return (await probe()) === undefined;
  });

/** @typedef {{ apis?: number, projectors?: number, managers?: number, env?: Record<string, string>,
 *   storeEnv?: Record<string, string> }} Size */
/** @typedef {{ redis: number, eventStore: number, apis: readonly number[] }} Ports */

/** @param {number} apis */
async function freePorts(apis) {
  const [redisPort, eventStorePort] = [await freePort(), await freePort()];
  /** @type {number[]} */
  const ports = [];
  while (ports.length < apis) ports.push(await freePort());
  return { redis: redisPort, eventStore: eventStorePort, apis: ports };
}

class Stack {
  #ports;
  #env;

  /**
   * @param {Ports} ports
   * @param {string} redisProgram
   * @param {Required<Size>} size
   */
  constructor(ports, redisProgram, { projectors, managers, env, storeEnv }) {
    this.#ports = ports;
    this.#env = env;
    this.dataDir = mkdtempSync(path.join(tmpdir(), 'drawdown-stack-'));
    this.eventStoreUrl = `esdb://127.0.0.1:${ports.eventStore}?tls=false`;
    this.redisUrl = `redis://127.0.0.1:${ports.redis}`;
    this.urls = ports.apis.map((port) => `http://127.0.0.1:${port}`);
    this.redis = new Role(redis({ program: redisProgram, port: ports.redis, dataDir: this.dataDir }));
    const store = eventStore({ port: ports.eventStore, dataDir: this.dataDir });
    this.eventStore = new Role({ ...store, env: { ...store.env, ...storeEnv } });
    this.projectors = Array.from({ length: projectors }, () => this.#role('projector', 0));
    this.managers = Array.from({ length: managers }, () => this.#role('process-manager', 0));
    this.apis = ports.apis.map((port) => this.#role('api', port));
  }

  /**
   * @param {import('../scripts/lib/processes.mjs').Role} name
   * @param {number} port
   */
  #role(name, port) {
    const { dataDir, eventStoreUrl, redisUrl } = this;
    const hasTestClock = this.#env.TEST_CLOCK === 'true';
    const settings = { port, host: '127.0.0.1', hasTestClock, dataDir, eventStoreUrl, redisUrl };
    const what = roles(settings).find((each) => each.name === name);
    if (!what) throw new Error(`there is no role ${name}`);
    return new Role({ ...what, env: { ...what.env, ...this.#env } });
  }

  get processes() {
    return [this.redis, this.eventStore, ...this.projectors, ...this.managers, ...this.apis];
  }

  async start() {
    this.redis.start();
    this.eventStore.start();
    const storeHealth = `http://127.0.0.1:${this.#ports.eventStore}/health/live`;
    await this.explained(isReady(this.redis, () => redisAnswers(this.#ports.redis)));
    await this.explained(isReady(this.eventStore, () => httpAnswers(storeHealth)));
    for (const role of [...this.projectors, ...this.managers, ...this.apis]) role.start();
    await this.ready();
  }

  /** Resolves when every API process reports that it is ready. */
  async ready() {
    await Promise.all(
      this.apis.map((api, n) => this.explained(isReady(api, () => httpAnswers(`${this.urls[n]}/health/ready`)))),
    );
  }

  /** Removes everything from Redis, as FLUSHALL does. */
  async flushRedis() {
    const socket = connect(this.#ports.redis, '127.0.0.1');
    socket.end('FLUSHALL\r\n');
    const [answer] = await once(socket, 'data');
    socket.destroy();
    if (!String(answer).startsWith('+OK')) throw new Error(`FLUSHALL was answered with ${answer}`);
  }

  /**
   * Adds what the processes printed to a failure.
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T>}
   */
  async explained(promise) {
    try {
      return await promise;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`${message}\n${this.report()}`, { cause: error });
    }
  }

  report() {
    return this.processes
      .map(({ name, isRunning, output }) => `===== ${name} (${isRunning ? 'running' : 'not running'})\n${output}`)
      .join('\n');
  }

  async stop() {
    await Promise.all([...this.apis, ...this.managers, ...this.projectors].map((role) => role.end()));
    await Promise.all([this.redis.end(), this.eventStore.end()]);
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/**
 * Starts everything and resolves when every API process is ready.
 * @param {Size} [options]
 */
export async function startStack({ apis = 1, projectors = 1, managers = 1, env = {}, storeEnv = {} } = {}) {
  const program = await findOrInstallRedis();
  const stack = new Stack(await freePorts(apis), program, { apis, projectors, managers, env, storeEnv });
  try {
    await stack.start();
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
