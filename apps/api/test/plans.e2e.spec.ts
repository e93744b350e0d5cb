/** Plans over HTTP, on a clock of their own (rules 8.1 to 8.6). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Stack = Awaited<ReturnType<typeof startStack>>;
type Problem = { readonly code: string; readonly errors?: readonly { readonly field: string }[] };
type Item = Readonly<Record<string, unknown>>;

let stack: Stack;
let api: Client;
let other: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2, env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
  other = new Client(stack.urls[1] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

async function opened(settings: object = { overdraftLimit: '0' }): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId, settings });
  return `/v1/accounts/${accountId}`;
}

const use = (route: string, amount: string, more: object = {}) =>
  api.as('service').post(`${route}/charges`, { amount, product: 'inference', ...more });
const clock = async (): Promise<number> => Date.parse(String((await api.get('/v1/test-clock'))['now']));
const moveTo = (now: unknown) => api.put('/v1/test-clock', { now });
const at = (from: unknown, after: number) => new Date(Date.parse(String(from)) + after * 3_600_000).toISOString();
const hours = (n: number) => api.put('/v1/test-clock', { advanceSeconds: n * 3600 });
const listed = async (route: string) => (await api.get<{ items: readonly Item[] }>(route)).items;

async function refusal(method: string, route: string, body: object): Promise<readonly unknown[]> {
  const { status, body: problem } = await api.send<Problem>(method, route, body);
  return [status, problem.errors?.[0]?.field ?? problem.code];
}

describe('the catalogue of plans', () => {
  it('begins with three', async () => {
    const inference = { products: ['inference'] };
    const items = await listed('/v1/plans');
    expect(items).toEqual([
      expect.objectContaining({ plan: 'standard', monthlyCredits: '0.00', refreshHours: null, pricePerMonth: '0.00' }),
      expect.objectContaining({ plan: 'professional', monthlyCredits: '15.00', refreshHours: 24, scope: inference }),
      expect.objectContaining({
        plan: 'developer',
        monthlyCredits: '150.00',
        refreshHours: 8,
        pricePerMonth: '135.00',
      }),
    ]);
    expect(await new Client(api.url, 'service').get('/v1/plans')).toEqual({ items });
  });

  const offer = {
    name: 'Team',
    monthlyCredits: '72',
    refreshHours: 24,
    scope: { models: ['llama'] },
    pricePerMonth: '60',
  };

  it('takes what an admin defines, and each plan is a scope of its own for keys', async () => {
    const [plan, another] = [randomUUID(), randomUUID()];
    const key = { 'idempotency-key': 'plans' };
    const body = { plan, ...offer, description: 'For teams.', features: ['All models'] };
    const first = await api.send('PUT', `/v1/plans/${plan}`, body, key);
    expect(first.body).toEqual({ ...body, monthlyCredits: '72.00', pricePerMonth: '60.00' });
    expect((await api.send('PUT', `/v1/plans/${another}`, offer, key)).status).toBe(200);
    const again = await other.send('PUT', `/v1/plans/${plan}`, body, key);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect(await listed('/v1/plans')).toContainEqual(first.body);
    expect((await api.as('finance').send('PUT', `/v1/plans/${plan}`, offer)).status).toBe(403);
  });

  it('takes a plan back as it is listed', async () => {
    for (const more of [{ scope: null }, { monthlyCredits: '0', refreshHours: null, scope: null, description: null }]) {
      const plan = randomUUID();
      const made = await api.put(`/v1/plans/${plan}`, { ...offer, ...more });
      expect(made).toMatchObject({
        plan,
        description: null,
        ...more,
        ...('monthlyCredits' in more && { monthlyCredits: '0.00' }),
      });
      expect(await api.put(`/v1/plans/${plan}`, made)).toEqual(made);
    }
    const everything = randomUUID();
    await api.put(`/v1/plans/${everything}`, { ...offer, scope: null });
    const route = await opened();
    await api.put(`${route}/plan`, { plan: everything });
    await api.as('service').post(`${route}/charges`, { amount: '1', product: 'vm' });
    expect(await api.get(`${route}/plan`)).toMatchObject({ used: '1.00' });
  });

  it.each([
    ['name', { ...offer, name: '' }],
    ['name', { ...offer, name: null }],
    ['refreshHours', { ...offer, refreshHours: null }],
    ['monthlyCredits', { ...offer, monthlyCredits: '-1' }],
    ['refreshHours', { ...offer, refreshHours: 1.5 }],
    ['refreshHours', { ...offer, refreshHours: undefined }],
    ['scope', { ...offer, scope: undefined }],
    ['scope', { ...offer, scope: {} }],
    ['pricePerMonth', { ...offer, pricePerMonth: undefined }],
    ['features', { ...offer, features: [1] }],
    ['plan', { ...offer, plan: 'another' }],
  ])('names the %s that is wrong: %j', async (field, body) => {
    expect(await refusal('PUT', `/v1/plans/${randomUUID()}`, body)).toEqual([400, field]);
  });
});

describe('a change of a plan', () => {
  it('leaves the cycle that runs as it is, and the next one has the new terms', async () => {
    const plan = randomUUID();
    const define = (monthlyCredits: string, refreshHours?: number) => {
      const offer = { name: 'Team', monthlyCredits, refreshHours, scope: { products: ['inference'] } };
      return api.put(`/v1/plans/${plan}`, { ...offer, pricePerMonth: '0' });
    };
    await define('72', 24);
    const [used, idle, elsewhere] = [await opened(), await opened(), await opened()];
    for (const route of [used, idle]) await other.put(`${route}/plan`, { plan });
    await api.put(`${elsewhere}/plan`, { plan: 'professional' });
    await use(used, '0.40');
    await hours(23);
    const { resetsAt } = await api.get(`${used}/plan`);
    await define('90', 12);
    // It moves once the change has reached the accounts.
    await api.put('/v1/test-clock', { advanceSeconds: 60 });
    const running = { allowance: '2.40', resetsAt };
    expect(await api.get(`${used}/plan`)).toMatchObject({ ...running, used: '0.40' });
    expect(await api.get(`${idle}/plan`)).toMatchObject({ ...running, used: '0.00' });
    expect(await api.get(`${elsewhere}/plan`)).toMatchObject({ allowance: '0.50' });
    await moveTo(resetsAt);
    const next = { allowance: '1.50', used: '0.00', resetsAt: at(resetsAt, 12) };
    for (const route of [used, idle]) expect(await api.get(`${route}/plan`)).toMatchObject(next);
    await define('0');
    await moveTo(next.resetsAt);
    const empty = { plan, allowance: '0.00', resetsAt: at(next.resetsAt, 24) };
    for (const route of [used, idle]) expect(await api.get(`${route}/plan`)).toMatchObject(empty);
    expect((await listed(`${elsewhere}/events`)).map(({ type }) => type)).not.toContain('PlanTermsChanged');
  });
});

describe('the plan of an account', () => {
  it('is the standard one until another is chosen', async () => {
    const route = await opened();
    expect(await api.as('service').get(`${route}/plan`)).toEqual({
      plan: 'standard',
      paidUntil: null,
      allowance: '0.00',
      used: '0.00',
      usedPercent: '0.00',
      remaining: '0.00',
      resetsAt: null,
      byModel: [],
      revision: 1,
    });
    expect(await refusal('PUT', `${route}/plan`, { plan: 'unheard-of' })).toEqual([400, 'plan']);
    expect(await refusal('PUT', `${route}/plan`, {})).toEqual([400, 'plan']);
    const past = { plan: 'professional', paidUntil: '2020-01-01T00:00:00Z' };
    expect(await refusal('PUT', `${route}/plan`, past)).toEqual([400, 'paidUntil']);
    expect(await refusal('PUT', '/v1/accounts/none/plan', { plan: 'professional' })).toEqual([
      404,
      'account-not-found',
    ]);
    expect(await refusal('GET', '/v1/accounts/none/plan', {})).toEqual([404, 'account-not-found']);
  });

  it('says how much of the cycle is used, by model, less what was given back', async () => {
    const route = await opened();
    const chosen = await api.as('checkout').put(`${route}/plan`, { plan: 'professional' });
    const resetsAt = new Date((await clock()) + 86_400_000).toISOString();
    expect(chosen).toMatchObject({ plan: 'professional', paidUntil: null, allowance: '0.50', used: '0.00', resetsAt });
    expect(chosen).toMatchObject({ balance: { available: '0.50', byKind: { allowance: '0.50' } } });
    const charge = await use(route, '0.30', { model: 'llama' });
    await use(route, '0.10');
    await api.post(`${route}/charges/${String(charge['transactionId'])}/refunds`, { amount: '0.05', reason: 'slow' });
    const used = { used: '0.35', usedPercent: '70.00', remaining: '0.15', resetsAt };
    const byModel = [
      { model: 'llama', amount: '0.25' },
      { model: null, amount: '0.10' },
    ];
    expect(await other.get(`${route}/plan?minRevision=6`)).toMatchObject({ ...used, byModel, revision: 6 });
    expect(await listed(`${route}/buckets`)).toMatchObject([
      { kind: 'allowance', source: 'plan', scope: { products: ['inference'] }, spent: '0.35', expiresAt: resetsAt },
    ]);
  });

  it('is refreshed on time, and writes nothing while nobody uses it', async () => {
    const route = await opened();
    await api.put(`${route}/plan`, { plan: 'professional' });
    const anchor = await clock();
    await hours(24 * 40);
    expect(await api.get(`${route}/balance`)).toMatchObject({ revision: 3, byKind: { allowance: '0.50' } });
    await use(route, '0.40');
    const { resetsAt } = await api.get<{ resetsAt: string }>(`${route}/plan`);
    expect((Date.parse(resetsAt) - anchor) % 86_400_000).toBe(0);
    await moveTo(resetsAt);
    expect(await api.get(`${route}/plan`)).toMatchObject({ used: '0.00', remaining: '0.50', byModel: [] });
    expect((await listed(`${route}/events`)).map(({ type }) => type).slice(3)).toEqual([
      'UsageCharged',
      'BucketExpired',
      'AllowanceRefreshed',
    ]);
    const rows = await listed(`${route}/transactions`);
    expect(rows.map(({ type, amount, balanceAfter }) => [type, amount, balanceAfter])).toEqual([
      ['allowance', '0.50', '0.50'],
      ['expiry', '-0.10', '0.00'],
      ['usage', '-0.40', '0.10'],
      ['allowance', '0.50', '0.50'],
    ]);
  });

  it('pauses at its limit, and says until when', async () => {
    const route = await opened({});
    await api.post(`${route}/purchases`, { amount: '10', paymentMethod: 'usdc', status: 'completed' });
    await use(route, '10', { product: 'vm' });
    await api.put(`${route}/plan`, { plan: 'professional' });
    const { resetsAt } = await api.get(`${route}/plan`);
    const refused = await api.send('POST', `${route}/charges`, { amount: '0.60', product: 'inference' });
    expect([refused.status, refused.body['available'], refused.body['resumesAt']]).toEqual([402, '0.50', resetsAt]);
    expect(await api.get(`${route}/credits/check?amount=0.60&product=inference`)).toMatchObject({ accepted: false });
    await use(route, '0.60', { mode: 'record' });
    await moveTo(resetsAt);
    expect(await api.get(`${route}/plan`)).toMatchObject({ used: '0.10', remaining: '0.40' });
    expect(await api.get(`${route}/balance`)).toMatchObject({ overdraft: '0.00', status: 'active' });
  });

  it('ends when its time is over, and goes on with its cycle when it is chosen again', async () => {
    const route = await opened();
    const paidUntil = new Date((await clock()) + 3_600_000).toISOString();
    await api.put(`${route}/plan`, { plan: 'developer', paidUntil });
    await use(route, '1');
    expect(await api.get(`${route}/plan`)).toMatchObject({
      paidUntil,
      resetsAt: paidUntil,
      allowance: '1.666666666666666667',
    });
    await hours(1);
    expect(await api.get(`${route}/plan`)).toMatchObject({ plan: 'standard', allowance: '0.00', resetsAt: null });
    const again = await api.put(`${route}/plan`, { plan: 'developer' });
    expect(again).toMatchObject({ used: '1.00', remaining: '0.666666666666666667', paidUntil: null });
  });

  it('is of its time in the past, on both clocks, where nothing was written in between', async () => {
    const route = await opened();
    await api.put(`${route}/plan`, { plan: 'professional' });
    const start = await clock();
    await use(route, '0.40');
    await hours(24 * 3);
    await use(route, '0.10');
    await hours(1);
    const allowanceAt = async (clockName: string, afterHours: number) => {
      const at = new Date(start + afterHours * 3_600_000).toISOString();
      const { byKind } = await api.get<{ byKind: Item }>(`${route}/balance?${clockName}=${at}`);
      return byKind['allowance'];
    };
    for (const name of ['asOf', 'effective']) {
      const seen = await Promise.all([0, 23, 24, 47, 48, 71, 72].map((each) => allowanceAt(name, each)));
      expect([name, ...seen]).toEqual([name, '0.10', '0.10', '0.50', '0.50', '0.50', '0.50', '0.40']);
    }
    expect((await listed(`${route}/replay?limit=100`)).at(-1)).toMatchObject({ revision: 7 });
  });

  it('pays for late usage with the allowance of its time', async () => {
    const route = await opened();
    await api.put(`${route}/plan`, { plan: 'professional' });
    const start = await clock();
    await hours(50);
    const late = { occurredAt: new Date(start + 30 * 3_600_000).toISOString() };
    await use(route, '0.40', late);
    expect(await api.get(`${route}/plan`)).toMatchObject({ used: '0.00', remaining: '0.50' });
    const rows = await listed(`${route}/transactions?limit=4`);
    expect(rows.map(({ type, amount }) => [type, amount])).toEqual([
      ['usage', '-0.40'],
      ['adjustment', '0.40'],
      ['expiry', '-0.50'],
      ['allowance', '0.50'],
    ]);
    expect(await listed(`${route}/buckets`)).toMatchObject([
      { remaining: '0.50', spent: '0.00' },
      { remaining: '0.00', spent: '0.40', lapsed: '0.10', effectiveAt: new Date(start + 86_400_000).toISOString() },
    ]);
  });
});
