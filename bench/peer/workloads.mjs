/** What both sides are loaded with: the same requests over the same routes. */
import { requestHead } from '../http-client.mjs';
import { random, zipf } from './draw.mjs';
import { PRICE } from './tally.mjs';

export const HOT = 'hot-0';
const ZIPF_EXPONENT = 1.1;
const SINGLE_CONNECTIONS = 64;
/** More batches at a time than these only wait for each other, on either side. */
const BATCH_CONNECTIONS = 8;

/** @param {number} n */
export const spreadAccount = (n) => `many-${n}`;

/** @typedef {{ head: string, key: string, json: string, charged: readonly string[] }} Request */
/** @typedef {{ port: number, tag: string, accounts: number }} Target */
/**
 * `units` is what a request counts as in rates and costs; `aim` the ratio to the peer that is aimed at.
 * @typedef {{ name: string, unit: 'charge' | 'read' | 'request', units: number, connections: number, aim?: number,
 *   requests: (target: Target) => (n: number) => Request }} Workload
 */

const CHARGE = JSON.stringify({ amount: PRICE, product: 'inference', model: 'bench' });

/** @param {Target} target */
function singleCharges({ port, tag }) {
  /** @type {Map<string, string>} */
  const heads = new Map();
  const headOf = (/** @type {string} */ accountId) => {
    const known = heads.get(accountId);
    if (known !== undefined) return known;
    const head = requestHead('POST', `/v1/accounts/${accountId}/charges`, port, 'dev-service');
    heads.set(accountId, head);
    return head;
  };
  return (/** @type {string} */ accountId, /** @type {number} */ n) => ({
    head: headOf(accountId),
    key: `${tag}-${n}`,
    json: CHARGE,
    charged: [accountId],
  });
}

/**
 * @param {string} name
 * @param {number} aim
 * @param {Drawing} drawing
 * @returns {Workload}
 */
const charges = (name, aim, drawing) => ({
  name,
  unit: 'charge',
  units: 1,
  connections: SINGLE_CONNECTIONS,
  aim,
  requests: (target) => {
    const [draw, charge] = [drawing(target.accounts), singleCharges(target)];
    return (n) => charge(draw(), n);
  },
});

/** @typedef {(accounts: number) => () => string} Drawing */

/** @type {Drawing} */
const uniform = (accounts) => {
  const next = random(1);
  return () => spreadAccount(Math.floor(next() * accounts));
};
/** @type {Drawing} */
const byZipf = (accounts) => {
  const next = zipf(accounts, ZIPF_EXPONENT, 2);
  return () => spreadAccount(next());
};
/** @type {Drawing} */
const alwaysHot = () => () => HOT;

/**
 * @param {number} lines
 * @param {string} spread
 * @param {Drawing} drawing
 * @param {number} aim
 * @returns {Workload}
 */
const batches = (lines, spread, drawing, aim) => ({
  name: `batches of ${lines}, ${spread}`,
  unit: 'charge',
  units: lines,
  connections: BATCH_CONNECTIONS,
  aim,
  requests: ({ port, tag, accounts }) => {
    const draw = drawing(accounts);
    const head = requestHead('POST', '/v1/charges/batch', port, 'dev-service');
    return (n) => {
      const charged = Array.from({ length: lines }, draw);
      const json = charged.map(
        (accountId, line) =>
          `{"accountId":"${accountId}","idempotencyKey":"${tag}-${n}-${line}","amount":"${PRICE}","product":"inference","model":"bench"}`,
      );
      return { head, key: 'none', json: `{"charges":[${json.join(',')}]}`, charged };
    };
  },
});

/**
 * @param {string} name
 * @param {number} aim
 * @param {string} route
 * @returns {Workload}
 */
const reads = (name, aim, route) => ({
  name,
  unit: 'read',
  units: 1,
  connections: SINGLE_CONNECTIONS,
  aim,
  requests: ({ port, accounts }) => {
    const next = random(3);
    return () => {
      const accountId = spreadAccount(Math.floor(next() * accounts));
      const head = requestHead('GET', `/v1/accounts/${accountId}/${route}`, port, 'dev-service');
      return { head, key: 'none', json: '', charged: [] };
    };
  },
});

/** Four charges, then a look at the balance. @type {Workload} */
const mixed = {
  name: 'charges 80 %, balances 20 %',
  unit: 'request',
  units: 1,
  connections: SINGLE_CONNECTIONS,
  requests: (target) => {
    const charge = many.requests(target);
    const balance = balances.requests(target);
    return (n) => (n % 5 === 4 ? balance(n) : charge(n));
  },
};

const many = charges('charges, many accounts', 2, uniform);
export const hot = charges('charges, one hot account', 5, alwaysHot);
const balances = reads('GET balance', 2.5, 'balance');

/** Every account's first charge after a restart. @type {Workload} */
export const cold = {
  name: 'first charge after a restart',
  unit: 'charge',
  units: 1,
  connections: SINGLE_CONNECTIONS,
  requests: (target) => {
    const charge = singleCharges(target);
    return (n) => charge(spreadAccount(n), n);
  },
};

/** @type {Readonly<Record<string, Workload>>} */
export const workloads = {
  many,
  hot,
  balance: balances,
  check: reads('GET credits/check', 2.5, `credits/check?amount=${PRICE}&product=inference&model=bench`),
  page: reads('GET transactions, 50', 1.5, 'transactions?limit=50'),
  mixed,
  'batch-50-one': batches(50, 'one account', alwaysHot, 1.5),
  'batch-50-zipf': batches(50, 'Zipf', byZipf, 1.5),
  'batch-50-uniform': batches(50, 'uniform', uniform, 1),
  'batch-500-one': batches(500, 'one account', alwaysHot, 1.5),
  'batch-500-zipf': batches(500, 'Zipf', byZipf, 1.5),
  'batch-500-uniform': batches(500, 'uniform', uniform, 1),
};
