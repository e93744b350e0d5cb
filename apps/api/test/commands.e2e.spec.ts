/** Every command over HTTP, from a running product: what it answers, and what it refuses in this state. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Stack = Awaited<ReturnType<typeof startStack>>;
type Allocated = readonly { readonly bucketId: string; readonly kind: string; readonly amount: string }[];
type Answer = {
  readonly accountId: string;
  readonly revision: number;
  readonly status: string;
  readonly balance: Readonly<Record<string, unknown>>;
  readonly bucketId: string;
  readonly purchaseId: string;
  readonly transactionId: string;
  readonly withdrawalId: string;
  readonly allocation: Allocated;
};

const DAY_MS = 86_400_000;
const at = (ms: number): string => new Date(ms).toISOString();

let stack: Stack;
let api: Client;

beforeAll(async () => {
  stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

const now = async (): Promise<number> => Date.parse((await api.get<{ now: string }>('/v1/test-clock')).now);

async function opened(settings: object = {}) {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId, settings });
  const route = `/v1/accounts/${accountId}`;
  const post = (path: string, body: object = {}, status = 201) => api.post<Answer>(`${route}/${path}`, body, status);
  const code = async (path: string, body: object = {}) => {
    const reply = await api.send<{ code: string }>('POST', `${route}/${path}`, body);
    return [reply.status, reply.body.code];
  };
  const buy = (amount: string) => post('purchases', { amount, paymentMethod: 'usdc', status: 'completed' });
  return { accountId, route, post, code, buy };
}

describe('an account', () => {
  it('opens once, with the defaults and what it overrides', async () => {
    const accountId = `acct-${randomUUID().slice(0, 13)}`;
    const settings = { overdraftLimit: '2.5', alertThresholds: ['10', '5'] };
    const account = await api.as('finance').post('/v1/accounts', { accountId, name: 'Team', settings });
    const { balance, openedAt, ...rest } = account;
    expect(rest).toEqual({
      accountId,
      name: 'Team',
      status: 'active',
      revision: 1,
      autoRecharge: null,
      settings: {
        overdraftLimit: '2.50',
        graceWindowSeconds: 300,
        onZero: 'grace',
        minimumPurchase: '10.00',
        refundedPromoExpiresInDays: 30,
        planOverage: 'pause',
        supportGrantLimit: '25.00',
        alertThresholds: ['10.00', '5.00'],
      },
    });
    expect(balance).toMatchObject({ total: '0.00', status: 'active', revision: 1, asOf: openedAt });
    expect(await api.get(`/v1/accounts/${accountId}`)).toEqual({ ...account, balance: expect.anything() });
    const again = await api.send('POST', '/v1/accounts', { accountId });
    expect([again.status, again.body['code']]).toEqual([409, 'already-exists']);
    expect((await api.send('GET', '/v1/accounts/acct-nobody')).body['code']).toBe('account-not-found');
  });

  it('takes settings from finance alone: of others they are a 403, whatever else is wrong', async () => {
    const open = async (body: object, role: 'service' | 'checkout' | 'finance') => {
      const { status } = await api.as(role).send('POST', '/v1/accounts', { accountId: randomUUID(), ...body });
      return status;
    };
    for (const role of ['service', 'checkout'] as const) {
      expect(await open({ settings: { overdraftLimit: '1' } }, role)).toBe(403);
      expect(await open({ settings: { overdraftLimit: 1 } }, role)).toBe(403);
      expect(await open({ settings: null, accountId: 'a b' }, role)).toBe(403);
      expect(await open({}, role)).toBe(201);
    }
    expect(await open({ settings: { overdraftLimit: 1 } }, 'finance')).toBe(400);
    expect(await open({ settings: {} }, 'finance')).toBe(201);
  });

  it('changes the settings that are named, and closes for good', async () => {
    const { route, post, code, buy } = await opened();
    const changed = await api.send('PATCH', `${route}/settings`, { graceWindowSeconds: 60 });
    expect(changed.body).toMatchObject({ revision: 2, settings: { graceWindowSeconds: 60, overdraftLimit: '10.00' } });
    await buy('10');
    expect(await code('close')).toEqual([409, 'not-closable']);
    const closed = await post('close', { forfeit: true }, 200);
    expect(closed).toMatchObject({ status: 'closed', balance: { status: 'closed', total: '0.00' } });
    expect(await code('grants', { amount: '1', source: 'signup' })).toEqual([410, 'account-closed']);
    expect(await api.get(route)).toMatchObject({ status: 'closed' });
  });
});

describe('credits coming in', () => {
  it('are granted now or later, and voided', async () => {
    const { post, code } = await opened();
    const t = await now();
    const [effectiveAt, expiresAt] = [at(t + DAY_MS), at(t + 2 * DAY_MS)];
    const grant = await post('grants', {
      amount: '5',
      source: 'incentive',
      scope: { models: ['llama'] },
      effectiveAt,
      expiresAt,
      reason: 'launch',
    });
    expect(grant).toMatchObject({
      amount: '5.00',
      scope: { models: ['llama'] },
      effectiveAt,
      expiresAt,
      source: 'incentive',
      reason: 'launch',
      revision: 2,
      balance: { total: '0.00', revision: 2 },
    });
    const path = `grants/${grant.bucketId}/void`;
    expect(await post(path, { reason: 'mistake' }, 200)).toMatchObject({ bucketId: grant.bucketId, amount: '5.00' });
    expect(await code(path, { reason: 'again' })).toEqual([409, 'nothing-to-void']);
    expect(await code('grants/bkt-nothing-1/void', { reason: 'x' })).toEqual([404, 'not-found']);
  });

  it('are bought, pending and completed or failed, with a bonus', async () => {
    const { post, code } = await opened();
    const order = { amount: '33.33', paymentMethod: 'card', bonus: { amount: '3', scope: { gpus: ['h100'] } } };
    const pending = await post('purchases', order);
    expect(pending).toMatchObject({ credits: '33.33', fee: '1.00', total: '34.33', status: 'pending', bucketId: null });
    const done = await post(`purchases/${pending.purchaseId}/complete`, {}, 200);
    const { purchaseId } = pending;
    expect(done).toMatchObject({ purchaseId, status: 'completed', credits: '33.33', total: '34.33' });
    expect(done.balance).toMatchObject({ byKind: { promo: '3.00', prepaid: '33.33' }, paygUnlocked: true });
    expect(await code(`purchases/${pending.purchaseId}/fail`)).toEqual([409, 'already-settled']);
    const other = await post('purchases', { amount: '10', paymentMethod: 'io_coin' });
    expect(await post(`purchases/${other.purchaseId}/fail`, { reason: 'no funds' }, 200)).toMatchObject({
      status: 'failed',
      fee: '0.00',
      balance: { total: '36.33' },
    });
    expect(await code('purchases/pur-nothing-1/complete')).toEqual([404, 'not-found']);
  });

  it('are requested, approved before they are paid, or rejected', async () => {
    const { post, code } = await opened();
    const request = async () => (await post('purchases', { amount: '20', paymentMethod: 'request' })).purchaseId;
    const unpaid = `purchases/${await request()}`;
    expect(await code(`${unpaid}/complete`)).toEqual([409, 'wrong-state']);
    expect(await post(`${unpaid}/approve`, { paid: false, reason: 'known team' }, 200)).toMatchObject({
      status: 'approved',
      balance: { available: '20.00', withdrawable: '0.00' },
    });
    expect(await post(`${unpaid}/complete`, {}, 200)).toMatchObject({ balance: { withdrawable: '20.00' } });
    expect(await post(`purchases/${await request()}/approve`, {}, 200)).toMatchObject({
      status: 'completed',
      balance: { withdrawable: '40.00' },
    });
    expect(await post(`purchases/${await request()}/reject`, { reason: 'no' }, 200)).toMatchObject({
      status: 'rejected',
      balance: { total: '40.00' },
    });
  });
});

describe('a request that is approved and never paid', () => {
  it('fails, its credits are taken back, and the account can be closed', async () => {
    const { post, code } = await opened();
    const { purchaseId } = await post('purchases', { amount: '20', paymentMethod: 'request' });
    await post(`purchases/${purchaseId}/approve`, { paid: false }, 200);
    const { transactionId } = await post('charges', { amount: '5', product: 'inference' });
    expect(await post(`purchases/${purchaseId}/fail`, { reason: 'never paid' }, 200)).toMatchObject({
      status: 'failed',
      balance: { total: '-5.00', available: '0.00', overdraft: '5.00', status: 'grace' },
    });
    expect(await code('close', {})).toEqual([409, 'not-closable']);
    await post(`charges/${transactionId}/refunds`, { reason: 'goodwill' });
    expect(await post('close', {}, 200)).toMatchObject({ status: 'closed' });
  });
});

describe('a completed purchase', () => {
  it('is reversed once: withdrawals first, then what is left, the rest is owed; and a replay says so', async () => {
    const { post, code, route } = await opened();
    const metadata = { project: 'vision' };
    const order = { amount: '20', paymentMethod: 'usdc', status: 'completed', bonus: { amount: '2' }, metadata };
    const { purchaseId } = await post('purchases', order);
    await post('charges', { amount: '7', product: 'vm' });
    const { withdrawalId } = await post('withdrawals', { amount: '6', destination: 'bank-1' });
    const reversal = [`${route}/purchases/${purchaseId}/reverse`, { reason: 'chargeback' }] as const;
    const key = { 'idempotency-key': randomUUID() };
    const reversed = await api.send<Answer>('POST', ...reversal, key);
    expect([reversed.status, reversed.body]).toMatchObject([
      200,
      {
        status: 'reversed',
        balance: { overdraft: '5.00', available: '0.00', total: '-5.00', paygUnlocked: true, status: 'grace' },
      },
    ]);
    const again = await api.send<Answer>('POST', ...reversal, key);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([reversed.text, 'true']);
    expect(await code(`purchases/${purchaseId}/reverse`)).toEqual([409, 'already-settled']);
    expect(await code(`withdrawals/${withdrawalId}/approve`)).toEqual([409, 'already-settled']);
    expect(await code('purchases/pur-nothing-1/reverse')).toEqual([404, 'not-found']);
    expect((await api.send('POST', ...reversal, { 'idempotency-key': '' })).status).toBe(400);
    const { items } = await api.get<{ items: Record<string, unknown>[] }>(`${route}/transactions`);
    expect(items.map(({ type, amount, balanceAfter }) => [type, amount, balanceAfter])).toEqual([
      ['adjustment', '-20.00', '-5.00'],
      ['withdrawal', '6.00', '15.00'],
      ['withdrawal', '-6.00', '9.00'],
      ['usage', '-7.00', '15.00'],
      ['promo', '2.00', '22.00'],
      ['deposit', '20.00', '20.00'],
    ]);
    expect(items.find(({ type }) => type === 'deposit')?.['metadata']).toEqual(metadata);
    const buckets = await api.get<{ items: object[] }>(`${route}/buckets`);
    expect(buckets.items).toMatchObject([
      { granted: '20.00', remaining: '0.00', spent: '5.00', withdrawn: '15.00' },
      { granted: '2.00', remaining: '0.00', spent: '2.00', lapsed: '0.00' },
    ]);
    const replay = await api.get<{ items: { type: string; changes: string[] }[] }>(`${route}/replay`);
    const { changes } = replay.items.find(({ type }) => type === 'PurchaseReversed') ?? {};
    expect(changes).toContain(`Purchase ${purchaseId} was reversed: chargeback.`);
  });
});

describe('money of something else', () => {
  it('comes back as credits that can be spent, not withdrawn', async () => {
    const { post, code, route } = await opened();
    const body = { amount: '4.20', product: 'cluster', reason: 'ended early', externalReference: 'usdc-77' };
    const key = { 'idempotency-key': randomUUID() };
    const first = await api.as('service').send<Answer>('POST', `${route}/returns`, body, key);
    expect([first.status, first.body]).toMatchObject([
      201,
      { ...body, balance: { available: '4.20', byKind: { prepaid: '4.20' }, withdrawable: '0.00' } },
    ]);
    const again = await api.as('service').send('POST', `${route}/returns`, body, key);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    for (const wrong of ['amount', 'product', 'reason', 'externalReference']) {
      const refused = await api.send<{ errors: object[] }>('POST', `${route}/returns`, { ...body, [wrong]: null });
      expect([refused.status, refused.body.errors]).toMatchObject([400, [{ field: wrong }]]);
    }
    expect(await code('withdrawals', { amount: '0.01', destination: 'bank-1' })).toEqual([409, 'not-withdrawable']);
    const { items } = await api.get<{ items: object[] }>(`${route}/transactions`);
    expect(items).toMatchObject([
      { type: 'refund', amount: '4.20', balanceAfter: '4.20', service: 'cluster', description: 'ended early' },
    ]);
    expect(await post('charges', { amount: '4.20', product: 'vm' })).toMatchObject({ overdraft: '0.00' });
    const { items: buckets } = await api.get<{ items: object[] }>(`${route}/buckets`);
    expect(buckets).toMatchObject([{ kind: 'prepaid', source: 'return', granted: '4.20', spent: '4.20' }]);
  });
});

describe('credits going out', () => {
  it('pay for usage in each of the three ways to say it, and are given back', async () => {
    const { post, code, buy } = await opened();
    const bucket = (await buy('100')).bucketId;
    const id = `vendor/model ${randomUUID()}`;
    const model = await api.put(`/v1/models/${encodeURIComponent(id)}`, {
      id,
      input_token_price: '0.000001',
      output_token_price: '0.000002',
    });
    const effectiveFrom = at(await now());
    expect(model).toEqual({ id, input_token_price: '0.000001', output_token_price: '0.000002', effectiveFrom });
    expect((await api.get<{ items: object[] }>('/v1/models')).items).toContainEqual(model);
    const tokens = await post('charges', { product: 'inference', model: id, inputTokens: 1_000_000, outputTokens: 5 });
    expect(tokens).toMatchObject({
      amount: '1.00001',
      status: 'completed',
      allocation: [{ bucketId: bucket, kind: 'prepaid', amount: '1.00001' }],
      overdraft: '0.00',
      balance: { available: '98.99999' },
    });
    expect(await post('charges', { product: 'vm', quantity: '2.5', unitPrice: '0.4' })).toMatchObject({
      amount: '1.00',
    });
    const charge = await post('charges', { product: 'vm', amount: '10', metadata: { team: 'a' } });
    const refunds = `charges/${charge.transactionId}/refunds`;
    expect(await post(refunds, { amount: '4', reason: 'late' })).toMatchObject({
      chargeTransactionId: charge.transactionId,
      amount: '4.00',
      allocation: [{ bucketId: bucket, kind: 'prepaid', amount: '4.00' }],
      overdraft: '0.00',
      reason: 'late',
    });
    expect(await code(refunds, { amount: '6.01', reason: 'late' })).toEqual([409, 'exceeds-charge']);
    expect(await post(refunds, { reason: 'the rest' })).toMatchObject({ amount: '6.00' });
    expect(await code(`charges/tx-nothing-1/refunds`, { reason: 'x' })).toEqual([404, 'not-found']);
  });

  it('refuse what they do not cover with the ways out, and record what has happened', async () => {
    const { route, post } = await opened({ overdraftLimit: '0' });
    const refused = await api.send('POST', `${route}/charges`, { amount: '1.50', product: 'vm' });
    expect(refused.status).toBe(402);
    expect(refused.body).toMatchObject({ required: '1.50', available: '0.00', shortfall: '1.50', resumesAt: null });
    expect(refused.body['options']).not.toHaveLength(0);
    const recorded = await post('charges', { amount: '1.50', product: 'vm', mode: 'record' });
    expect(recorded).toMatchObject({ overdraft: '1.50', allocation: [], balance: { total: '-1.50', status: 'grace' } });
    expect(recorded.balance['revision']).toBe(recorded.revision);
  });

  it('are withdrawn under four eyes', async () => {
    const { post, code, route, buy } = await opened();
    await buy('40');
    const request = await api
      .as('finance')
      .post<Answer>(`${route}/withdrawals`, { amount: '30', destination: 'bank-1' });
    expect(request).toMatchObject({
      amount: '30.00',
      status: 'requested',
      destination: 'bank-1',
      reviewTime: '3–7 business days',
      balance: { available: '10.00' },
    });
    const path = `withdrawals/${request.withdrawalId}`;
    expect(await code(`${path}/paid`)).toEqual([409, 'wrong-state']);
    expect((await api.as('finance').send('POST', `${route}/${path}/approve`)).body['code']).toBe('four-eyes');
    expect(await post(`${path}/approve`, { reason: 'checked' }, 200)).toMatchObject({ status: 'approved' });
    expect(await post(`${path}/paid`, {}, 200)).toMatchObject({ status: 'paid', amount: '30.00' });
    const other = await post('withdrawals', { amount: '10', destination: 'bank-1' });
    expect(await post(`withdrawals/${other.withdrawalId}/reject`, {}, 200)).toMatchObject({
      status: 'rejected',
      balance: { withdrawable: '10.00' },
    });
    expect(await code('withdrawals', { amount: '10.01', destination: 'bank-1' })).toEqual([409, 'not-withdrawable']);
  });
});

describe('a resource', () => {
  it('starts once and stops', async () => {
    const { post, code, buy } = await opened();
    const vm = { resourceId: 'vm/1', kind: 'instance', product: 'vm', gpu: 'h100', ratePerHour: '3.6' };
    expect(await code('resources', vm)).toEqual([402, 'insufficient-credits']);
    await buy('10');
    expect(await post('resources', { ...vm, name: 'Training' })).toMatchObject({
      ...vm,
      name: 'Training',
      ratePerHour: '3.60',
      status: 'running',
      accessible: true,
    });
    expect(await code('resources', vm)).toEqual([409, 'already-exists']);
    expect(await post('resources/vm%2F1/stop', {}, 200)).toMatchObject({ resourceId: 'vm/1', status: 'stopped' });
    expect(await code('resources/vm%2F1/stop')).toEqual([409, 'not-running']);
    expect(await code('resources/vm%2F2/stop')).toEqual([404, 'not-found']);
    expect(await post('resources', { ...vm, resourceId: 'gpus', kind: 'cluster' })).toMatchObject({ kind: 'cluster' });
  });

  it('that was stopped is known as such while Redis is gone', async () => {
    const { post, code, buy } = await opened();
    await buy('10');
    await post('resources', { resourceId: 'vm', kind: 'instance', product: 'vm', ratePerHour: '1' });
    await post('resources/vm/stop', {}, 200);
    await stack.redis.kill();
    expect(await code('resources/vm/stop')).toEqual([409, 'not-running']);
    expect(await code('resources/other/stop')).toEqual([404, 'not-found']);
    stack.redis.start();
  });
});

describe('auto-recharge', () => {
  it('opens a pending purchase when credits run low, one at a time, and shows what is set', async () => {
    const { post, code, route } = await opened();
    const body = { enabled: true, threshold: '5', amount: '20', paymentMethod: 'card', monthlyLimit: '50' };
    const key = { 'idempotency-key': randomUUID() };
    const set = await api.as('checkout').send<Answer>('PUT', `${route}/auto-recharge`, body, key);
    const shown = { ...body, threshold: '5.00', amount: '20.00', monthlyLimit: '50.00' };
    // At or below the threshold already: one is opened with the setting, and is its last entry.
    expect([set.status, set.body]).toMatchObject([200, { ...shown, revision: 3 }]);
    const again = await api.as('checkout').send('PUT', `${route}/auto-recharge`, body, key);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([set.text, 'true']);
    expect(await api.get(route)).toMatchObject({ autoRecharge: shown });
    const { items } = await api.get<{ items: Record<string, unknown>[] }>(`${route}/transactions`);
    expect(items).toMatchObject([
      { type: 'auto_recharge', status: 'pending', amount: '20.00', balanceAfter: null, paymentMethod: 'card' },
    ]);
    expect(await code('close')).toEqual([409, 'not-closable']);
    await post('grants', { amount: '1', source: 'signup' });
    const pending = await api.get<{ items: object[] }>(`${route}/transactions?status=pending`);
    expect(pending.items).toHaveLength(1);
    for (const [field, wrong] of Object.entries({
      enabled: 'yes',
      threshold: '-1',
      amount: '20.001',
      paymentMethod: 'request',
      monthlyLimit: 50,
    })) {
      const refused = await api.send('PUT', `${route}/auto-recharge`, { ...body, [field]: wrong });
      expect([refused.status, refused.body['errors']]).toMatchObject([400, [{ field }]]);
    }
  });
});
