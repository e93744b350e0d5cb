/** `npm run bench -- --history`: an account with very many charges, and one with many buckets, beside one with 1,000 charges. */
import { startStack } from '../../e2e/stack.mjs';
import { load } from '../http-client.mjs';
import { ascending, median, percentile } from '../statistics.mjs';
import { AgedAccount } from './aged-account.mjs';

const YOUNG = 1_000;
const REPETITIONS = 40;
const WARM_UP = 5;

const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);
const ms = (/** @type {number} */ number) => `${number.toFixed(1)} ms`;

/** @typedef {{ name: string, of: readonly number[][] }} Row */

/** @param {import('../options.mjs').Options} options */
export async function benchHistory(options) {
  const stack = await startStack();
  try {
    return await stack.explained(measure(stack, options));
  } finally {
    await stack.stop();
  }
}

/**
 * @param {Awaited<ReturnType<typeof startStack>>} stack
 * @param {import('../options.mjs').Options} options
 */
async function measure(stack, { charges, seconds, rounds }) {
  const port = Number(new URL(stack.urls[0] ?? '').port);
  const accounts = [
    new AgedAccount(port, 'young', { charges: YOUNG, buckets: 5 }),
    new AgedAccount(port, 'old', { charges, buckets: 5 }),
    new AgedAccount(port, 'wide', { charges: YOUNG, buckets: 100 }),
  ];
  for (const account of accounts) {
    say(`making ${account.id}: ${account.charges} charges, ${account.buckets} buckets`);
    await account.make();
  }
  const rows = [...(await coldRows(stack, accounts, rounds)), ...(await warmRows(accounts))];
  const header = `${'median, p90'.padEnd(28)}${accounts.map(({ id }) => id.padEnd(22)).join('')}old : young  wide : young`;
  process.stdout.write(`${[header, ...rows.map(lineOf)].join('\n')}\n`);
  await measureRates(port, accounts, seconds * 1000);
  for (const account of accounts) account.close();
  return true;
}

/**
 * The first charge that a process decides for an account. What it compiles first, it compiles for another account.
 * @param {Awaited<ReturnType<typeof startStack>>} stack
 * @param {readonly AgedAccount[]} accounts
 * @param {number} rounds
 * @returns {Promise<Row[]>}
 */
async function coldRows(stack, accounts, rounds) {
  /** @type {number[][]} */
  const taken = accounts.map(() => []);
  for (let round = 0; round < rounds; round++) {
    await stack.apis[0]?.end();
    stack.apis[0]?.start();
    await stack.ready();
    for (const account of accounts) account.connect();
    const port = Number(new URL(stack.urls[0] ?? '').port);
    const other = new AgedAccount(port, `other-${round}`, { charges: YOUNG, buckets: 5 });
    await other.make();
    other.close();
    for (let nth = 0; nth < accounts.length; nth++) {
      const at = (nth + round) % accounts.length;
      taken[at]?.push(await timed(accounts[at]?.questions['a new charge']));
    }
  }
  return [{ name: 'the first charge, cold', of: taken }];
}

/**
 * @param {readonly AgedAccount[]} accounts
 * @returns {Promise<Row[]>}
 */
async function warmRows(accounts) {
  const names = /** @type {(keyof AgedAccount['questions'])[]} */ (Object.keys(accounts[0]?.questions ?? {}));
  /** @type {Row[]} */
  const rows = [];
  for (const name of names) {
    /** @type {number[][]} */
    const taken = accounts.map(() => []);
    for (let nth = 0; nth < WARM_UP + REPETITIONS; nth++) {
      for (const [at, { questions }] of accounts.entries()) {
        const took = await timed(questions[name]);
        if (nth >= WARM_UP) taken[at]?.push(took);
      }
    }
    say(`measured: ${name}`);
    rows.push({ name, of: taken });
  }
  return rows;
}

/** @param {(() => Promise<unknown>) | undefined} ask */
async function timed(ask) {
  const startedAt = performance.now();
  await ask?.();
  return performance.now() - startedAt;
}

/** @param {Row} row */
function lineOf({ name, of }) {
  const medians = of.map(median);
  const shown = of.map((each) => `${ms(median(each))}, ${ms(percentile(ascending(each), 0.9))}`.padEnd(22)).join('');
  const ratio = (/** @type {number} */ at) => ((medians[at] ?? 0) / (medians[0] ?? 1)).toFixed(2);
  return `${name.padEnd(28)}${shown}${ratio(1).padEnd(13)}${ratio(2)}`;
}

/**
 * Old keys beside new ones, on the same account, 64 at a time.
 * @param {number} port
 * @param {readonly AgedAccount[]} accounts
 * @param {number} durationMs
 */
async function measureRates(port, accounts, durationMs) {
  for (const account of accounts) {
    /** @type {Record<string, number>} */
    const rates = {};
    for (const kind of /** @type {const} */ (['new', 'seed'])) {
      const next = () => account.request(kind);
      const wrong = new Set();
      const onAnswer = (/** @type {unknown} */ _, /** @type {{ status: number }} */ { status }) => wrong.add(status);
      const { perSecond } = await load({ port, connections: 64, durationMs, next, onAnswer });
      if (wrong.size !== 1 || !wrong.has(201)) throw new Error(`Charges were answered with ${[...wrong].join(', ')}`);
      rates[kind] = perSecond;
    }
    const { new: fresh = 0, seed = 0 } = rates;
    const ratio = (seed / fresh).toFixed(2);
    process.stdout.write(
      `${account.id}: ${Math.round(fresh)} new charges/s, ${Math.round(seed)} replays/s: ${ratio}×\n`,
    );
  }
}
