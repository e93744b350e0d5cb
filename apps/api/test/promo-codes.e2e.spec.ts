/** Promo codes over HTTP: defined, changed, redeemed, refused, and answered again. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Stack = Awaited<ReturnType<typeof startStack>>;
type Problem = { readonly code: string; readonly errors?: readonly { readonly field: string }[] };

let stack: Stack;
let api: Client;
let other: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2 });
  api = new Client(stack.urls[0] ?? '');
  other = new Client(stack.urls[1] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

const newCode = (): string => `CODE-${randomUUID().slice(0, 8)}`;
const urlOf = (code: string): string => `/v1/promo-codes/${code}`;

async function opened(): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId });
  return `/v1/accounts/${accountId}`;
}

async function refusal(route: string, body: object = {}, method = 'POST'): Promise<readonly unknown[]> {
  const { status, body: problem } = await api.send<Problem>(method, route, body);
  return [status, problem.errors?.[0]?.field ?? problem.code];
}

describe('a promo code', () => {
  it('says what it is, and how often it was redeemed', async () => {
    const code = newCode();
    const defined = await api.put(urlOf(code), {
      amount: '3',
      scope: { models: ['llama'] },
      creditExpiresInDays: 30,
      maxRedemptions: 2,
    });
    expect(defined).toEqual({
      code,
      amount: '3.00',
      scope: { models: ['llama'] },
      expiresAt: null,
      creditExpiresAt: null,
      creditExpiresInDays: 30,
      maxRedemptions: 2,
      disabled: false,
      redeemed: 0,
    });
    await other.post(`${await opened()}/promo-codes/${code.toLowerCase()}/redeem`);
    expect(await api.as('support').get(urlOf(code.toLowerCase()))).toEqual({ ...defined, redeemed: 1 });
    expect(await refusal(urlOf('NONE'), {}, 'GET')).toEqual([404, 'promo-code-invalid']);
  });

  it('is a scope of its own for keys, and answers each for ever', async () => {
    const [one, two] = [newCode(), newCode()];
    const key = { 'idempotency-key': 'codes' };
    const first = await api.send('PUT', urlOf(one), { amount: '3' }, key);
    expect((await api.send('PUT', urlOf(two), { amount: '3' }, key)).status).toBe(200);
    await api.put(urlOf(one), { amount: '4', disabled: true });
    const again = await other.send('PUT', urlOf(one), { amount: '3' }, key);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect((await api.send('PUT', urlOf(one), { amount: '5' }, key)).status).toBe(422);
  });

  it.each([
    ['amount', { amount: '0' }],
    ['amount', {}],
    ['scope', { amount: '1', scope: {} }],
    ['expiresAt', { amount: '1', expiresAt: '2020-01-01T00:00:00Z' }],
    ['creditExpiresAt', { amount: '1', creditExpiresAt: '2020-01-01T00:00:00Z' }],
    ['creditExpiresInDays', { amount: '1', creditExpiresInDays: 0 }],
    ['creditExpiresInDays', { amount: '1', creditExpiresInDays: 1, creditExpiresAt: '2090-01-01T00:00:00Z' }],
    ['maxRedemptions', { amount: '1', maxRedemptions: '5' }],
    ['maxRedemptions', { amount: '1', maxRedemptions: -1 }],
    ['disabled', { amount: '1', disabled: 'yes' }],
    ['code', { amount: '1', code: 'X' }],
  ])('names the %s that is wrong: %j', async (field, body) => {
    const code = newCode();
    expect(await refusal(urlOf(code), body, 'PUT')).toEqual([400, field]);
    expect(await refusal(urlOf(code), {}, 'GET')).toEqual([404, 'promo-code-invalid']);
  });

  it('is listed with all others, the one that was defined last first, page by page', async () => {
    const codes = [newCode(), newCode(), newCode()];
    for (const code of codes) await api.put(urlOf(code), { amount: '3' });
    await other.put(urlOf(codes[0]!), { amount: '4', disabled: true });
    await other.post(`${await opened()}/promo-codes/${codes[1]}/redeem`);
    type Page = { readonly items: readonly Record<string, unknown>[]; readonly nextCursor: string | null };
    const page = (query: string) => api.as('support').get<Page>(`/v1/promo-codes?${query}`);
    const first = await page('limit=2');
    expect(first.items).toMatchObject([
      { code: codes[2], redeemed: 0 },
      { code: codes[1], redeemed: 1 },
    ]);
    const second = await page(`limit=1&cursor=${first.nextCursor}`);
    expect(second.items).toMatchObject([{ code: codes[0], amount: '4.00', disabled: true }]);
    expect(second.items[0]).toEqual(await api.get(urlOf(codes[0]!)));
    expect(await refusal('/v1/promo-codes?cursor=x', {}, 'GET')).toEqual([400, 'cursor']);
    expect(await refusal('/v1/promo-codes?status=disabled', {}, 'GET')).toEqual([400, 'status']);
    expect((await api.as('service').send('GET', '/v1/promo-codes')).status).toBe(403);
  });

  it('is for admins to define and for staff to read', async () => {
    const code = newCode();
    await api.put(urlOf(code), { amount: '1' });
    for (const role of ['service', 'support', 'finance', 'auditor']) {
      expect((await api.as(role).send('PUT', urlOf(code), { amount: '1' })).status).toBe(403);
    }
    expect((await api.as('service').send('GET', urlOf(code))).status).toBe(403);
    expect((await api.as('auditor').send('POST', `${await opened()}/promo-codes/${code}/redeem`)).status).toBe(403);
    expect(await refusal(urlOf('a%2Fb'), { amount: '1' }, 'PUT')).toEqual([400, 'code']);
  });
});

describe('a redemption', () => {
  it('brings in what the code says, with the account as it is then', async () => {
    const [code, route] = [newCode(), await opened()];
    await api.put(urlOf(code), { amount: '3', creditExpiresAt: '2090-01-01T00:00:00.000Z' });
    const answer = await api.as('service').post(`${route}/promo-codes/${code}/redeem`);
    expect(answer).toMatchObject({
      amount: '3.00',
      scope: null,
      expiresAt: '2090-01-01T00:00:00.000Z',
      source: 'promo_code',
      revision: 2,
      balance: { available: '3.00', revision: 2 },
    });
    const { items } = await api.get<{ items: object[] }>(`${route}/buckets`);
    expect(items).toMatchObject([{ bucketId: answer['bucketId'], source: 'promo_code', granted: '3.00' }]);
    expect(await api.get(`${route}/transactions`)).toMatchObject({
      items: [{ type: 'promo', amount: '3.00', description: `Promotional credits (promo code ${code})` }],
    });
  });

  it('is refused with the first of four that applies', async () => {
    const [code, route] = [newCode(), await opened()];
    const redeem = (account: string, said = code) => refusal(`${account}/promo-codes/${said}/redeem`);
    await api.put(urlOf(code), { amount: '3', maxRedemptions: 1 });
    await api.post(`${route}/promo-codes/${code}/redeem`);
    expect(await redeem(route, 'NONE')).toEqual([404, 'promo-code-invalid']);
    expect(await redeem(route, 'a%2Fb')).toEqual([404, 'promo-code-invalid']);
    expect(await redeem(await opened())).toEqual([409, 'promo-code-limit-reached']);
    await api.put(urlOf(code), { amount: '3', maxRedemptions: 1, disabled: true });
    expect(await redeem(await opened())).toEqual([409, 'promo-code-expired']);
    expect(await redeem(route)).toEqual([409, 'promo-code-already-redeemed']);
    expect(await redeem('/v1/accounts/none')).toEqual([404, 'account-not-found']);
    expect(await refusal(`${route}/promo-codes/${code}/redeem`, { amount: '9' })).toEqual([400, 'amount']);
    expect(await refusal(urlOf(code), { amount: '3', maxRedemptions: 0 }, 'PUT')).toEqual([409, 'wrong-state']);
  });

  it('is answered the same again, whichever process is asked, and its key stands for nothing else', async () => {
    const [code, route] = [newCode(), await opened()];
    await api.put(urlOf(code), { amount: '3' });
    const redeem = (client: Client, said = code) =>
      client.send<Problem>('POST', `${route}/promo-codes/${said}/redeem`, {}, { 'idempotency-key': 'welcome' });
    const first = await redeem(api);
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
    await api.put(urlOf(code), { amount: '4', disabled: true });
    await api.post(`${route}/close`, {}, 200);
    const again = await redeem(other);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    const unused = newCode();
    await api.put(urlOf(unused), { amount: '3' });
    expect((await redeem(api, unused)).body.code).toBe('account-closed');
  });

  it('with a key of something else is refused, and leaves the code as it was', async () => {
    const [code, route] = [newCode(), await opened()];
    await api.put(urlOf(code), { amount: '3', maxRedemptions: 1 });
    const key = { 'idempotency-key': 'order' };
    await api.send('POST', `${route}/grants`, { amount: '1', source: 'signup' }, key);
    expect((await api.send('POST', `${route}/promo-codes/${code}/redeem`, {}, key)).status).toBe(422);
    expect(await api.get(urlOf(code))).toMatchObject({ redeemed: 0 });
    expect((await api.send('POST', `${route}/promo-codes/${code}/redeem`)).status).toBe(201);
  });
});
