#!/usr/bin/env node
// `npm run bench:projector`: what an event costs the projector and Redis, while it is made anew from the log and while it
// follows charges as they are written, on a store and a Redis of its own. `--beside` measures another build by turns.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { Role } from '../e2e/role.mjs';
import { eventually, startStack } from '../e2e/stack.mjs';
import { roles } from '../scripts/lib/processes.mjs';
import { root } from '../scripts/lib/paths.mjs';
import { watchProcesses } from './process-usage.mjs';
import { ascending, median, percentile } from './statistics.mjs';

/** @typedef {Awaited<ReturnType<typeof startStack>>} Stack */
/** @typedef {{ tree: string, perSecond: number, micros: Record<string, number>, rssMb: number }} Rebuild */
/** @typedef {Rebuild & { lagsMs: readonly number[] }} Live */

const command = new Command('bench:projector')
  .option('--rounds <number>', 'rounds, of which medians are taken', Number, 3)
  .option('--accounts <number>', 'accounts of five buckets', Number, 10_000)
  .option('--events <number>', 'charges in the log that is rebuilt from', Number, 100_000)
  .option('--rate <number>', 'charges a second while it follows', Number, 1_600)
  .option('--seconds <number>', 'how long it follows', Number, 10)
  .option('--hot', 'one account in place of many while it follows', false)
  .option('--beside <folder...>', 'other checkouts, built, that take turns with this one', []);
/**
 * @type {{ rounds: number, accounts: number, events: number, rate: number, seconds: number, hot: boolean,
 *   beside: readonly string[] }}
 */
const options = command.parse().opts();
const trees = [root, ...options.beside.map((folder) => path.resolve(folder))];
const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);
const WITHIN = { withinMs: 600_000, everyMs: 20 };

/**
 * Runs load.js of a tree; `onPhase` is called as it comes along.
 * @param {Stack} stack
 * @param {string} tree
 * @param {object} load
 * @param {(phase: { phase: string, lagsMs?: number[] }) => void} [onPhase]
 */
async function runLoad(stack, tree, load, onPhase = () => {}) {
  const env = { ...process.env, EVENTSTORE_URL: stack.eventStoreUrl, REDIS_URL: stack.redisUrl };
  const script = path.join(tree, 'dist/apps/projector/bench/load.js');
  const child = spawn(process.execPath, [script, JSON.stringify(load)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) onPhase(JSON.parse(line));
  if ((await ended) !== 0) throw new Error('The load failed');
}

/**
 * @param {Stack} stack
 * @param {string} tree
 */
function projectorOf(stack, tree) {
  const { dataDir, eventStoreUrl, redisUrl } = stack;
  const settings = { port: 0, host: '127.0.0.1', hasTestClock: false, dataDir, eventStoreUrl, redisUrl };
  const own = roles(settings).find(({ name }) => name === 'projector');
  if (!own) throw new Error('There is no projector');
  const cpuProfile = process.env.PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.PROFILE}`] : [];
  return new Role({ ...own, args: [...cpuProfile, ...own.args.map((arg) => arg.replace(root, tree))] });
}

/**
 * @param {Stack} stack
 * @param {Role} projector
 */
const processesOf = (stack, projector) => [
  { name: 'projector', pid: projector.pid },
  { name: 'redis', pid: stack.redis.pid },
  { name: 'event store', pid: stack.eventStore.pid },
];

/**
 * What each process used, for each of so many events.
 * @param {ReturnType<typeof watchProcesses>} watched
 * @param {number} events
 * @param {number} begunAt
 */
function figures(watched, events, begunAt) {
  const seconds = (performance.now() - begunAt) / 1000;
  const used = watched.usage();
  const micros = Object.fromEntries(used.map(({ name, cores }) => [name, (cores * seconds * 1e6) / events]));
  return { perSecond: events / seconds, micros, rssMb: used[0]?.peakRssMb ?? Number.NaN };
}

/**
 * From the first event to the last, without the start of the process.
 * @param {Stack} stack
 * @param {string} tree
 * @param {number} events
 */
async function rebuild(stack, tree, events) {
  await stack.flushRedis();
  const projector = projectorOf(stack, tree);
  projector.start();
  const hasSaid = (/** @type {string} */ text) => () => projector.output.includes(text);
  await eventually('the projector follows the log', hasSaid('Following the log'), WITHIN);
  const [watched, begunAt] = [watchProcesses(processesOf(stack, projector)), performance.now()];
  await eventually('the projector has caught up', hasSaid('Caught up with the log'), WITHIN);
  return { projector, measured: { tree, ...figures(watched, events, begunAt) } };
}

/**
 * @param {Stack} stack
 * @param {string} tree
 * @param {Role} projector
 * @param {string} prefix
 */
async function follow(stack, tree, projector, prefix) {
  const { hot, accounts, rate, seconds } = options;
  const charges = rate * seconds;
  const load = { accounts: hot ? 1 : accounts, charges, perSecond: rate, spanMs: 0, prefix, readsBack: true };
  /** @type {Live[]} */
  const lives = [];
  let watched = watchProcesses([]);
  let begunAt = 0;
  await runLoad(stack, tree, load, ({ phase, lagsMs = [] }) => {
    if (phase === 'charged') lives.push({ tree, ...figures(watched, charges, begunAt), lagsMs });
    [watched, begunAt] = [watchProcesses(processesOf(stack, projector)), performance.now()];
  });
  return lives;
}

/** @param {Stack} stack */
async function measure(stack) {
  const seed = { accounts: options.accounts, charges: options.events, perSecond: null, spanMs: 7_200_000 };
  say(`writing ${options.accounts} accounts and ${options.events} charges`);
  await runLoad(stack, root, { ...seed, prefix: 'seed', readsBack: false });
  let events = options.events + options.accounts * EVENTS_OF_OPENING;
  /** @type {Rebuild[]} */
  const rebuilds = [];
  /** @type {Live[]} */
  const lives = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const [nth, tree] of trees.entries()) {
      const { projector, measured } = await rebuild(stack, tree, events);
      rebuilds.push(measured);
      say(line(`round ${round} rebuild`, [measured]));
      if (options.seconds > 0) {
        const live = await follow(stack, tree, projector, `r${round}t${nth}`);
        lives.push(...live);
        say(line(`round ${round} live`, live));
        events += options.rate * options.seconds + (options.hot ? 1 : options.accounts) * EVENTS_OF_OPENING;
      }
      await projector.end();
    }
  }
  for (const tree of trees) {
    const of = (/** @type {{ tree: string }} */ each) => each.tree === tree;
    process.stdout.write(`${line(`${tree} rebuild`, rebuilds.filter(of))}\n`);
    if (lives.length > 0) process.stdout.write(`${line(`${tree} live`, lives.filter(of))}\n`);
  }
}

/** Opened, four promos and a purchase of two events: what load.ts opens an account with. */
const EVENTS_OF_OPENING = 7;

/**
 * @param {string} what
 * @param {readonly (Rebuild & { lagsMs?: readonly number[] })[]} measured
 */
function line(what, measured) {
  const of = (/** @type {(each: Rebuild) => number} */ member) => median(measured.map(member));
  const micros = ['projector', 'redis', 'event store']
    .map((name) => `${name} ${of((each) => each.micros[name] ?? Number.NaN).toFixed(1)} µs`)
    .join(', ');
  const lags = ascending(measured.flatMap(({ lagsMs = [] }) => lagsMs));
  const lag =
    lags.length === 0
      ? ''
      : `, lag p50 ${percentile(lags, 0.5).toFixed(1)} ms, p99 ${percentile(lags, 0.99).toFixed(1)} ms`;
  return `${what}: ${of(({ perSecond }) => perSecond).toFixed(0)} events/s, ${micros}, ${of(({ rssMb }) => rssMb).toFixed(0)} MB${lag}`;
}

const stack = await startStack({ apis: 0, projectors: 0, managers: 0 });
try {
  await stack.explained(measure(stack));
} finally {
  await stack.stop();
}
