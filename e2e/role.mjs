/** One process of the product, for end-to-end tests and the benchmark. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Kept for the report of a failure. */
const LINES_KEPT = 200;

/** One process that can be killed and started again; `pid` is undefined while it is not running. */
export class Role {
  #what;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  /** @type {string[]} */
  #lines = [];

  /** @param {import('../scripts/lib/processes.mjs').Process} what */
  constructor(what) {
    this.#what = what;
  }

  get name() {
    return this.#what.name;
  }

  get pid() {
    return this.isRunning ? this.#child?.pid : undefined;
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
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.once('error', (error) => this.#keep(`does not start: ${error.message}`));
    child.once('exit', (code, signal) => this.#keep(`--- ended with ${signal ?? `code ${code}`}`));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => this.#keep(text.trimEnd()));
    }
  }

  /** SIGKILL: nothing of it gets to run any more. */
  kill() {
    return this.end('SIGKILL');
  }

  /** SIGSTOP: it keeps its connections and answers nothing, until it is resumed. */
  pause() {
    this.#child?.kill('SIGSTOP');
  }

  resume() {
    this.#child?.kill('SIGCONT');
  }

  /** @param {NodeJS.Signals} [signal] */
  async end(signal = 'SIGTERM') {
    const child = this.#child;
    if (!child || !this.isRunning) return;
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

  /** @param {string} text */
  #keep(text) {
    this.#lines.push(...text.split('\n'));
    this.#lines.splice(0, this.#lines.length - LINES_KEPT);
  }
}
