/** `GET …/overview`: what each part shows alone, at one revision. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { amount, subtract, sum } from '#domain/money.js';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Row = Record<string, unknown>;

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;
beforeAll(async () => {
  stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

const opened = async (): Promise<string> => {
  const accountId = `acct-${randomUUID()}`;
  await api.post('/v1/accounts', { accountId });
  return `/v1/accounts/${accountId}`;
};

it('shows the parts of an account as each of them is shown alone', async () => {
  const route = await opened();
  await api.post(`${route}/grants`, { amount: '20', source: 'signup' });
  await api.put(`${route}/plan`, { plan: 'professional' });
  const service = api.as('service');
  for (let n = 0; n < 12; n++)
    await service.post(`${route}/charges`, { amount: '0.1', product: 'inference', model: 'm' });
  await service.post(`${route}/resources`, { resourceId: 'vm', kind: 'instance', product: 'vm', ratePerHour: '1' });
  const overview = await service.get<Record<string, Row> & { transactions: readonly Row[] }>(`${route}/overview`);
  const alone = async (path: string) => service.get<Row>(route + path);
  const { balance: _, ...account } = await alone('');
  expect(overview).toEqual({
    account,
    balance: await alone('/balance'),
    burnRate: await alone('/burn-rate'),
    plan: await alone('/plan'),
    usageByModel: (await alone('/usage?by=model'))['items'],
    transactions: (await alone('/transactions?limit=10'))['items'],
    resources: (await alone('/resources'))['items'],
    revision: account['revision'],
  });
  // Beside them what accumulates, one line a resource.
  expect(overview.transactions).toHaveLength(11);
});

type Shown = {
  readonly revision: number;
  readonly account: Row;
  readonly balance: Record<'total' | 'held' | 'overdraft', string> & Row & { readonly byKind: Record<string, string> };
  readonly burnRate: Row;
  readonly plan: Record<'used' | 'remaining' | 'allowance', string> &
    Row & { readonly byModel: readonly { readonly amount: string }[] };
  readonly usageByModel: readonly { readonly amount: string; readonly charges: number }[];
  readonly transactions: readonly Row[];
};

const added = (...amounts: readonly string[]) => sum(amounts.map(amount));

/** What the parts say of each other: each follows from others, where all are of one revision. */
function requireAgreement({ revision, account, balance, burnRate, plan, usageByModel, transactions }: Shown): void {
  const used = added(...usageByModel.map((line) => line.amount));
  expect([account, balance, burnRate, plan, transactions[0]].map((part) => part?.['revision'])).toEqual(
    Array.from({ length: 5 }, () => revision),
  );
  expect({
    fromBuckets: subtract(added(...Object.values(balance.byKind), balance.held), amount(balance.overdraft)),
    afterTheNewest: transactions[0]?.['balanceAfter'],
    lessWhatWasUsed: subtract(amount('1000000.5'), used),
    ofTheLastHour: burnRate['usage'],
    ofThePlan: added(plan.used, plan.remaining),
    byModel: added('0', ...plan.byModel.map((line) => line.amount)),
  }).toEqual({
    fromBuckets: balance.total,
    afterTheNewest: balance.total,
    lessWhatWasUsed: balance.total,
    ofTheLastHour: used,
    ofThePlan: plan.allowance,
    byModel: plan.used,
  });
}

it('is answered at one revision, its parts agreeing, however fast the account is charged', async () => {
  const route = await opened();
  await api.post(`${route}/grants`, { amount: '1000000', source: 'signup' });
  await api.put(`${route}/plan`, { plan: 'professional' });
  const service = api.as('service');
  const until = performance.now() + 5_000;
  const again = async (work: () => Promise<unknown>) => {
    for (let n = 0; performance.now() < until && n < 10_000; n++) await work();
  };
  const shown: Shown[] = [];
  const charge = (model: string) => ({ amount: '0.001', product: 'inference', model });
  const accountId = route.slice('/v1/accounts/'.length);
  const lines = () =>
    Array.from({ length: 200 }, () => ({ accountId, idempotencyKey: randomUUID(), ...charge('in-batches') }));
  await Promise.all([
    ...Array.from({ length: 16 }, (_, n) => again(() => service.post(`${route}/charges`, charge(`m-${n % 3}`)))),
    ...Array.from({ length: 2 }, () => again(() => service.post('/v1/charges/batch', { charges: lines() }, 200))),
    ...Array.from({ length: 2 }, () => again(async () => shown.push(await service.get<Shown>(`${route}/overview`)))),
  ]);
  shown.forEach(requireAgreement);
  // The account did not stand still for them.
  expect(new Set(shown.map(({ revision }) => revision)).size).toBeGreaterThan(3);
  const middle = shown[Math.floor(shown.length / 2)];
  const { items } = await api.get<{ items: readonly Record<'remaining' | 'held', string>[] }>(
    `${route}/buckets?revision=${middle?.revision}`,
  );
  expect(added(...items.flatMap(({ remaining, held }) => [remaining, held]))).toBe(middle?.balance.total);
}, 60_000);

it('is 404 for an account that is not there', async () => {
  expect((await api.send('GET', '/v1/accounts/nobody/overview')).status).toBe(404);
});
