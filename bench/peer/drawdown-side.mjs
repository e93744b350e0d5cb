/** Drawdown as one side of the comparison: the whole product, with everything on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from '../../e2e/stack.mjs';
import { Connection, load, requestHead } from '../http-client.mjs';
import { FUNDS } from './tally.mjs';
import { HOT, spreadAccount } from './workloads.mjs';

const CAUGHT_UP_WITHIN_MS = 120_000;
const DAY_MS = 86_400_000;

/** One bucket of each tier that can be had without a plan. Two of the scopes do not cover what is charged. */
const buckets = () => {
  const inDays = (/** @type {number} */ days) => new Date(Date.now() + days * DAY_MS).toISOString();
  const promo = { amount: String(FUNDS), source: 'support' };
  /** @type {[route: string, body: object][]} */
  const all = [
    ['grants', { ...promo, expiresAt: inDays(30), scope: { products: ['inference'], models: ['other'] } }],
    ['grants', { ...promo, expiresAt: inDays(60) }],
    ['grants', { ...promo, scope: { products: ['training'] } }],
    ['grants', promo],
    ['purchases', { amount: String(FUNDS), paymentMethod: 'usdc', status: 'completed' }],
  ];
  return all;
};

/**
 * @param {number} port
 * @param {readonly { head: string, key: string, json: string }[]} requests
 */
async function createAll(port, requests) {
  /** @type {string[]} */
  const failures = [];
  const next = (/** @type {number} */ n) => requests[n];
  const onAnswer = (/** @type {unknown} */ _, /** @type {import('../http-client.mjs').Answer} */ { status, body }) => {
    if (status !== 201) failures.push(`${status} ${String(body)}`);
  };
  await load({ port, connections: 64, durationMs: Infinity, next, onAnswer });
  if (failures.length > 0) throw new Error(`${failures.length} requests of the seed failed: ${failures[0]}`);
}

/**
 * @param {number} port
 * @param {readonly string[]} accountIds
 */
async function seed(port, accountIds) {
  const opening = requestHead('POST', '/v1/accounts', port, 'dev-admin');
  const settings = { overdraftLimit: '0' };
  const openings = accountIds.map((accountId) => JSON.stringify({ accountId, settings }));
  await createAll(
    port,
    openings.map((json) => ({ head: opening, key: 'open', json })),
  );
  for (const [n, [route, body]] of buckets().entries()) {
    const headOf = (/** @type {string} */ id) => requestHead('POST', `/v1/accounts/${id}/${route}`, port, 'dev-admin');
    await createAll(
      port,
      accountIds.map((id) => ({ head: headOf(id), key: `bucket-${n}`, json: JSON.stringify(body) })),
    );
  }
}

/**
 * @param {number} accounts
 * @param {Record<string, string>} [storeEnv]
 */
export async function startDrawdown(accounts, storeEnv = {}) {
  const stack = await startStack({ storeEnv });
  const port = Number(new URL(stack.urls[0] ?? '').port);
  const accountIds = [...Array.from({ length: accounts }, (_, n) => spreadAccount(n)), HOT];
  try {
    await stack.explained(seed(port, accountIds));
  } catch (error) {
    await stack.stop();
    throw error;
  }
  return {
    name: 'Drawdown',
    accountIds,
    ports: [{ pool: 0, port }],
    processes: () => stack.processes.map(({ name, pid }) => ({ name, pid, hasChildren: false })),
    explained: stack.explained.bind(stack),

    /**
     * Resolves when the read models show what was answered for an account; how long that took, ms.
     * @param {string} accountId
     */
    async caughtUp(accountId) {
      const startedAt = performance.now();
      const head = requestHead('GET', `/v1/accounts/${accountId}/balance`, port, 'dev-admin');
      const connection = new Connection(port);
      try {
        for (;;) {
          const { status, body } = await connection.send(head, 'none', '');
          const tookMs = performance.now() - startedAt;
          if (status === 200) return tookMs;
          if (tookMs > CAUGHT_UP_WITHIN_MS) throw new Error(`read models stay behind: ${status} ${String(body)}`);
          await sleep(100);
        }
      } finally {
        connection.close();
      }
    },

    async restart() {
      for (const api of stack.apis) await api.end();
      for (const api of stack.apis) api.start();
      await stack.ready();
    },

    stop: () => stack.stop(),
  };
}
