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

export class Supervisor {
  #children = new Map();
  /** Where in its log each process began: what earlier starts said is over. */
  #logFrom = new Map();
  #watchdog;
  #isStopping = false;
  #isUp = false;

  constructor({ logDir, lockFile }) {
    this.logDir = logDir;
    this.lockFile = lockFile;
    mkdirSync(logDir, { recursive: true });
    this.failed = new Promise((_, reject) => (this.giveUp = reject));
    this.failed.catch(() => {});
    this.#startWatchdog();
  }

  /** From now on a process that ends is started again for ever. */
  isUp() {
    this.#isUp = true;
  }

  /** `{ name, rank, command, args, env }`; ends only with `stop`. */
  start(what, { delayMs = backoffMs.first, starts = 1 } = {}) {
    if (this.#isStopping) return;
    const startedAt = performance.now();
    const child = this.#spawnLogged(what);
    child.once('error', (error) => this.giveUp(new Refusal(`${what.name} does not start: ${error.message}`)));
    if (!child.pid) return;
    this.#children.set(what.name, { rank: what.rank, pid: child.pid, identity: identityOf(child.pid) });
    this.#tell(`+ ${what.rank} ${child.pid}`);
    child.once('exit', (code, signal) => {
      this.#children.delete(what.name);
      this.#tell(`- ${child.pid}`);
      const isSteady = performance.now() - startedAt > steadyAfterMs;
      const next = isSteady ? {} : { delayMs: Math.min(delayMs * 2, backoffMs.most), starts: starts + 1 };
      if (!this.#isStopping) void this.#startAgain(what, signal ?? `code ${code}`, delayMs, next);
    });
  }

  async #startAgain(what, ending, delayMs, next) {
    if (!this.#isUp && next.starts > startsBeforeGivingUp) {
      this.giveUp(new Refusal(`${what.name} ended with ${ending}:\n${this.#lastWords(what.name)}`));
      return;
    }
    warn(`${what.name} ended with ${ending}; starting it again in ${delayMs} ms (${this.#logOf(what.name)})`);
    await sleep(delayMs);
    this.start(what, next);
  }

  /** Waits until `answers()` gives no reason to wait any longer, or the start is given up. */
  async ready(name, answers) {
    const ask = async () => {
      for (let saidAt = performance.now(); ; await sleep(50)) {
        const reason = await answers();
        if (reason === undefined || this.#isStopping) return;
        if (performance.now() - saidAt < 10_000) continue;
        step(`still waiting for ${name} (${reason})`);
        saidAt = performance.now();
      }
    };
    await Promise.race([ask(), this.failed]);
  }

  get isStopping() {
    return this.#isStopping;
  }

  async stop() {
    this.#isStopping = true;
    await stopInOrder([...this.#children.values()]);
    this.#watchdog.stdin.end('end\n');
  }

  #logOf(name) {
    return path.join(this.logDir, `${name}.log`);
  }

  #lastWords(name) {
    const text = readFileSync(this.#logOf(name)).subarray(this.#logFrom.get(name)).toString();
    return text.trim().split('\n').slice(-20).map(sentenceOf).join('\n');
  }

  #openLog(name) {
    const file = this.#logOf(name);
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const isFull = size > logBytesKept;
    if (isFull) renameSync(file, `${file}.1`);
    if (isFull || !this.#logFrom.has(name)) this.#logFrom.set(name, isFull ? 0 : size);
    return openSync(file, 'a');
  }

  #spawnLogged({ name, command, args, env }) {
    const log = this.#openLog(name);
    // Detached, so that Ctrl-C reaches this process only and the order of ending is kept.
    const child = spawn(command, args, { env, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    return child;
  }

  #tell(line) {
    this.#watchdog.stdin.write(`${line}\n`);
  }

  #startWatchdog() {
    const watchdog = spawn(process.execPath, [watchdogFile], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    this.#watchdog = watchdog;
    watchdog.stdin.on('error', () => {});
    watchdog.once('exit', () => {
      if (!this.#isStopping) this.#startWatchdog();
    });
    for (const { rank, pid } of this.#children.values()) this.#tell(`+ ${rank} ${pid}`);
    setHolders(this.lockFile, [process.pid, watchdog.pid]);
  }
}
