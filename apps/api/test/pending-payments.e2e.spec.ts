/** Charges that wait for credits, over HTTP: two processes, one test clock. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Items = { readonly items: readonly Record<string, unknown>[] };
type Charge = { readonly transactionId: string; readonly status: string };

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;
let other: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2, env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
  other = new Client(stack.urls[1] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

async function opened(): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId, settings: { overdraftLimit: '0' } });
  return `/v1/accounts/${accountId}`;
}
const usage = (amount: string) => ({ amount, product: 'inference', onInsufficient: 'pend' });
const grant = (route: string, amount: string) => other.post(`${route}/grants`, { amount, source: 'signup' });
const advance = (seconds: number) => api.put('/v1/test-clock', { advanceSeconds: seconds });
const rowsOf = async (route: string) =>
  (await other.get<Items>(`${route}/transactions?type=usage`)).items.map((row) => [
    row['transactionId'],
    row['status'],
    row['amount'],
    row['balanceAfter'],
  ]);

it('a charge waits as a pending row, takes its place when it is paid, and is a charge from then on', async () => {
  const route = await opened();
  const pended = await api.send<Charge>('POST', `${route}/charges`, usage('8'), { 'idempotency-key': 'first' });
  expect([pended.status, pended.body.status]).toEqual([202, 'pending']);
  const { transactionId } = pended.body;
  expect(await rowsOf(route)).toEqual([[transactionId, 'pending', '-8.00', null]]);
  expect((await api.send('GET', `${route}/transactions/${transactionId}/explain`)).status).toBe(404);
  await grant(route, '10');
  expect(await rowsOf(route)).toEqual([[transactionId, 'completed', '-8.00', '2.00']]);
  expect(await other.get(`${route}/balance`)).toMatchObject({ total: '2.00', overdraft: '0.00' });
  const explained = await other.get<Record<string, object[]>>(`${route}/transactions/${transactionId}/explain`);
  expect(explained['buckets']).toMatchObject([{ remainingBefore: '10.00', paid: '8.00' }]);
  await api.post(`${route}/charges/${transactionId}/refunds`, { reason: 'down' });
  expect(await other.get(`${route}/balance`)).toMatchObject({ total: '10.00' });
  const again = await other.send('POST', `${route}/charges`, usage('8'), { 'idempotency-key': 'first' });
  expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([202, pended.text, 'true']);
});

it('the oldest is paid first, and a smaller one waits behind it', async () => {
  const route = await opened();
  const old = await api.post<Charge>(`${route}/charges`, usage('8'), 202);
  const young = await other.post<Charge>(`${route}/charges`, usage('2'), 202);
  await grant(route, '5');
  expect((await rowsOf(route)).map(([, status]) => status)).toEqual(['pending', 'pending']);
  await grant(route, '5');
  expect(await rowsOf(route)).toEqual([
    [young.transactionId, 'completed', '-2.00', '0.00'],
    [old.transactionId, 'completed', '-8.00', '2.00'],
  ]);
});

it('one that is not paid in time fails, for every reader and for ever', async () => {
  const route = await opened();
  const { transactionId } = await api.post<Charge>(`${route}/charges`, usage('8'), 202);
  const blocked = await api.send<{ code: string; open: string[] }>('POST', `${route}/close`);
  expect([blocked.status, blocked.body.code, blocked.body.open]).toEqual([409, 'not-closable', ['pending payments']]);
  await advance(300);
  expect(await rowsOf(route)).toEqual([[transactionId, 'failed', '-8.00', null]]);
  await grant(route, '10');
  expect(await other.get(`${route}/balance`)).toMatchObject({ total: '10.00' });
  const replay = await other.get<{ items: { changes: string[] }[] }>(`${route}/replay`);
  expect(replay.items.flatMap(({ changes }) => changes)).toContain(`Payment ${transactionId} has failed.`);
});

it('lines of a batch wait as single charges do', async () => {
  const route = await opened();
  const accountId = route.split('/').at(-1);
  const charges = ['3', '4'].map((amount) => ({ accountId, idempotencyKey: amount, ...usage(amount) }));
  const batch = await api.as('service').send<{ results: Charge[] }>('POST', '/v1/charges/batch', { charges });
  expect(batch.body.results.map(({ status }) => status)).toEqual([202, 202]);
});

it('payments that two processes could settle at the same time are settled once', async () => {
  const route = await opened();
  for (let nth = 0; nth < 10; nth++) await api.post(`${route}/charges`, usage('1'), 202);
  await Promise.all(
    [api, other, api, other].map((client) => client.post(`${route}/grants`, { amount: '3', source: 'signup' })),
  );
  expect((await rowsOf(route)).map(([, status]) => status)).toEqual(Array.from({ length: 10 }, () => 'completed'));
  expect(await api.get(`${route}/balance`)).toMatchObject({ total: '2.00' });
});
