/** What holds for every command over HTTP: roles, repetition, wrong input, and what needs no key. */
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

async function opened(): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId, settings: { overdraftLimit: '0' } });
  return `/v1/accounts/${accountId}`;
}

const money = { amount: '10', paymentMethod: 'usdc', status: 'completed' };
const usage = { amount: '1', product: 'vm' };

describe('roles', () => {
  const mayNot: readonly [string, string, string, object][] = [
    ['service', 'POST', '/grants', { amount: '1', source: 'signup' }],
    ['service', 'POST', '/purchases', money],
    ['support', 'POST', '/charges', usage],
    ['finance', 'POST', '/holds', usage],
    ['support', 'POST', '/holds/hold-1/capture', {}],
    ['auditor', 'POST', '/holds/hold-1/release', {}],
    ['support', 'POST', '/grants/bkt-1/void', { reason: 'x' }],
    ['finance', 'POST', '/charges', usage],
    ['service', 'POST', '/close', {}],
    ['service', 'PATCH', '/settings', { graceWindowSeconds: 1 }],
    ['checkout', 'POST', '/charges', usage],
    ['checkout', 'POST', '/grants', { amount: '1', source: 'signup' }],
    ['checkout', 'POST', '/purchases/pur-1/approve', {}],
    ['checkout', 'POST', '/purchases/pur-1/reverse', {}],
    ['support', 'POST', '/purchases', money],
    ['auditor', 'POST', '/grants', { amount: '1', source: 'signup' }],
    ['auditor', 'POST', '/withdrawals', { amount: '1', destination: 'x' }],
    ['auditor', 'POST', '/resources', {}],
  ];

  it.each(mayNot)('keep %s from %s %s, whatever it says', async (role, method, path, body) => {
    const route = await opened();
    for (const said of [body, { surprise: 1 }]) {
      const reply = await api.as(role).send<Problem>(method, route + path, said);
      expect([reply.status, reply.body.code]).toEqual([403, 'forbidden']);
    }
    expect(await api.get(`${route}/balance`)).toMatchObject({ revision: 1 });
  });

  it('keep prices, the clock and the opening of accounts to those who answer for them', async () => {
    const price = { input_token_price: '1', output_token_price: '1' };
    expect((await api.as('finance').send('PUT', '/v1/models/m', price)).status).toBe(403);
    expect((await api.as('service').send('PUT', '/v1/test-clock', { advanceSeconds: 1 })).status).toBe(403);
    expect((await api.as('support').send('POST', '/v1/accounts', { accountId: 'a' })).status).toBe(403);
  });

  it('let checkout sell credits, and read what it sold', async () => {
    const accountId = `acct-${randomUUID().slice(0, 13)}`;
    const checkout = api.as('checkout');
    await checkout.post('/v1/accounts', { accountId });
    const route = `/v1/accounts/${accountId}`;
    const { purchaseId } = await checkout.post<{ purchaseId: string }>(`${route}/purchases`, {
      amount: '10',
      paymentMethod: 'card',
    });
    await checkout.post(`${route}/purchases/${purchaseId}/complete`, {}, 200);
    await checkout.post(`${route}/withdrawals`, { amount: '4', destination: 'bank-1' });
    for (const read of ['', '/balance', '/buckets', '/transactions', '/usage', '/burn-rate', '/withdrawals'])
      expect((await checkout.send('GET', route + read)).status).toBe(200);
  });

  it('keep the settings of a new account to finance', async () => {
    const open = (role: string, settings?: object) =>
      api.as(role).send<Problem>('POST', '/v1/accounts', { accountId: `acct-${randomUUID()}`, settings });
    for (const role of ['service', 'checkout']) {
      const refused = await open(role, { graceWindowSeconds: 60 });
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
      expect((await open(role)).status).toBe(201);
    }
    expect((await open('finance', { graceWindowSeconds: 60 })).status).toBe(201);
  });

  it('let support grant up to the limit', async () => {
    const route = await opened();
    const grant = (amount: string) =>
      api.as('support').send<Problem>('POST', `${route}/grants`, { amount, source: 'support' });
    expect((await grant('25')).status).toBe(201);
    const beyond = await grant('25.01');
    expect([beyond.status, beyond.body.code]).toEqual([403, 'support-grant-limit']);
  });
});

describe('a check', () => {
  it('is no older than a balance through the same process, whoever has charged', async () => {
    const route = await opened();
    await api.post(`${route}/purchases`, money);
    type Seen = { readonly available: string; readonly revision: number };
    const check = (more = '') => api.get<Seen>(`${route}/credits/check?amount=1${more}`);
    for (let left = 9; left > 0; left--) {
      const { revision } = await other.post<{ revision: number }>(`${route}/charges`, usage);
      expect(await check(`&minRevision=${revision}`)).toMatchObject({ available: `${left}.00`, revision });
      const again = await other.post<{ revision: number }>(`${route}/grants`, { amount: '1', source: 'signup' });
      await api.get(`${route}/balance?minRevision=${again.revision}`);
      expect(await check()).toMatchObject({ available: `${left + 1}.00`, revision: again.revision });
      const own = await api.post<{ revision: number }>(`${route}/charges`, usage);
      expect(await check()).toMatchObject({ available: `${left}.00`, revision: own.revision });
    }
    expect((await api.send<Problem>('GET', `${route}/credits/check?amount=1&minRevision=999`)).status).toBe(400);
    expect((await api.send<Problem>('GET', '/v1/accounts/acct-unknown/credits/check?amount=1')).status).toBe(404);
  });
});

describe('the same key', () => {
  it('is answered the same again, whichever process is asked', async () => {
    const route = await opened();
    await api.post(`${route}/purchases`, money);
    const key = { 'idempotency-key': 'order-1' };
    const first = await api.send('POST', `${route}/charges`, usage, key);
    await api.post(`${route}/charges`, usage);
    for (const client of [api, other, api.as('service')]) {
      const again = await client.send('POST', `${route}/charges`, { product: 'vm', amount: '1' }, key);
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
      expect(again.text).toBe(first.text);
    }
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(await api.get(`${route}/balance`)).toMatchObject({ total: '8.00' });
  });

  it('is refused for anything else', async () => {
    const route = await opened();
    await api.post(`${route}/purchases`, money);
    const key = { 'idempotency-key': 'order-1' };
    await api.send('POST', `${route}/charges`, usage, key);
    const reuse = async (path: string, body: object) => {
      const reply = await api.send<Problem>('POST', route + path, body, key);
      return [reply.status, reply.body.code];
    };
    expect(await reuse('/charges', { ...usage, amount: '1.0' })).toEqual([422, 'idempotency-key-reused']);
    expect(await reuse('/grants', { amount: '1', source: 'signup' })).toEqual([422, 'idempotency-key-reused']);
  });

  it('is free again after a refusal', async () => {
    const route = await opened();
    const key = { 'idempotency-key': 'order-1' };
    expect((await api.send('POST', `${route}/charges`, usage, key)).status).toBe(402);
    await api.post(`${route}/purchases`, money);
    expect((await api.send('POST', `${route}/charges`, usage, key)).status).toBe(201);
  });

  it('answers an opening and a closing for ever', async () => {
    const accountId = `acct-${randomUUID().slice(0, 13)}`;
    const send = (path: string, body: object, key: string) =>
      other.send('POST', `/v1/accounts${path}`, body, { 'idempotency-key': key });
    const open = await send('', { accountId }, 'open');
    const close = await send(`/${accountId}/close`, {}, 'close');
    expect([open.status, close.status]).toEqual([201, 200]);
    expect((await send('', { accountId }, 'open')).text).toBe(open.text);
    const again = await send(`/${accountId}/close`, {}, 'close');
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([200, close.text, 'true']);
  });

  it('is a scope of its own for each model', async () => {
    const price = { input_token_price: '0.1', output_token_price: '0.2' };
    const [one, two] = [randomUUID(), randomUUID()];
    const set = (id: string, body: object) =>
      api.send('PUT', `/v1/models/${id}`, body, { 'idempotency-key': 'prices' });
    expect((await set(one, price)).status).toBe(200);
    expect((await set(two, price)).status).toBe(200);
    expect((await set(one, price)).headers.get('idempotent-replayed')).toBe('true');
    expect((await set(one, { ...price, input_token_price: '0.3' })).status).toBe(422);
  });
});

describe('wrong input is named and changes nothing:', () => {
  const grant = { amount: '1', source: 'signup' };
  const wrong: readonly [string, string, object][] = [
    ['scope.products', '/grants', { ...grant, scope: { products: [] } }],
    ['scope.regions', '/grants', { ...grant, scope: { regions: ['eu'] } }],
    ['scope', '/grants', { ...grant, scope: {} }],
    ['expiresAt', '/grants', { ...grant, expiresAt: '2020-01-01T00:00:00Z' }],
    ['expiresAt', '/grants', { ...grant, expiresAt: '2026-02-30T00:00:00Z' }],
    ['source', '/grants', { amount: '1', source: 'gift' }],
    ['amount', '/purchases', { ...money, amount: '9.99' }],
    ['amount', '/purchases', { ...money, amount: '10.001', paymentMethod: 'card' }],
    ['paymentMethod', '/purchases', { amount: '10', paymentMethod: 'cash' }],
    ['invoiceUrl', '/purchases', { ...money, invoiceUrl: 'javascript:alert(1)' }],
    ['bonus.amount', '/purchases', { ...money, bonus: { amount: '0' } }],
    ['bonus.scope', '/purchases', { ...money, bonus: { amount: '1', scope: {} } }],
    ['amount', '/charges', { product: 'vm' }],
    ['quantity', '/charges', { ...usage, quantity: '1' }],
    ['quantity', '/charges', { product: 'vm', quantity: '0.0000001', unitPrice: '1' }],
    ['model', '/charges', { product: 'vm', model: 'unheard-of', inputTokens: 1, outputTokens: 1 }],
    ['inputTokens', '/charges', { product: 'vm', model: 'm', inputTokens: '1', outputTokens: 1 }],
    ['occurredAt', '/charges', { ...usage, occurredAt: '2020-01-01T00:00:00Z' }],
    ['mode', '/charges', { ...usage, mode: 'force' }],
    ['onInsufficient', '/charges', { ...usage, onInsufficient: 'wait' }],
    ['onInsufficient', '/charges', { ...usage, onInsufficient: 'pend', mode: 'record' }],
    ['metadata.size', '/charges', { ...usage, metadata: { size: 1 } }],
    ['reason', '/charges/tx-1/refunds', { amount: '1' }],
    ['amount', '/holds', { product: 'vm' }],
    ['product', '/holds', { amount: '1' }],
    ['expiresInSeconds', '/holds', { ...usage, expiresInSeconds: 0 }],
    ['expiresInSeconds', '/holds', { ...usage, expiresInSeconds: 31_536_001 }],
    ['expiresInSeconds', '/holds', { ...usage, expiresInSeconds: 1.5 }],
    ['quantity', '/holds', { ...usage, quantity: '1' }],
    ['amount', '/holds/hold-1/capture', { amount: '0' }],
    ['final', '/holds/hold-1/capture', { final: 'no' }],
    ['reason', '/holds/hold-1/release', { reason: 'x' }],
    ['amount', '/withdrawals', { amount: '1.001', destination: 'bank-1' }],
    ['destination', '/withdrawals', { amount: '1' }],
    ['ratePerHour', '/resources', { resourceId: 'r', kind: 'instance', product: 'vm', ratePerHour: '-1' }],
    ['forfeit', '/close', { forfeit: 'yes' }],
  ];

  it.each(wrong)('%s of %s %j', async (field, path, body) => {
    const route = await opened();
    const reply = await api.send<Problem>('POST', route + path, body);
    expect([reply.status, reply.body.code, reply.body.errors?.[0]?.field]).toEqual([400, 'invalid', field]);
    expect(await api.get(`${route}/balance`)).toMatchObject({ revision: 1 });
    const unknown = await api.send<Problem>('POST', `/v1/accounts/acct-none${path}`, body);
    expect([unknown.status, unknown.body.code]).toEqual(
      isSetting(body) ? [404, 'account-not-found'] : [400, 'invalid'],
    );
  });
  /** The least that is bought is the account's own. */
  const isSetting = (body: { amount?: string }) => body.amount === '9.99';

  it('settings that are none', async () => {
    const route = await opened();
    const fieldOf = async (body: object) =>
      (await api.send<Problem>('PATCH', `${route}/settings`, body)).body.errors?.[0]?.field;
    expect(await fieldOf({})).toBe('body');
    expect(await fieldOf({ onZero: 'explode' })).toBe('onZero');
    expect(await fieldOf({ alertThresholds: ['a'] })).toBe('alertThresholds');
    expect(await fieldOf({ graceWindowSeconds: 1.5 })).toBe('graceWindowSeconds');
  });
});

it('says whose key is used, what its role is and what time it is', async () => {
  const ask = (role: string) => api.as(role).get<{ now: string }>('/v1/session');
  const { now, ...session } = await ask('auditor');
  expect(session).toEqual({ key: 'dev-auditor', role: 'auditor', hasTestClock: false });
  expect(Math.abs(Date.now() - Date.parse(now))).toBeLessThan(24 * 3_600_000);
  expect(await ask('service')).toMatchObject({ key: 'dev-service', role: 'service' });
  const stranger = await fetch(`${stack.urls[0] ?? ''}/v1/session`, {
    headers: { authorization: 'Bearer dev-stranger' },
  });
  expect(stranger.status).toBe(401);
});

it('needs no key for what operators and readers of the documentation ask', async () => {
  const ask = (path: string) => fetch((stack.urls[0] ?? '') + path);
  expect(await (await ask('/health/live')).json()).toEqual({ status: 'ok', developmentKeys: true });
  expect(await (await ask('/health/ready')).json()).toEqual({
    status: 'ok',
    checks: { eventStore: 'ok', redis: 'ok' },
  });
  expect(await (await ask('/metrics')).text()).toMatch(
    /drawdown_http_request_duration_seconds_count\{.*route="\/health\/live"/,
  );
  const document = (await (await ask('/openapi.json')).json()) as { paths: Record<string, object> };
  expect(Object.keys(document.paths)).toContain('/v1/accounts/{accountId}/charges');
  expect((await ask('/docs')).status).toBe(200);
});

it('has no test clock where none was asked for', async () => {
  expect((await api.send('GET', '/v1/test-clock')).status).toBe(404);
  expect((await api.send('PUT', '/v1/test-clock', { advanceSeconds: 1 })).status).toBe(404);
});
