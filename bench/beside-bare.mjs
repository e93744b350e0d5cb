/**
 * Charges a second as a ratio to a bare Nest/Fastify endpoint measured in the same run, on a stack of its own. Rounds
 * alternate, so that a busy machine slows all of them alike.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startStack } from '../e2e/stack.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { PRICE } from './accounts.mjs';
import { DividedAccounts } from './divided-accounts.mjs';
import { load, requestHead } from './http-client.mjs';
import { watchProcesses } from './process-usage.mjs';
import { report } from './report.mjs';

/** @typedef {Awaited<ReturnType<typeof startStack>>} Stack */
/** @typedef {Awaited<ReturnType<typeof startBare>>} Bare */
/** @typedef {import('./process-usage.mjs').Watched} Watched */
/** @typedef {import('./http-client.mjs').Measured} Measured */
/** @typedef {{ measure: (tag: string) => Promise<Measured>, lag: () => Promise<number> }} Measurement */
/** @typedef {import('./report.mjs').Outcome['results']} Results */

/** @typedef {import('./options.mjs').Options} Options */

const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);

/** @param {Options} options */
async function startBare({ connections, seconds }) {
  const port = await freePort();
  const file = fileURLToPath(new URL('bare-endpoint.mjs', import.meta.url));
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const head = requestHead('POST', '/v1/charges', port, 'dev-service');
  const json = JSON.stringify({ amount: PRICE, product: 'inference', model: 'bench' });
  return {
    process: { name: 'bare endpoint', pid: child.pid },
    round: (/** @type {string} */ tag) =>
      load({
        port,
        connections,
        durationMs: seconds * 1000,
        next: (n) => ({ head, key: `${tag}-${n}`, json }),
        onAnswer: () => {},
      }),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

/**
 * Processes of the same role are told apart by their number.
 * @param {Stack} stack
 * @returns {Watched[]}
 */
const processesOf = (stack) =>
  stack.processes.map(({ name, pid }, n, all) => {
    const nth = all.slice(0, n + 1).filter((each) => each.name === name).length;
    return { name: nth > 1 ? `${name} ${nth}` : name, pid };
  });

/**
 * @param {Stack} stack
 * @param {Options} options
 */
async function openAccounts(stack, { accounts, connections }) {
  const ports = stack.urls.map((url) => Number(new URL(url).port));
  const spread = new DividedAccounts(ports, 'bench', accounts);
  const hot = new DividedAccounts(ports, 'hot', 1);
  say(`opening and funding ${accounts + 1} accounts`);
  await spread.open(connections);
  await hot.open(connections);
  return { spread, hot };
}

/**
 * @param {Record<keyof Results, Measurement>} measurements
 * @param {readonly Watched[]} processes
 * @param {number} rounds
 */
async function measureRounds(measurements, processes, rounds) {
  /** @type {Results} */
  const results = { bare: [], spread: [], hot: [] };
  // The first of each warms up what is compiled while it runs.
  for (let round = 0; round <= rounds; round++) {
    for (const name of /** @type {const} */ (['bare', 'spread', 'hot'])) {
      const watched = watchProcesses(processes);
      const measured = await measurements[name].measure(`${name}-${round}`);
      const used = watched.usage();
      const lagMs = await measurements[name].lag();
      say(`${name} ${round === 0 ? 'warm-up' : `round ${round}`}: ${Math.round(measured.perSecond)}/s`);
      if (round > 0) results[name].push({ ...measured, lagMs, used });
    }
  }
  return results;
}

/**
 * @param {Stack} stack
 * @param {Bare} bare
 * @param {Options} options
 */
async function measure(stack, bare, options) {
  const { connections, seconds, rounds } = options;
  const { spread, hot } = await openAccounts(stack, options);
  const processes = processesOf(stack);
  const of = (/** @type {DividedAccounts} */ accounts) => ({
    measure: (/** @type {string} */ tag) => accounts.charge(connections, seconds * 1000, tag),
    lag: () => accounts.lag(),
  });
  const measurements = { bare: { measure: bare.round, lag: async () => 0 }, spread: of(spread), hot: of(hot) };
  const results = await measureRounds(measurements, [...processes, bare.process], rounds);
  say('checking every balance');
  const wrong = [...(await spread.wrongBalances(connections)), ...(await hot.wrongBalances(1))];
  const unexpected = [...spread.unexpected, ...hot.unexpected].map(([status, body]) => `${status}: ${body}`);
  const memory = watchProcesses(processes).usage();
  return { results, memory, accepted: spread.total + hot.total, wrong, unexpected };
}

/**
 * @param {Stack} stack
 * @param {Options} options
 */
async function measureBeside(stack, options) {
  const bare = await startBare(options);
  try {
    return await measure(stack, bare, options);
  } finally {
    await bare.stop();
  }
}

/** @param {Options} options */
export async function benchBesideBare(options) {
  const stack = await startStack({ apis: options.apis });
  try {
    const { text, isSound, meetsTargets } = report(await stack.explained(measureBeside(stack, options)), options);
    process.stdout.write(`${text}\n`);
    return isSound && (meetsTargets || !options.strict);
  } finally {
    await stack.stop();
  }
}
