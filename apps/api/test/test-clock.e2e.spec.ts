/** Time that stands still until it is told to move, for every process of a deployment. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { eventually, startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Stack = Awaited<ReturnType<typeof startStack>>;
type Clock = { readonly now: string };
type Events = { readonly items: readonly { readonly type: string; readonly effectiveAt: string }[] };

const MONTHS_MS = 100 * 24 * 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();

let stack: Stack;
let api: Client;
let other: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2, env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
  other = new Client(stack.urls[1] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

const now = async (client = api): Promise<number> => Date.parse((await client.get<Clock>('/v1/test-clock')).now);
const move = (body: object, key: string = randomUUID()) =>
  api.send<Record<string, unknown>>('PUT', '/v1/test-clock', body, { 'idempotency-key': key });

async function opened(): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId });
  return `/v1/accounts/${accountId}`;
}

it('begins at the real time, stands still, and is the same everywhere', async () => {
  const t = await now();
  expect(Math.abs(Date.now() - t)).toBeLessThan(24 * 3_600_000);
  expect(await now(other)).toBe(t);
  expect(await other.get('/v1/session')).toMatchObject({ now: at(t), hasTestClock: true });
  expect((await move({ advanceSeconds: 90 })).body).toEqual({ now: at(t + 90_000) });
  expect(await now(other.as('auditor'))).toBe(t + 90_000);
});

it('moves once for a key', async () => {
  const t = await now();
  const first = await move({ advanceSeconds: 10 }, 'ten-seconds');
  const again = await move({ advanceSeconds: 10 }, 'ten-seconds');
  expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([200, first.text, 'true']);
  expect(await now()).toBe(t + 10_000);
});

it('moves forwards only, to a time or by whole seconds', async () => {
  const t = await now();
  const fieldOf = async (body: object) => {
    const { status, body: problem } = await move(body);
    return [status, (problem['errors'] as { field: string }[])[0]?.field];
  };
  expect(await fieldOf({ now: at(t - 1) })).toEqual([400, 'now']);
  expect(await fieldOf({})).toEqual([400, 'now']);
  expect(await fieldOf({ now: at(t), advanceSeconds: 1 })).toEqual([400, 'advanceSeconds']);
  expect(await fieldOf({ advanceSeconds: -1 })).toEqual([400, 'advanceSeconds']);
  expect(await fieldOf({ advanceSeconds: '1' })).toEqual([400, 'advanceSeconds']);
  expect(await now()).toBe(t);
});

it('answers when all that fell due is recorded and shown, in the order of due time', async () => {
  const t = await now();
  const routes = await Promise.all(Array.from({ length: 20 }, opened));
  for (const [nth, route] of routes.entries()) {
    const grant = { amount: '5', source: 'signup', effectiveAt: at(t + 1000), expiresAt: at(t + 60_000 + nth) };
    await api.post(`${route}/grants`, grant);
    await api.post(`${route}/resources`, { resourceId: 'vm', kind: 'instance', product: 'vm', ratePerHour: '0' });
  }
  await move({ now: at(t + 3_600_000) });
  for (const [nth, route] of routes.entries()) {
    expect(await other.get(`${route}/balance`)).toMatchObject({ available: '0.00', status: 'suspended' });
    const { items } = await other.get<Events>(`${route}/events`);
    expect(items.slice(3).map(({ type, effectiveAt }) => [type, effectiveAt])).toEqual([
      ['BucketActivated', at(t + 1000)],
      ['BucketExpired', at(t + 60_000 + nth)],
      ['GraceStarted', at(t + 60_000 + nth)],
      ['ServiceTerminated', at(t + 360_000 + nth)],
    ]);
  }
});

describe('a move is answered when what fell due is recorded and shown,', () => {
  const faults: Readonly<Record<string, () => Promise<void>>> = {
    'though Redis was flushed while the projector stood still': () => stack.flushRedis(),
    'though Redis lost the list of what is due while the projector stood still': async () => {
      const redis = new Redis(stack.redisUrl);
      expect(await redis.del(await redis.keys('*:index:*:due'))).toBeGreaterThan(0);
      redis.disconnect();
    },
  };

  it.each(Object.keys(faults))('%s', async (fault) => {
    const [route, t] = [await opened(), await now()];
    await api.post(`${route}/grants`, { amount: '5', source: 'signup', expiresAt: at(t + 1000) });
    const [projector] = stack.projectors;
    await eventually('the list of what is due has it', () => isListed(route));
    projector?.pause();
    let isAnswered = false;
    const moved = faults[fault]?.().then(() => move({ advanceSeconds: 2 }));
    void moved?.then(() => (isAnswered = true));
    await eventually('the clock has moved', async () => (await now(other)) === t + 2000);
    const before = { isAnswered };
    projector?.resume();
    expect([(await moved)?.status, before]).toEqual([200, { isAnswered: false }]);
    for (const client of [other, api]) {
      const { items } = await client.get<{ items: readonly object[] }>(`${route}/transactions?limit=1`);
      expect(items).toMatchObject([{ type: 'expiry', amount: '-5.00', balanceAfter: '0.00' }]);
    }
  });

  async function isListed(route: string): Promise<boolean> {
    const redis = new Redis(stack.redisUrl);
    const keys = await redis.keys('*:index:balance:due');
    const members = (await Promise.all(keys.map((key) => redis.zrange(key, '0', '-1')))).flat();
    redis.disconnect();
    return members.some((member) => member.includes(route.slice('/v1/accounts/'.length)));
  }
});

it('moves by months at once, though each of several processes records what falls due on the way', async () => {
  const routes = await Promise.all([opened(), opened(), opened()]);
  for (const route of routes) {
    await api.post(`${route}/purchases`, { amount: '10000', paymentMethod: 'usdc', status: 'completed' });
    const resource = { resourceId: 'vm', kind: 'instance', product: 'vm', ratePerHour: '1.5' };
    await api.post(`${route}/resources`, resource);
  }
  const t = await now();
  const moves = await Promise.all(
    [api, other].map((client) => client.put<Clock>('/v1/test-clock', { now: at(t + MONTHS_MS) })),
  );
  expect(moves.map((moved) => moved.now)).toEqual([at(t + MONTHS_MS), at(t + MONTHS_MS)]);
  for (const route of routes) {
    const balance = await other.get<{ total: string }>(`${route}/balance`);
    expect(balance.total).toBe('6400.00');
    await api.post(`${route}/resources/vm/stop`, {}, 200);
  }
}, 180_000);
