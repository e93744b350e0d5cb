/**
 * `npm run bench -- --features`: charges on accounts that have a plan, three holds and two running resources, beside accounts that
 * have credits only. Rounds alternate on one stack, so that a busy machine slows both alike.
 */
import { startStack } from '../e2e/stack.mjs';
import { Connection, load, requestHead } from './http-client.mjs';
import { watchProcesses } from './process-usage.mjs';
import { median } from './statistics.mjs';

/** Few: each has its events to be decided on, not its connection to be waited for. */
const ACCOUNTS = 4;
const TARGET = 0.7;
const PLAN = 'bench';
const HOLDS = 3;
const RESOURCES = 2;

const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);
const charge = JSON.stringify({ amount: '0.0125', product: 'inference', model: 'bench' });

/** @typedef {'plain' | 'featured'} Kind */
/** @typedef {{ perSecond: number, microseconds: number }} Round `microseconds`: processor time of the API for each charge. */

/** @param {import('./options.mjs').Options} options */
export async function benchFeatures(options) {
  const stack = await startStack();
  try {
    return await stack.explained(measure(stack, options));
  } finally {
    await stack.stop();
  }
}

/**
 * @param {Awaited<ReturnType<typeof startStack>>} stack
 * @param {import('./options.mjs').Options} options
 */
async function measure(stack, { connections, seconds, rounds, strict }) {
  const port = Number(new URL(stack.urls[0] ?? '').port);
  await open(port);
  const [api] = stack.apis;
  /** @type {Record<Kind, Round[]>} */
  const results = { plain: [], featured: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const kind of /** @type {const} */ (['plain', 'featured'])) {
      const watched = watchProcesses([{ name: 'API', pid: api?.pid }]);
      const { perSecond } = await charged(port, kind, `${kind}-${round}`, connections, seconds * 1000);
      const microseconds = ((watched.usage()[0]?.cores ?? Number.NaN) / perSecond) * 1e6;
      say(`${kind} ${round === 0 ? 'warm-up' : `round ${round}`}: ${Math.round(perSecond)}/s`);
      if (round > 0) results[kind].push({ perSecond, microseconds });
    }
  }
  return report(results) || !strict;
}

/**
 * Returns whether the target is met.
 * @param {Record<Kind, Round[]>} results
 */
function report({ plain, featured }) {
  const of = (/** @type {Round[]} */ rounds, /** @type {keyof Round} */ member) =>
    median(rounds.map((round) => round[member]));
  const rate = of(featured, 'perSecond') / of(plain, 'perSecond');
  const cost = of(plain, 'microseconds') / of(featured, 'microseconds');
  for (const [name, rounds] of /** @type {const} */ ([
    ['credits only', plain],
    ['a plan, three holds, two running resources', featured],
  ])) {
    const figures = `${Math.round(of(rounds, 'perSecond'))}/s, ${of(rounds, 'microseconds').toFixed(0)} µs of the API a charge`;
    process.stdout.write(`${name.padEnd(44)} ${figures}\n`);
  }
  process.stdout.write(`${rate.toFixed(2)}× the rate, ${cost.toFixed(2)}× by processor time; at least ${TARGET}×\n`);
  return rate >= TARGET;
}

/** @param {number} port */
async function open(port) {
  const connection = new Connection(port);
  let asked = 0;
  const ask = async (/** @type {string} */ method, /** @type {string} */ route, /** @type {object} */ body) => {
    const head = requestHead(method, route, port, 'dev-admin');
    const { status, body: answer } = await connection.send(head, `set-up-${asked++}`, JSON.stringify(body));
    if (status >= 300) throw new Error(`${method} ${route} was answered with ${status} ${String(answer)}`);
  };
  const terms = { name: 'Bench', monthlyCredits: '90000000', refreshHours: 8, pricePerMonth: '0' };
  await ask('PUT', `/v1/plans/${PLAN}`, { ...terms, scope: { products: ['inference'] } });
  for (const kind of /** @type {const} */ (['plain', 'featured'])) {
    for (let nth = 0; nth < ACCOUNTS; nth++) {
      const route = `/v1/accounts/${kind}-${nth}`;
      await ask('POST', '/v1/accounts', { accountId: `${kind}-${nth}` });
      await ask('POST', `${route}/purchases`, { amount: '1000000', paymentMethod: 'usdc', status: 'completed' });
      if (kind === 'plain') continue;
      await ask('PUT', `${route}/plan`, { plan: PLAN });
      for (let hold = 0; hold < HOLDS; hold++) await ask('POST', `${route}/holds`, { amount: '5', product: 'vm' });
      for (let vm = 0; vm < RESOURCES; vm++) {
        const resource = { resourceId: `vm-${vm}`, kind: 'instance', product: 'vm', ratePerHour: '1.5' };
        await ask('POST', `${route}/resources`, resource);
      }
    }
  }
  connection.close();
}

/**
 * @param {number} port
 * @param {Kind} kind
 * @param {string} tag
 * @param {number} connections
 * @param {number} durationMs
 */
async function charged(port, kind, tag, connections, durationMs) {
  const heads = Array.from({ length: ACCOUNTS }, (_, nth) =>
    requestHead('POST', `/v1/accounts/${kind}-${nth}/charges`, port, 'dev-service'),
  );
  const wrong = new Set();
  const measured = await load({
    port,
    connections,
    durationMs,
    next: (n) => ({ head: heads[n % ACCOUNTS] ?? '', key: `${tag}-${n}`, json: charge }),
    onAnswer: (_, { status }) => void (status === 201 || wrong.add(status)),
  });
  if (wrong.size > 0) throw new Error(`Charges were answered with ${[...wrong].join(', ')}`);
  return measured;
}
