/** Starts processes, starts them again when they end by themselves, and ends them all, whatever happens to this one. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, setHolders } from './lock.mjs';
import { sentenceOf } from './log-lines.mjs';
import { stopInOrder } from './stop.mjs';
import { Refusal, step, warn } from './say.mjs';

const backoffMs = { first: 200, most: 5_000 };
const steadyAfterMs = 30_000;
const startsBeforeGivingUp = 3;
const logBytesKept = 16 * 1024 * 1024;

const watchdogFile = fileURLToPath(new URL('watchdog.mjs', import.meta.url));

/** @returns {{ promise: Promise<never>, reject: (reason: Error) => void }} */
function promiseWithReject() {
  /** @type {(reason: Error) => void} */
  let reject = () => {};
  /** @type {Promise<never>} */
  const promise = new Promise((_, rejectPromise) => (reject = rejectPromise));
  return { promise, reject };
}

export class Supervisor {
  /** @type {Map<string, import('./stop.mjs').Running>} */
  #children = new Map();
  /** Where in its log each process began: what earlier starts logged is over. */
  #logFrom = /** @type {Map<string, number>} */ (new Map());
  #watchdog;
  #isStopping = false;
  #isUp = false;

  /** @param {{ logDir: string, lockFile: string }} files */
  constructor({ logDir, lockFile }) {
    this.logDir = logDir;
    this.lockFile = lockFile;
    mkdirSync(logDir, { recursive: true });
    const { promise, reject } = promiseWithReject();
    /** Rejects when the start is given up. */
    this.failed = promise;
    this.giveUp = reject;
    this.failed.catch(() => {});
    this.#watchdog = this.#startWatchdog();
  }

  /** From now on a process that ends is started again for ever. */
  isUp() {
    this.#isUp = true;
  }

  /**
   * Ends only with `stop`.
   * @param {import('./processes.mjs').Process} what
   * @param {{ delayMs?: number, starts?: number }} [tries]
   */
  start(what, { delayMs = backoffMs.first, starts = 1 } = {}) {
    if (this.#isStopping) return;
    const startedAt = performance.now();
    const child = this.#spawnLogged(what);
    child.once('error', (error) => this.giveUp(new Refusal(`${what.name} does not start: ${error.message}`)));
    const { pid } = child;
    if (!pid) return;
    this.#children.set(what.name, { rank: what.rank, pid, identity: identityOf(pid) });
    this.#notify(`+ ${what.rank} ${pid}`);
    child.once('exit', (code, signal) => {
      this.#children.delete(what.name);
      this.#notify(`- ${pid}`);
      const isSteady = performance.now() - startedAt > steadyAfterMs;
      const next = isSteady ? {} : { delayMs: Math.min(delayMs * 2, backoffMs.most), starts: starts + 1 };
      if (!this.#isStopping) void this.#startAgain(what, signal ?? `code ${code}`, delayMs, next);
    });
  }

  /**
   * @param {import('./processes.mjs').Process} what
   * @param {string} ending
   * @param {number} delayMs
   * @param {{ delayMs?: number, starts?: number }} next
   */
  async #startAgain(what, ending, delayMs, next) {
    if (!this.#isUp && (next.starts ?? 1) > startsBeforeGivingUp) {
      this.giveUp(new Refusal(`${what.name} ended with ${ending}:\n${this.#lastWords(what.name)}`));
      return;
    }
    warn(`${what.name} ended with ${ending}; starting it again in ${delayMs} ms (${this.#logOf(what.name)})`);
    await sleep(delayMs);
    this.start(what, next);
  }

  /**
   * Waits until `probe()` returns no reason to wait any longer, or the start is given up.
   * @param {string} name
   * @param {() => Promise<string | undefined>} probe
   */
  async ready(name, probe) {
    const untilReady = async () => {
      for (let notedAt = performance.now(); ; await sleep(50)) {
        const reason = await probe();
        if (reason === undefined || this.#isStopping) return;
        if (performance.now() - notedAt < 10_000) continue;
        step(`still waiting for ${name} (${reason})`);
        notedAt = performance.now();
      }
    };
    await Promise.race([untilReady(), this.failed]);
  }

  get isStopping() {
    return this.#isStopping;
  }

  async stop() {
    this.#isStopping = true;
    await stopInOrder([...this.#children.values()]);
    this.#watchdog.stdin.end('end\n');
  }

  /** @param {string} name */
  #logOf(name) {
    return path.join(this.logDir, `${name}.log`);
  }

  /** @param {string} name */
  #lastWords(name) {
    const text = readFileSync(this.#logOf(name)).subarray(this.#logFrom.get(name)).toString();
    return text.trim().split('\n').slice(-20).map(sentenceOf).join('\n');
  }

  /** @param {string} name */
  #openLog(name) {
    const file = this.#logOf(name);
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const isFull = size > logBytesKept;
    if (isFull) renameSync(file, `${file}.1`);
    if (isFull || !this.#logFrom.has(name)) this.#logFrom.set(name, isFull ? 0 : size);
    return openSync(file, 'a');
  }

  /** @param {import('./processes.mjs').Process} what */
  #spawnLogged({ name, command, args, env, isShown = false }) {
    const log = this.#openLog(name);
    const output = isShown ? 'inherit' : log;
    // Detached, so that Ctrl-C reaches this process only and the order of ending is kept.
    const child = spawn(command, args, { env, stdio: ['ignore', output, output], detached: true });
    closeSync(log);
    return child;
  }

  /** @param {string} line */
  #notify(line) {
    this.#watchdog.stdin.write(`${line}\n`);
  }

  #startWatchdog() {
    const watchdog = spawn(process.execPath, [watchdogFile], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    watchdog.stdin.on('error', () => {});
    watchdog.once('exit', () => {
      if (!this.#isStopping) this.#watchdog = this.#startWatchdog();
    });
    for (const { rank, pid } of this.#children.values()) watchdog.stdin.write(`+ ${rank} ${pid}\n`);
    setHolders(this.lockFile, watchdog.pid ? [process.pid, watchdog.pid] : [process.pid]);
    return watchdog;
  }
}
