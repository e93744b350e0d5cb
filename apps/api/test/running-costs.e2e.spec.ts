/** What runs is charged by every process alike, as time is moved by days: section 7 of the rules, from outside. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Stack = Awaited<ReturnType<typeof startStack>>;
type Json = Record<string, unknown>;
type Page = { readonly items: readonly Json[]; readonly nextCursor: string | null; readonly revision: number };

const HOUR = 3_600_000;

let stack: Stack;
let api: Client;
let other: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2, managers: 2, env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
  other = new Client(stack.urls[1] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

const now = async (): Promise<number> => Date.parse((await api.get<{ now: string }>('/v1/test-clock')).now);
const move = (advanceSeconds: number) => api.put('/v1/test-clock', { advanceSeconds });
const at = (ms: number): string => new Date(ms).toISOString();
const vm = (ratePerHour: string, more: object = {}) => ({
  resourceId: 'vm',
  kind: 'instance',
  product: 'vm',
  ratePerHour,
  ...more,
});

async function funded(credits: string, settings?: object): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId, ...(settings && { settings }) });
  const route = `/v1/accounts/${accountId}`;
  await api.post(`${route}/purchases`, { amount: credits, paymentMethod: 'usdc', status: 'completed' });
  return route;
}
const seen = (items: readonly Json[], ...members: string[]) => items.map((item) => members.map((name) => item[name]));

it('accumulates, is charged by the hour and stops to the millisecond', async () => {
  const route = await funded('100');
  const t = await now();
  await api.as('service').post(`${route}/resources`, vm('3.60', { name: 'Training' }));
  await move(1800);
  const { items } = await api.get<Page>(`${route}/transactions?status=accumulating`);
  expect(items).toMatchObject([
    {
      transactionId: null,
      type: 'usage',
      amount: '-1.80',
      balanceAfter: null,
      resourceId: 'vm',
      time: at(t + HOUR / 2),
    },
  ]);
  expect(await api.get(`${route}/balance`)).toMatchObject({
    total: '100.00',
    accrued: '1.80',
    hoursRemaining: '27.28',
  });
  expect(await api.get(`${route}/credits/check?amount=98.20&product=vm`)).toMatchObject({ sufficient: true });
  expect(await api.get(`${route}/credits/check?amount=98.21&product=vm`)).toMatchObject({
    sufficient: false,
    available: '98.20',
  });
  await move(3601);
  expect(await api.get(`${route}/burn-rate`)).toMatchObject({ burnRate: '3.60', resources: '3.60', usage: '0.00' });
  const stopped = await api.as('service').post<Json>(`${route}/resources/vm/stop`, {}, 200);
  expect(stopped).toMatchObject({ status: 'stopped', balance: { total: '94.599', accrued: '0.00' } });
  const page = await other.get<Page>(`${route}/resources?minRevision=${String(stopped['revision'])}`);
  expect(page.items).toEqual([
    {
      ...vm('3.60', { name: 'Training', gpu: null }),
      status: 'stopped',
      accessible: false,
      startedAt: at(t),
      stoppedAt: at(t + 5_401_000),
      hoursServed: '1.50',
      charged: '5.401',
      accumulating: '0.00',
    },
  ]);
  const usage = await other.get<Page>(`${route}/usage?by=resource,hour&from=${at(t)}&to=${at(t)}`);
  expect(seen(usage.items, 'resource', 'charges', 'amount')).toEqual([['vm', 1, '3.60']]);
  const [fraction, hour] = (await api.get<Page>(`${route}/transactions?type=usage`)).items;
  expect(seen([fraction!, hour!], 'amount', 'balanceAfter', 'status')).toEqual([
    ['-1.801', '94.599', 'completed'],
    ['-3.60', '96.40', 'completed'],
  ]);
  expect(hour!['effectiveTime']).toBe(at(t + HOUR));
  const why = await api.get<Json>(`${route}/transactions/${String(hour!['transactionId'])}/explain`);
  expect(why).toMatchObject({
    usage: { product: 'vm', amount: '3.60' },
    buckets: [{ paid: '3.60' }],
    overdraft: '0.00',
  });
});

it('shows what accumulates before all others, once a page and a resource, in CSV too', async () => {
  const route = await funded('100');
  for (const resourceId of ['a', 'b', 'free'])
    await api.post(`${route}/resources`, vm(resourceId === 'free' ? '0' : '2', { resourceId }));
  await api.post(`${route}/charges`, { amount: '1', product: 'inference' });
  await move(60);
  const first = await api.get<Page>(`${route}/transactions?limit=1`);
  expect(seen(first.items, 'status', 'resourceId')).toEqual([
    ['accumulating', 'a'],
    ['accumulating', 'b'],
    ['completed', null],
  ]);
  const second = await api.get<Page>(`${route}/transactions?limit=1&cursor=${first.nextCursor}`);
  expect(seen(second.items, 'status')).toEqual([['completed']]);
  const filtered = async (filter: string) => (await api.get<Page>(`${route}/transactions?${filter}`)).items.length;
  expect(await filtered('resourceId=b')).toBe(1);
  expect(await filtered('service=inference')).toBe(1);
  expect(await filtered('type=deposit')).toBe(1);
  const csv = (await api.send('GET', `${route}/transactions?format=csv`)).text.split('\r\n');
  expect(csv.slice(1, 3).map((line) => line.split(',').slice(0, 1)[0])).toEqual(['', '']);
  expect(csv.slice(1, 3).every((line) => line.includes('accumulating'))).toBe(true);
});

it('lists the latest start first, filtered and in pages', async () => {
  const route = await funded('100');
  for (const nth of [1, 2, 3]) {
    const kind = nth === 2 ? 'storage' : 'instance';
    await api.post(`${route}/resources`, vm('1', { resourceId: `r${nth}`, kind, product: nth === 3 ? 'gpu' : 'vm' }));
  }
  await api.post(`${route}/resources/r1/stop`, {}, 200);
  const ids = async (query: string) =>
    (await api.get<Page>(`${route}/resources?${query}`)).items.map((r) => r['resourceId']);
  expect(await ids('')).toEqual(['r3', 'r2', 'r1']);
  expect(await ids('status=running')).toEqual(['r3', 'r2']);
  expect(await ids('kind=storage')).toEqual(['r2']);
  expect(await ids('product=gpu')).toEqual(['r3']);
  const page = await api.get<Page>(`${route}/resources?limit=2`);
  expect(page.nextCursor).not.toBeNull();
  expect(await ids(`limit=2&cursor=${page.nextCursor}`)).toEqual(['r1']);
  for (const [query, field] of [
    ['status=gone', 'status'],
    ['limit=0', 'limit'],
    ['cursor=x', 'cursor'],
  ] as const) {
    const refused = await api.send<{ errors: Json[] }>('GET', `${route}/resources?${query}`);
    expect([refused.status, refused.body.errors[0]?.['field']]).toEqual([400, field]);
  }
});

it('ends service where credits are used up, to the millisecond, whatever the days until somebody looks', async () => {
  const route = await funded('10', { graceWindowSeconds: 3600 });
  const t = await now();
  await api.post(`${route}/resources`, vm('60'));
  await api.post(`${route}/resources`, vm('0.6', { resourceId: 'disk', kind: 'storage' }));
  await move(30 * 86_400);
  const { items } = await other.get<Page>(`${route}/events?from=6`);
  const endMs = t + Math.floor((20 / 60.6) * HOUR) + 1;
  const usedUpMs = t + Math.floor((10 / 60.6) * HOUR) + 1;
  expect(seen(items, 'type', 'effectiveAt')).toEqual([
    ['UsageCharged', at(usedUpMs)],
    ['UsageCharged', at(usedUpMs)],
    ['GraceStarted', at(usedUpMs)],
    ['UsageCharged', at(endMs)],
    ['UsageCharged', at(endMs)],
    ['ServiceTerminated', at(endMs)],
  ]);
  const balance = await other.get<Json>(`${route}/balance`);
  expect(balance).toMatchObject({ status: 'suspended', accrued: '0.00', burnRate: '0.00', hoursRemaining: null });
  expect(Number(balance['overdraft'])).toBeCloseTo(10, 4);
  expect(seen((await other.get<Page>(`${route}/resources`)).items, 'resourceId', 'status', 'accessible')).toEqual([
    ['disk', 'running', false],
    ['vm', 'stopped', false],
  ]);
  expect((await api.send<Json>('POST', `${route}/resources`, vm('1', { resourceId: 'new' }))).body['code']).toBe(
    'account-suspended',
  );
  await api.post(`${route}/purchases`, { amount: '100', paymentMethod: 'usdc', status: 'completed' });
  await move(7200);
  expect(await api.get(`${route}/balance`)).toMatchObject({ status: 'active', burnRate: '0.60' });
  const disk = (await api.get<Page>(`${route}/resources?kind=storage`)).items[0];
  expect(disk).toMatchObject({ accessible: true, hoursServed: '2.33' });
});

it('is charged once, whoever is killed meanwhile', async () => {
  const route = await funded('1000');
  const t = await now();
  await api.post(`${route}/resources`, vm('1'));
  await Promise.all(stack.managers.map((manager) => manager.kill()));
  await move((5 * HOUR) / 1000);
  for (const manager of stack.managers) manager.start();
  await move((5 * HOUR) / 1000 + 1);
  const { items } = await other.get<Page>(`${route}/transactions?type=usage&status=completed&limit=500`);
  expect(seen(items, 'effectiveTime', 'amount')).toEqual(
    Array.from({ length: 10 }, (_, nth) => [at(t + (10 - nth) * HOUR), '-1.00']),
  );
});
