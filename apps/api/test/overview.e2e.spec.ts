/** `GET …/overview`: what each part shows alone, at one revision. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
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

it('is of one revision while the account is charged', async () => {
  const route = await opened();
  await api.post(`${route}/grants`, { amount: '20', source: 'signup' });
  let isOver = false;
  const charging = (async () => {
    for (let n = 0; !isOver && n < 1_000; n++)
      await api.as('service').post(`${route}/charges`, { amount: '0.01', product: 'inference' });
  })();
  for (let n = 0; n < 10; n++) {
    const { balance, revision, transactions } = await api.get<Record<string, Row> & { transactions: readonly Row[] }>(
      `${route}/overview`,
    );
    expect([balance!['revision'], transactions[0]?.['revision'], transactions[0]?.['balanceAfter']]).toEqual([
      revision,
      revision,
      balance!['total'],
    ]);
  }
  isOver = true;
  await charging;
}, 60_000);

it('is 404 for an account that is not there', async () => {
  expect((await api.send('GET', '/v1/accounts/nobody/overview')).status).toBe(404);
});
