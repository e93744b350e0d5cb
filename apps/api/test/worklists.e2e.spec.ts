/** Worklists over all accounts (rule 9.13): what they list, filter, page and refuse, and that they come back. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Item = Readonly<Record<string, unknown>> & { readonly accountId: string; readonly purchaseId: string };
type Page = { readonly items: readonly Item[]; readonly nextCursor: string | null };

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2, env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

async function opened(name: string, settings: object = {}) {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId, name, settings });
  const route = `/v1/accounts/${accountId}`;
  return {
    accountId,
    route,
    post: (path: string, body: object = {}, status = 201) => api.post<Item>(`${route}/${path}`, body, status),
  };
}

/** All pages, from whichever process. */
async function all(route: string, limit = 3, client = api): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page = await client.get<Page>(
      `${route}${route.includes('?') ? '&' : '?'}limit=${limit}${cursor && `&cursor=${cursor}`}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

describe('purchases', () => {
  it('of all accounts are listed by status, newest first, each on one page, and as their own account lists them', async () => {
    const [one, two] = [await opened('One'), await opened('Two')];
    const order = { amount: '20', paymentMethod: 'card', metadata: { project: 'vision' } };
    const ids: string[] = [];
    for (let nth = 0; nth < 12; nth++) {
      ids.push((await (nth % 2 ? two : one).post('purchases', order)).purchaseId);
      if (nth % 3 === 0) await api.put('/v1/test-clock', { advanceSeconds: 1 });
    }
    const mine = (items: readonly Item[]) =>
      items.filter(({ accountId }) => [one.accountId, two.accountId].includes(accountId));
    const pending = mine(await all('/v1/purchases?status=pending'));
    expect(pending.map(({ purchaseId }) => purchaseId).toSorted()).toEqual(ids.toSorted());
    const times = pending.map(({ openedAt }) => String(openedAt));
    expect(times).toEqual(times.toSorted().reverse());
    await one.post(`purchases/${ids[0]}/complete`, {}, 200);
    const { purchaseId: asked } = await two.post('purchases', { amount: '30', paymentMethod: 'request' });
    await two.post(`purchases/${asked}/approve`, {}, 200);
    const other = new Client(stack.urls[1] ?? '');
    const completed = mine(await all('/v1/purchases?status=completed', 500, other));
    expect(completed).toMatchObject([
      {
        purchaseId: asked,
        accountId: two.accountId,
        credits: '30.00',
        fee: '0.00',
        approvedBy: 'dev-admin',
        metadata: null,
      },
      { purchaseId: ids[0], accountId: one.accountId, credits: '20.00', fee: '0.60', total: '20.60', approvedBy: null },
    ]);
    expect(completed[1]).toMatchObject({ paymentMethod: 'card', status: 'completed', metadata: { project: 'vision' } });
    expect(mine(await all('/v1/purchases'))).toHaveLength(13);
    const own = await all(`${two.route}/purchases`, 4);
    expect(own.map(({ purchaseId }) => purchaseId)).toEqual([asked, ...ids.filter((_, nth) => nth % 2).toReversed()]);
    expect(own[0]).toEqual(completed[0]);
    expect(await all(`${two.route}/purchases?status=completed`)).toEqual([completed[0]]);
  });

  it('are there again after Redis has lost everything', async () => {
    const { accountId, post } = await opened('Flushed');
    const { purchaseId } = await post('purchases', { amount: '20', paymentMethod: 'usdc' });
    await stack.flushRedis();
    const until = performance.now() + 60_000;
    let status = 0;
    let found: readonly Item[] = [];
    while (status !== 200 && performance.now() < until) {
      const reply = await api.send<Page & { code: string }>('GET', '/v1/purchases?status=pending&limit=500');
      status = reply.status;
      if (status === 200) found = reply.body.items;
      else expect([503, reply.body.code]).toEqual([status, expect.stringMatching(/^rebuilding$|^read-model-/)]);
    }
    expect(found.filter((item) => item.accountId === accountId)).toMatchObject([{ purchaseId }]);
  });
});

describe('withdrawals', () => {
  it('of all accounts are listed by status, with who approved them and when they were settled', async () => {
    const { accountId, route, post } = await opened('Payouts');
    await post('purchases', { amount: '20', paymentMethod: 'usdc', status: 'completed' });
    const request = { amount: '4', destination: 'bank-1' };
    const { withdrawalId: paid } = await api.as('finance').post<Item>(`${route}/withdrawals`, request);
    const { withdrawalId: open } = await api.as('finance').post<Item>(`${route}/withdrawals`, request);
    await post(`withdrawals/${String(paid)}/approve`, {}, 200);
    await post(`withdrawals/${String(paid)}/paid`, {}, 200);
    const mine = async (status: string) =>
      (await all(`/v1/withdrawals?status=${status}`)).filter((each) => each.accountId === accountId);
    expect(await mine('requested')).toMatchObject([
      { withdrawalId: open, amount: '4.00', destination: 'bank-1', settledAt: null, approvedBy: null },
    ]);
    expect(await mine('paid')).toMatchObject([
      { withdrawalId: paid, requestedBy: 'dev-finance', approvedBy: 'dev-admin', settledAt: expect.any(String) },
    ]);
    expect(await mine('approved')).toEqual([]);
    expect(await all(`${route}/withdrawals`, 1)).toMatchObject([{ withdrawalId: open }, { withdrawalId: paid }]);
  });
});

describe('accounts', () => {
  it('are found by status at the moment of reading, by debt and by a part of their id or name', async () => {
    const tag = randomUUID().slice(0, 8);
    const [sound, owing, idle] = [
      await opened(`Sound ${tag}`),
      await opened(`Owing ${tag}`),
      await opened(`Idle ${tag}`),
    ];
    await sound.post('grants', { amount: '5', source: 'signup' });
    await owing.post('charges', { amount: '3', product: 'vm', mode: 'record' });
    const ids = async (filter: string) =>
      (await all(`/v1/accounts?query=${tag.toUpperCase()}${filter}`)).map(({ accountId }) => accountId);
    expect((await ids('')).toSorted()).toEqual([sound, owing, idle].map(({ accountId }) => accountId).toSorted());
    expect(await ids('&inDebt=true')).toEqual([owing.accountId]);
    expect((await ids('&inDebt=false')).toSorted()).toEqual([sound.accountId, idle.accountId].toSorted());
    expect(await ids('&status=grace')).toEqual([owing.accountId]);
    const [item] = await all(`/v1/accounts?query=${owing.accountId}`);
    expect(item).toMatchObject({
      name: `Owing ${tag}`,
      status: 'grace',
      overdraft: '3.00',
      total: '-3.00',
      available: '0.00',
      revision: 3,
    });
    await api.put('/v1/test-clock', { advanceSeconds: 300 });
    expect(await ids('&status=grace')).toEqual([]);
    expect(await ids('&status=suspended')).toEqual([owing.accountId]);
    await idle.post('close', {}, 200);
    expect(await ids('&status=closed')).toEqual([idle.accountId]);
  });
});

describe('a worklist', () => {
  it.each([
    ['/v1/accounts?status=asleep', 'status'],
    ['/v1/accounts?inDebt=yes', 'inDebt'],
    ['/v1/accounts?owner=ann', 'owner'],
    ['/v1/purchases?status=open', 'status'],
    ['/v1/purchases?limit=0', 'limit'],
    ['/v1/purchases?cursor=abc', 'cursor'],
    ['/v1/withdrawals?status=pending', 'status'],
    ['/v1/withdrawals?accountId=a', 'accountId'],
  ])('refuses %s by the name of the parameter', async (route, field) => {
    const reply = await api.send('GET', route);
    expect([reply.status, reply.body['errors']]).toMatchObject([400, [{ field }]]);
  });

  it('is for staff, and what checkout sells for checkout', async () => {
    const statusOf = async (role: string, route: string) => (await api.as(role).send('GET', route)).status;
    for (const route of ['/v1/accounts', '/v1/purchases', '/v1/withdrawals']) {
      for (const role of ['support', 'finance', 'auditor'])
        expect([route, role, await statusOf(role, route)]).toEqual([route, role, 200]);
      expect(await statusOf('service', route)).toBe(403);
    }
    expect([await statusOf('checkout', '/v1/purchases'), await statusOf('checkout', '/v1/accounts')]).toEqual([
      200, 403,
    ]);
  });
});
