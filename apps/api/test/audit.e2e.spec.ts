/** The whole ledger over HTTP (rule 9.9): who may see it, where it is cut, its pages, its journal. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Item = { readonly account: string; readonly balance: string };
type TrialBalance = {
  readonly position: string;
  readonly asOf: string | null;
  readonly final: boolean;
  readonly items: readonly Item[];
  readonly sum: string;
  readonly nextCursor: string | null;
};
type Problem = { readonly errors: readonly { readonly field: string }[] };

const ROUTE = '/v1/audit/trial-balance';
const JOURNAL = '/v1/audit/journal?format=hledger';

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;
let auditor: Client;

beforeAll(async () => {
  stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
  auditor = api.as('auditor');
}, 120_000);
afterAll(() => stack?.stop());

async function funded(credits = '20'): Promise<{ readonly accountId: string; readonly route: string }> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  const route = `/v1/accounts/${accountId}`;
  await api.post('/v1/accounts', { accountId });
  await api.post(`${route}/purchases`, { amount: credits, paymentMethod: 'usdc', status: 'completed' });
  return { accountId, route };
}

const of = ({ items }: TrialBalance, accountId: string) =>
  items.filter(({ account }) => account.startsWith(`customers:${accountId}:`)).map(({ balance }) => balance);
const advance = (seconds: number) => api.put<{ now: string }>('/v1/test-clock', { advanceSeconds: seconds });

describe('the trial balance', () => {
  it('shows what was recorded by an instant, that instant included, or up to a position', async () => {
    const { accountId, route } = await funded();
    const before = await auditor.get<TrialBalance>(ROUTE);
    expect(before).toMatchObject({ sum: '0.00', final: false });
    expect(of(before, accountId)).toEqual(['20.00']);
    const { now } = await advance(10);
    await api.post(`${route}/charges`, { amount: '7.25', product: 'a (b); c' });
    const after = await auditor.get<TrialBalance>(`${ROUTE}?asOf=${now}`);
    expect(of(after, accountId)).toEqual(['12.75']);
    expect(after.items).toContainEqual({ account: 'usage:a%20%28b%29%3B%20c', balance: '7.25' });
    expect(after).toMatchObject({ sum: '0.00', asOf: now });
    await advance(5);
    expect(await auditor.get(`${ROUTE}?asOf=${now}`)).toEqual({ ...after, final: true });
    expect(await auditor.get(`${ROUTE}?asOf=${before.asOf}`)).toEqual({ ...before, final: true });
    expect(await auditor.get(`${ROUTE}?position=${before.position}`)).toEqual({ ...before, asOf: null, final: true });
  });

  it('keeps to one cut on all its pages', async () => {
    const { route } = await funded();
    await funded();
    const whole = await api.as('finance').get<TrialBalance>(`${ROUTE}?limit=10000`);
    let page = await auditor.get<TrialBalance>(`${ROUTE}?asOf=${whole.asOf}&limit=1`);
    const items = [...page.items];
    await api.post(`${route}/charges`, { amount: '1', product: 'vm' });
    while (page.nextCursor !== null) {
      page = await auditor.get<TrialBalance>(`${ROUTE}?limit=1&cursor=${page.nextCursor}`);
      items.push(...page.items);
    }
    expect(items).toEqual(whole.items);
  });

  it.each([
    ['asOf', 'asOf=2999-01-01T00:00:00Z'],
    ['asOf', 'asOf=yesterday'],
    ['position', 'position=18446744073709551615/18446744073709551615'],
    ['position', 'position=12'],
    ['position', 'position=0/0&asOf=2020-01-01T00:00:00Z'],
    ['cursor', 'cursor=MTIvMTI'],
    ['cursor', `cursor=${Buffer.from('99999999999999/99999999999999  usage:vm').toString('base64url')}`],
    ['limit', 'limit=0'],
  ])('names %s where it is at fault: %s', async (field, query) => {
    expect((await auditor.get<Problem>(`${ROUTE}?${query}`, 400)).errors).toMatchObject([{ field }]);
    if (field === 'cursor' || field === 'limit') return;
    expect((await auditor.get<Problem>(`${JOURNAL}&${query}`, 400)).errors).toMatchObject([{ field }]);
  });
});

describe('the journal', () => {
  it('is text that ends by naming the position of its cut', async () => {
    const { accountId } = await funded();
    const { position } = await auditor.get<TrialBalance>(ROUTE);
    const { headers, text, status } = await auditor.send('GET', `${JOURNAL}&position=${position}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toContain(`(${accountId}/3) PurchaseCompleted`);
    expect(text).toMatch(new RegExp(` {4}customers:${accountId}:bucket:\\S+ {2}20\\.00 credits\n`));
    expect(text.endsWith(`\n; End, at position ${position}\n`)).toBe(true);
  });

  it('is for finance and auditors alone', async () => {
    for (const route of [ROUTE, JOURNAL]) {
      for (const role of ['service', 'checkout', 'support']) await api.as(role).get(route, 403);
      for (const role of ['finance', 'auditor', 'admin'])
        expect((await api.as(role).send('GET', route)).status).toBe(200);
    }
  });
});

describe('a statement', () => {
  it('is the same text for everyone who may read transactions, and ties in each format', async () => {
    const { accountId, route } = await funded('50');
    const { now: from } = await advance(60);
    await api.post(`${route}/grants`, { amount: '5', source: 'support', reason: '<b>sorry</b>' });
    await api.post(`${route}/charges`, { amount: '7.25', product: 'inference' });
    const { now: to } = await advance(10);
    const period = `${route}/statement?from=${from}&to=${to}`;
    expect(await auditor.get(period)).toMatchObject({ accountId, final: false, revision: 5 });
    await advance(5);
    const { text, headers } = await auditor.send('GET', period);
    await api.post(`${route}/charges`, { amount: '1', product: 'inference' });
    for (const role of ['service', 'checkout', 'support', 'finance', 'admin']) {
      expect((await api.as(role).send('GET', period)).text).toBe(text);
    }
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(JSON.parse(text)).toMatchObject({
      final: true,
      opening: { total: '50.00', overdraft: '0.00' },
      items: [{ amount: '5.00' }, { amount: '-7.25', service: 'inference', balanceAfter: '47.75' }],
      closing: { total: '47.75' },
    });
    const csv = await auditor.send('GET', `${period}&format=csv`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text.split('\r\n').filter((line) => line.startsWith('movement'))).toHaveLength(3);
    const page = await auditor.send('GET', `${period}&format=html`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('&lt;b&gt;sorry&lt;/b&gt;');
  });

  it.each([
    ['to', 'from=2026-01-01T00:00:00Z&to=2999-01-01T00:00:00Z'],
    ['from', 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'],
    ['to', 'from=2026-01-01T00:00:00Z'],
    ['format', 'from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&format=pdf'],
  ])('refuses a wrong %s in %s', async (field, query) => {
    const { route } = await funded();
    const { errors } = await auditor.get<Problem>(`${route}/statement?${query}`, 400);
    expect(errors.map((each) => each.field)).toEqual([field]);
  });

  it('is 404 where there is no such account', async () => {
    const period = 'from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z';
    expect(await auditor.get(`/v1/accounts/nobody/statement?${period}`, 404)).toMatchObject({
      code: 'account-not-found',
    });
  });
});
