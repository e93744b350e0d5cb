/** Ids as clients have them, through every route: subjects of identity providers, e-mail addresses, names with slashes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Problem = { readonly code: string; readonly errors?: readonly { readonly field: string }[] };
type Charge = { readonly transactionId: string; readonly revision: number; readonly amount: string };
type Items = { readonly items: readonly Record<string, unknown>[] };

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;
let other: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2, env: { TEST_CLOCK: 'true' } });
  [api, other] = [new Client(stack.urls[0] ?? ''), new Client(stack.urls[1] ?? '')];
}, 120_000);
afterAll(() => stack?.stop());

const account = (accountId: string) => `/v1/accounts/${encodeURIComponent(accountId)}`;
const DAY_MS = 86_400_000;
const price = { input_token_price: '0.5', output_token_price: '0' };

const accountIds = [
  'auth0|abc',
  'ann+billing@example.com',
  'a:b',
  '...',
  '-',
  '_x',
  '@',
  'snapshot-account-a',
  'x'.repeat(128),
];
const names = ['vendor/model', 'ns/pod', '50%', '%2F', 'a b?c#d', '../x', '__proto__', 'é\u{1f600}'.repeat(64)];

describe('an account', () => {
  it.each(accountIds)('called %s is served from its opening to its replay', async (accountId) => {
    const route = account(accountId);
    expect(await api.post('/v1/accounts', { accountId })).toMatchObject({ accountId });
    const { now } = await api.get<{ now: string }>('/v1/test-clock');
    const expiresAt = new Date(Date.parse(now) + DAY_MS).toISOString();
    expect(await api.post(`${route}/grants`, { amount: '5', source: 'signup', expiresAt })).toMatchObject({
      accountId,
    });
    await api.post(`${route}/purchases`, { amount: '10', paymentMethod: 'usdc', status: 'completed' });
    const key = { 'idempotency-key': 'charge-1' };
    const charge = { amount: '4', product: 'vm' };
    const sent = await api.send<Charge>('POST', `${route}/charges`, charge, key);
    expect([sent.status, sent.headers.get('idempotent-replayed')]).toEqual([201, null]);
    const { transactionId, revision } = sent.body;
    const unescaped = await other.send('POST', `/v1/accounts/${accountId}/charges`, charge, key);
    expect([unescaped.status, unescaped.text]).toEqual([201, sent.text]);
    await api.post(`${route}/charges/${transactionId}/refunds`, { reason: 'r', amount: '1' });

    const seen = async (client: Client) => {
      const least = `minRevision=${revision + 1}`;
      expect(await client.get(`${route}/balance?${least}`)).toMatchObject({ total: '12.00' });
      expect((await client.get<Items>(`${route}/transactions?${least}`)).items).toHaveLength(4);
      expect((await client.get<Items>(`${route}/buckets?${least}`)).items).toHaveLength(2);
      expect(await client.get(`${route}/transactions/${transactionId}?${least}`)).toMatchObject({ amount: '-4.00' });
    };
    for (const client of [api, other]) await seen(client);
    expect(await other.get(`${route}/balance?revision=${revision}`)).toMatchObject({ total: '11.00' });
    expect(await other.get(`${route}/transactions/${transactionId}/explain`)).toMatchObject({ transactionId });
    expect((await other.get<Items>(`${route}/events`)).items[0]).toMatchObject({ data: { accountId } });
    const replayed = await other.get<Items>(`${route}/replay`);
    expect(replayed.items.map((item) => item['type'])).toContain('UsageRefunded');
    expect(await other.get(`${route}/usage`)).toMatchObject({ total: '3.00' });
  });

  it('is found again when Redis was emptied, each under its own id', async () => {
    await stack.flushRedis();
    for (const accountId of accountIds) {
      const total = async () =>
        (await other.send<{ total: string }>('GET', `${account(accountId)}/balance`)).body.total;
      await eventually(`${accountId} is there again`, async () => (await total()) === '12.00');
    }
  }, 60_000);

  it('is met by its deadlines', async () => {
    await api.put('/v1/test-clock', { advanceSeconds: (2 * DAY_MS) / 1000 });
    for (const accountId of accountIds) {
      const { items } = await api.get<Items>(`${account(accountId)}/transactions?limit=1`);
      expect(items).toMatchObject([{ type: 'expiry', amount: '-2.00', balanceAfter: '10.00' }]);
    }
  }, 60_000);

  it.each(['.', '..', '', 'a/b', 'a b', 'ä', 'a~', 'a\n', 'x'.repeat(129)])('is not called %j', async (accountId) => {
    const { status, body } = await api.send<Problem>('POST', '/v1/accounts', { accountId });
    expect([status, body.errors?.[0]?.field]).toEqual([400, 'accountId']);
    const asked = await api.send('GET', `${account(accountId).replaceAll('.', '%2E')}/balance`);
    expect([asked.status]).toEqual([404]);
  });
});

describe('a model and a resource', () => {
  it.each(names)('may be called %s', async (name) => {
    const accountId = `acct-${randomUUID().slice(0, 13)}`;
    const route = account(accountId);
    const segment = encodeURIComponent(name);
    await api.post('/v1/accounts', { accountId });
    await api.post(`${route}/purchases`, { amount: '10', paymentMethod: 'usdc', status: 'completed' });
    expect(await api.put(`/v1/models/${segment}`, price)).toMatchObject({ id: name });
    expect((await api.get<Items>('/v1/models')).items.map(({ id }) => id)).toContain(name);
    const usage = { product: 'inference', model: name, inputTokens: 2, outputTokens: 0, resourceId: name };
    const { revision } = await api.post<Charge>(`${route}/charges`, usage);
    const filter = `minRevision=${revision}&resourceId=${segment}`;
    expect(await other.get(`${route}/transactions?${filter}`)).toMatchObject({ items: [{ resourceId: name }] });
    expect(await other.get(`${route}/usage`)).toMatchObject({ items: [{ model: name, amount: '1.00' }] });
    await api.get(`${route}/credits/check?amount=1&model=${segment}`);

    await api.post(`${route}/resources`, { resourceId: name, kind: 'instance', product: 'vm', ratePerHour: '1' });
    expect(await api.get(`${route}/resources`)).toMatchObject({ items: [{ resourceId: name, status: 'running' }] });
    expect(await api.get(`${route}/burn-rate`)).toMatchObject({ resources: '1.00' });
    expect(await api.post(`${route}/resources/${segment}/stop`, {}, 200)).toMatchObject({ resourceId: name });
    const again = await other.send<Problem>('POST', `${route}/resources/${segment}/stop`);
    expect([again.status, again.body.code]).toEqual([409, 'not-running']);
    const never = await other.send<Problem>('POST', `${route}/resources/${segment}x/stop`);
    expect([never.status, never.body.code]).toEqual([404, 'not-found']);
  });

  it.each(['.', '..', '', 'x'.repeat(129)])('is not called %j', async (name) => {
    const route = account(accountIds[0] ?? '');
    const fieldOf = async (path: string, body: object) => {
      const { status, body: problem } = await api.send<Problem>('POST', route + path, body);
      return [status, problem.errors?.[0]?.field];
    };
    const vm = { kind: 'instance', product: 'vm', ratePerHour: '1' };
    expect(await fieldOf('/resources', { resourceId: name, ...vm })).toEqual([400, 'resourceId']);
    expect(await fieldOf('/charges', { amount: '1', product: 'vm', resourceId: name })).toEqual([400, 'resourceId']);
    expect(await fieldOf('/charges', { amount: '1', product: 'vm', model: name })).toEqual([400, 'model']);
  });
});
