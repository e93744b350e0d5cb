/** Readers can't end the API: an account with 2,000 buckets, everything that lists them, many times at once. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Page = { readonly items: readonly { readonly revision: number }[]; readonly nextCursor: string | null };

const BUCKETS = 2_000;

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;

beforeAll(async () => {
  stack = await startStack();
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

async function withManyBuckets(): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  const route = `/v1/accounts/${accountId}`;
  await api.post('/v1/accounts', { accountId });
  for (let made = 0; made < BUCKETS; made += 200) {
    const grants = Array.from({ length: 200 }, () => api.post(`${route}/grants`, { amount: '1', source: 'support' }));
    await Promise.all(grants);
  }
  return route;
}

it('answers in pages of bounded size, and lives', async () => {
  const route = await withManyBuckets();
  const pid = stack.apis[0]?.pid;
  const last = `from=${BUCKETS - 100}`;
  const views = [
    `replay?limit=500&from=${BUCKETS - 500}`,
    `events?limit=500`,
    'transactions?limit=500',
    'buckets',
    'buckets?revision=2001',
  ];
  const asked = views.flatMap((view) => Array.from({ length: 4 }, () => api.send<Page>('GET', `${route}/${view}`)));
  const replies = await Promise.all(asked);
  expect(replies.map(({ status }) => status)).toEqual(asked.map(() => 200));
  for (const { text } of replies) expect(text.length).toBeLessThan(1.5 * 1024 * 1024);

  const seen: number[] = [];
  for (let cursor = ''; seen.length < 10;) {
    const { items, nextCursor } = await api.get<Page>(`${route}/replay?limit=100&${last}${cursor}`);
    seen.push(...items.map(({ revision }) => revision));
    cursor = `&cursor=${nextCursor}`;
  }
  expect(seen).toEqual(seen.map((_, nth) => BUCKETS - 100 + nth));
  expect([stack.apis[0]?.isRunning, stack.apis[0]?.pid]).toEqual([true, pid]);
}, 300_000);
