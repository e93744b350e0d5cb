#!/usr/bin/env node
// `npm run bench:api`: what a request of each hot route costs the API and Redis, and how many a second it answers.
// `--beside` takes turns with the API of another checkout that is built, on the same stores and accounts of its own.
import path from 'node:path';
import { Command } from 'commander';
import { Role } from '../e2e/role.mjs';
import { eventually, startStack } from '../e2e/stack.mjs';
import { httpAnswers } from '../scripts/lib/answers.mjs';
import { root } from '../scripts/lib/paths.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { roles } from '../scripts/lib/processes.mjs';
import { load, requestHead } from './http-client.mjs';
import { watchProcesses } from './process-usage.mjs';
import { ascending, median, percentile } from './statistics.mjs';

/** @typedef {import('./http-client.mjs').Request} Request */
/** @typedef {{ tree: string, port: number, ids: readonly string[], process: { name: string, pid: number | undefined } }} Side */
/** @typedef {{ perSecond: number, api: number, redis: number, latenciesMs: readonly number[] }} Round */

const BATCH = 500;
const command = new Command('bench:api')
  .option('--rounds <number>', 'rounds, of which medians are taken', Number, 5)
  .option('--seconds <number>', 'length of a round', Number, 3)
  .option('--accounts <number>', 'accounts of five buckets for each side', Number, 1_000)
  .option('--connections <number>', 'requests at a time', Number, 64)
  .option('--only <names>', 'workloads, separated by commas', (/** @type {string} */ names) => names.split(','))
  .option('--beside <folder...>', 'other checkouts, built, that take turns with this one', []);
/**
 * @type {{ rounds: number, seconds: number, accounts: number, connections: number, only?: string[],
 *   beside: readonly string[] }}
 */
const options = command.parse().opts();
const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);

/** A request of each workload; `n` counts up for ever. @type {Record<string, (side: Side, n: number) => Request>} */
const workloads = {
  charge: (side, n) => post(side, `/v1/accounts/${account(side, n)}/charges`, `c${n}`, CHARGE),
  hot: (side, n) => post(side, `/v1/accounts/${account(side, 0)}/charges`, `h${n}`, CHARGE),
  balance: (side, n) => get(side, `/v1/accounts/${account(side, n)}/balance`),
  buckets: (side, n) => get(side, `/v1/accounts/${account(side, n)}/buckets`),
  check: (side, n) => get(side, `/v1/accounts/${account(side, n)}/credits/check?amount=1&product=inference`),
  page: (side, n) => get(side, `/v1/accounts/${account(side, n)}/transactions?limit=50`),
  'batch-one': (side, n) =>
    post(
      side,
      '/v1/charges/batch',
      'none',
      batch(n, () => account(side, 0)),
    ),
  'batch-many': (side, n) =>
    post(
      side,
      '/v1/charges/batch',
      'none',
      batch(n, (m) => account(side, m)),
    ),
};
/** Charges that each account begins with: more than a page shows. */
const BEGUN_WITH = 60;
const CHARGE = { amount: '0.004217', product: 'inference', model: 'llama-70b' };
const account = (/** @type {Side} */ { ids }, /** @type {number} */ n) => ids[n % ids.length] ?? '';

/** @param {number} n @param {(m: number) => string} accountOf */
const batch = (n, accountOf) => ({
  charges: Array.from({ length: BATCH }, (_, m) => {
    return { accountId: accountOf(n * BATCH + m), idempotencyKey: `b${n}-${m}`, ...CHARGE };
  }),
});

/** @param {string} accountId */
const begun = (accountId) => ({
  charges: Array.from({ length: BEGUN_WITH }, (_, n) => ({ accountId, idempotencyKey: `begun-${n}`, ...CHARGE })),
});

/** @type {Map<string, string>} */
const heads = new Map();
/** @param {string} method @param {Side} side @param {string} route @param {string} [role] */
function headOf(method, { port }, route, role = 'admin') {
  const name = `${method} ${port} ${route}`;
  const head = heads.get(name) ?? requestHead(method, route, port, `dev-${role}`);
  heads.set(name, head);
  return head;
}
/** @param {Side} side @param {string} route @param {string} key @param {object} body */
const post = (side, route, key, body) => ({ head: headOf('POST', side, route), key, json: JSON.stringify(body) });
/** @param {Side} side @param {string} route */
const get = (side, route) => ({ head: headOf('GET', side, route), key: 'none', json: '' });

/**
 * @param {Side} side
 * @param {(n: number) => Request | undefined} next
 * @param {number} durationMs
 */
async function send({ port }, next, durationMs = Infinity) {
  const onAnswer = (/** @type {Request} */ _, /** @type {import('./http-client.mjs').Answer} */ { status, body }) => {
    if (status >= 300) throw new Error(`${status}: ${String(body).slice(0, 300)}`);
  };
  return load({ port, connections: options.connections, durationMs, next, onAnswer });
}

/** @param {Side} side */
async function openAccounts(side) {
  const inDays = (/** @type {number} */ days) => new Date(Date.now() + days * 86_400_000).toISOString();
  const promo = { amount: '100000', source: 'support' };
  const grants = [
    { ...promo, expiresAt: inDays(60), scope: { models: ['other'] } },
    { ...promo, expiresAt: inDays(90) },
    { ...promo, scope: { products: ['inference'] } },
    promo,
  ];
  await send(side, (n) => {
    const accountId = side.ids[n];
    return accountId === undefined ? undefined : post(side, '/v1/accounts', 'open', { accountId });
  });
  for (const [nth, grant] of grants.entries()) {
    await send(side, (n) => {
      const id = side.ids[n];
      return id === undefined ? undefined : post(side, `/v1/accounts/${id}/grants`, `g${nth}`, grant);
    });
  }
  await send(side, (n) => {
    const id = side.ids[n];
    return id === undefined ? undefined : post(side, '/v1/charges/batch', 'none', begun(id));
  });
  const bought = { amount: '100000', paymentMethod: 'usdc', status: 'completed' };
  await send(side, (n) => {
    const id = side.ids[n];
    return id === undefined ? undefined : post(side, `/v1/accounts/${id}/purchases`, 'buy', bought);
  });
}

/** @typedef {Awaited<ReturnType<typeof startStack>>} Stack */

/** @param {Stack} stack @param {string} tree @param {number} nth */
async function startSide(stack, tree, nth) {
  const port = await freePort();
  const { dataDir, eventStoreUrl, redisUrl } = stack;
  const what = roles({ port, host: '127.0.0.1', hasTestClock: false, dataDir, eventStoreUrl, redisUrl });
  const api = what.find(({ name }) => name === 'api');
  if (!api) throw new Error('there is no API');
  const role = new Role({ ...api, args: api.args.map((arg) => arg.replace(root, tree)) });
  role.start();
  await eventually(
    `the API of ${tree}`,
    async () => (await httpAnswers(`http://127.0.0.1:${port}/health/ready`)) === undefined,
  );
  const ids = Array.from({ length: options.accounts }, (_, n) => `side-${nth}-${n}`);
  return { side: { tree, port, ids, process: { name: 'api', pid: role.pid } }, role };
}

/** @param {Stack} stack @param {Side} side @param {string} name @param {number} from */
async function measure(stack, side, name, from) {
  const workload = workloads[name];
  if (!workload) throw new Error(`there is no workload ${name}`);
  const watched = watchProcesses([side.process, { name: 'redis', pid: stack.redis.pid }]);
  const { perSecond, latenciesMs } = await send(side, (n) => workload(side, from + n), options.seconds * 1_000);
  const per = name.startsWith('batch') ? BATCH : 1;
  const [api, redis] = watched.usage().map(({ cores }) => (cores * 1e6) / (perSecond * per));
  return {
    perSecond: perSecond * per,
    api: api ?? Number.NaN,
    redis: redis ?? Number.NaN,
    latenciesMs,
    sent: latenciesMs.length,
  };
}

/** @param {string} name @param {readonly { side: Side, rounds: readonly Round[] }[]} measured */
function report(name, measured) {
  for (const { side, rounds } of measured) {
    const of = (/** @type {'perSecond' | 'api' | 'redis'} */ what) => median(rounds.map((round) => round[what]));
    const latencies = ascending(rounds.flatMap(({ latenciesMs }) => latenciesMs));
    const figures = `${of('perSecond').toFixed(0).padStart(7)}/s  API ${of('api').toFixed(1).padStart(6)} µs  Redis ${of('redis').toFixed(1).padStart(5)} µs`;
    const times = `p50 ${percentile(latencies, 0.5).toFixed(1)} p99 ${percentile(latencies, 0.99).toFixed(1)} ms`;
    process.stdout.write(`${name.padEnd(11)} ${figures}  ${times}  ${side.tree}\n`);
  }
}

const stack = await startStack();
/** @type {Role[]} */
const started = [];
try {
  /** @type {Side[]} */
  const sides = [];
  for (const [nth, tree] of [root, ...options.beside.map((folder) => path.resolve(folder))].entries()) {
    const { side, role } = await startSide(stack, tree, nth);
    started.push(role);
    say(`opening ${options.accounts} accounts for ${tree}`);
    await openAccounts(side);
    sides.push(side);
  }
  for (const name of options.only ?? Object.keys(workloads)) {
    const measured = sides.map((side) => ({ side, rounds: /** @type {Round[]} */ ([]), next: 0 }));
    // The first round of each warms up what is compiled while it runs.
    for (let round = 0; round <= options.rounds; round++) {
      for (const each of round % 2 === 0 ? measured : measured.toReversed()) {
        const result = await measure(stack, each.side, name, each.next);
        each.next += result.sent + options.connections;
        if (round > 0) each.rounds.push(result);
      }
    }
    report(name, measured);
  }
} catch (error) {
  say(stack.report().slice(-4_000));
  throw error;
} finally {
  await Promise.all(started.map((role) => role.end()));
  await stack.stop();
}
