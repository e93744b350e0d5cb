/** Rule 6.11: deadlines survive the death of every process and the loss of Redis. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { type LogItem, logOf, openAccount, provenBalance } from './account.js';
import { accepted } from './client.js';
import { eventually, startStack } from './stack.mjs';

type Stack = Awaited<ReturnType<typeof startStack>>;

/** From setting the deadlines to their falling due: time enough for a fault in between. */
const WINDOW_SECONDS = 4;

const scenarios: Readonly<Record<string, (stack: Stack, due: () => Promise<void>) => Promise<void>>> = {
  'while nobody asks for the account': async (_, due) => due(),
  'after the process manager was killed and started again': async ({ managers }, due) => {
    await Promise.all(managers.map((manager) => manager.kill()));
    await due();
    for (const manager of managers) manager.start();
  },
  'after Redis lost everything': async (stack, due) => {
    await stack.flushRedis();
    await due();
  },
  'after Redis lost the list of what is due': async ({ redisUrl }, due) => {
    await loseDueList(redisUrl);
    await due();
  },
  'after the log and Redis could not be reached when they fell due': async ({ eventStore, redis }, due) => {
    await Promise.all([eventStore.kill(), redis.kill()]);
    await due();
    eventStore.start();
    redis.start();
  },
  'after everything was dead when they fell due': async ({ processes }, due) => {
    await Promise.all(processes.map((role) => role.kill()));
    await due();
    for (const role of processes) role.start();
  },
};

async function loseDueList(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl);
  const lists = await redis.keys('*:index:*:due');
  expect(await redis.del(lists)).toBeGreaterThan(0);
  redis.disconnect();
}

describe('deadlines are recorded once, as of their own time,', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ managers: 2 });
  }, 120_000);
  afterAll(() => stack?.stop());

  it.each(Object.keys(scenarios))('%s', (name) => stack.explained(areRecorded(stack, name)), 120_000);
});

async function areRecorded(stack: Stack, scenario: string): Promise<void> {
  const [url = ''] = stack.urls;
  const accountId = scenario.replaceAll(' ', '-').toLowerCase();
  const set = await setDeadlines(url, accountId);
  await scenarios[scenario]?.(stack, () => sleep(Math.max(0, Date.parse(set.last) - Date.now() + 100)));

  const log = await eventually('the deadlines are in the log', async () => {
    const found = dueItems(await logOf(url, accountId));
    return found.length >= 3 && found;
  });
  expect(log.map(({ type, effectiveAt }) => [type, effectiveAt])).toEqual(set.expected);
  const balance = await provenBalance(url, accountId, Math.max(...log.map(({ revision }) => revision)));
  expect(balance['status']).toBe('suspended');
}

const DUE_TYPES = new Set(['BucketActivated', 'BucketExpired', 'ServiceTerminated']);
const dueItems = (log: readonly LogItem[]): readonly LogItem[] => log.filter(({ type }) => DUE_TYPES.has(type));

/** An account in grace, with a promo that will expire and one that will begin, both of no use to its debt. */
async function setDeadlines(url: string, accountId: string) {
  const route = `/v1/accounts/${accountId}`;
  await openAccount(url, accountId, { graceWindowSeconds: WINDOW_SECONDS });
  const purchase = { amount: '10', paymentMethod: 'usdc', status: 'completed' };
  await accepted(url, `${route}/purchases`, purchase, 'buy');
  const at = new Date(Date.now() + WINDOW_SECONDS * 1000).toISOString();
  const promo = { amount: '1', source: 'support', scope: { models: ['none'] } };
  await accepted(url, `${route}/grants`, { ...promo, expiresAt: at }, 'expires');
  await accepted(url, `${route}/grants`, { ...promo, effectiveAt: at }, 'begins');
  const charge = await accepted(url, `${route}/charges`, { amount: '12', product: 'vm' }, 'overdraw');
  const deadline = String((charge['balance'] as Record<string, unknown>)['graceDeadline']);
  // In the order of their due times, and of rule 2.32 where these are the same.
  const expected = [
    ['BucketActivated', at],
    ['BucketExpired', at],
    ['ServiceTerminated', deadline],
  ];
  return { expected, last: deadline };
}
