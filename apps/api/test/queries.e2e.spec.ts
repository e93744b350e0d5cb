/** Reading over HTTP, from a running product: an event store node, Redis, a projector, an API process. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Stack = Awaited<ReturnType<typeof startStack>>;
type Amounts = Readonly<Record<string, string>>;
type Bucket = Amounts & { readonly bucketId: string };
type Transaction = { readonly transactionId: string; readonly revision: number; readonly [name: string]: unknown };
type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };
type Made = { readonly revision: number; readonly transactionId: string; readonly bucketId: string };

const MINUTE = 60_000;
const at = (ms: number): string => new Date(ms).toISOString();

let stack: Stack;
let api: Client;

beforeAll(async () => {
  stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

const now = async (): Promise<number> => Date.parse((await api.get<{ now: string }>('/v1/test-clock')).now);
const advance = (advanceSeconds: number) => api.put('/v1/test-clock', { advanceSeconds });

async function opened(settings: object = { overdraftLimit: '0' }) {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId, settings });
  const route = `/v1/accounts/${accountId}`;
  return {
    route,
    grant: (amount: string, extra: object = {}) =>
      api.post<Made>(`${route}/grants`, { amount, source: 'signup', ...extra }),
    charge: (amount: string, extra: object = {}) =>
      api.post<Made>(`${route}/charges`, { amount, product: 'vm', ...extra }),
  };
}

describe('transactions', () => {
  it('chain, filter, page, and stand alone', async () => {
    const { route, grant, charge } = await opened();
    await grant('20');
    const { transactionId } = await charge('7.25', {
      description: 'chat',
      resourceId: 'vm-1',
      metadata: { team: 'a' },
    });
    await api.post(`${route}/charges/${transactionId}/refunds`, { amount: '2', reason: 'stopped early' });
    const list = async (query = '') => (await api.get<Page<Transaction>>(`${route}/transactions${query}`)).items;
    expect((await list()).map((line) => [line['type'], line['amount'], line['balanceAfter']])).toEqual([
      ['refund', '2.00', '14.75'],
      ['usage', '-7.25', '12.75'],
      ['promo', '20.00', '20.00'],
    ]);
    expect(await list('?type=usage&service=vm&resourceId=vm-1&status=completed')).toEqual([(await list())[1]]);
    expect(await list('?type=deposit')).toEqual([]);
    const one = await api.get<Transaction>(`${route}/transactions/${transactionId}`);
    expect(one).toEqual((await list())[1]);
    expect(one).toMatchObject({ description: 'chat', service: 'vm', metadata: { team: 'a' }, invoiceUrl: null });
    expect((await api.send('GET', `${route}/transactions/tx-none`)).status).toBe(404);
  });

  it('page through the same lines while new ones arrive', async () => {
    const { route, grant, charge } = await opened();
    await grant('100');
    for (let nth = 1; nth <= 9; nth++) await charge(`0.0${nth}`);
    const before = (await api.get<Page<Transaction>>(`${route}/transactions`)).items;
    const seen: Transaction[] = [];
    for (let cursor = ''; ;) {
      const [page] = await Promise.all([
        api.get<Page<Transaction>>(`${route}/transactions?limit=3${cursor && `&cursor=${cursor}`}`),
        charge('0.5'),
      ]);
      seen.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen.filter(({ revision }) => revision <= (before[0]?.revision ?? 0))).toEqual(before);
    expect(new Set(seen.map(({ transactionId }) => transactionId)).size).toBe(seen.length);
  });

  it('leave as CSV where that is asked for', async () => {
    const { route, grant } = await opened();
    await grant('20', { reason: 'hello, "world"' });
    const asked = await api.send('GET', `${route}/transactions`, undefined, { accept: 'text/csv' });
    expect(asked.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(asked.text).toMatch(/^transactionId,revision,[^\n]*\r\ntx-[^\n]*"hello, ""world""",,20\.00,20\.00,/);
    expect((await api.send('GET', `${route}/transactions?format=csv`)).text).toBe(asked.text);
    const rather = await api.send('GET', `${route}/transactions`, undefined, { accept: 'application/json, text/csv' });
    expect(rather.body).toMatchObject({ nextCursor: null });
  });
});

describe('the past', () => {
  it('is told on two clocks that are never mixed', async () => {
    const { route, grant, charge } = await opened();
    const start = await now();
    const granted = await grant('100');
    await advance(3600);
    const noon = await now();
    await advance(3600);
    const charged = await charge('30', { occurredAt: at(noon - 1000) });
    const auditor = api.as('auditor');
    const past = (query: string) => auditor.get(`${route}/balance?${query}`);
    expect(await past(`asOf=${at(noon)}`)).toMatchObject({ total: '100.00', revision: 2, asOf: at(noon), final: true });
    expect(await past(`effective=${at(noon)}`)).toMatchObject({ total: '70.00', revision: charged.revision });
    expect(await past(`effective=${at(noon)}&asOf=${at(noon)}`)).toMatchObject({ total: '100.00', revision: 2 });
    expect(await past(`revision=${granted.revision}`)).toMatchObject({ total: '100.00', revision: granted.revision });
    expect(await past(`asOf=${at(await now())}`)).toMatchObject({ total: '70.00', final: false, burnRate: '0.00' });
    expect(await past(`asOf=${at(start - 1)}`)).toMatchObject({ total: '0.00', revision: 0, status: 'active' });
    const buckets = async (query: string) =>
      (await auditor.get<Page<Bucket>>(`${route}/buckets?${query}`)).items.map((b) => [b['remaining'], b['spent']]);
    expect(await buckets(`asOf=${at(noon)}`)).toEqual([['100.00', '0.00']]);
    expect(await buckets(`effective=${at(noon)}`)).toEqual([['70.00', '30.00']]);
    expect(await buckets('revision=1')).toEqual([]);
    expect(await buckets('')).toEqual([['70.00', '30.00']]);
  });

  it('has what fell due at its due time, however late it was recorded', async () => {
    const { route, grant } = await opened();
    const start = await now();
    await grant('5', { expiresAt: at(start + 60 * MINUTE) });
    await grant('7', { expiresAt: at(start + 120 * MINUTE) });
    await grant('11', { effectiveAt: at(start + 90 * MINUTE) });
    await advance(86_400);
    const after = [
      [5, 60, '7.00', '7.00'],
      [6, 90, '18.00', '7.00'],
      [7, 120, '11.00', '0.00'],
    ] as const;
    for (const [nth, [revision, minutes, total, in7Days]] of after.entries()) {
      const balance = { total, revision, asOf: at(start + minutes * MINUTE), expiring: { in7Days } };
      expect(await api.get(`${route}/balance?revision=${revision}`)).toMatchObject(balance);
      const { items } = await api.get<Page<Record<string, unknown>>>(`${route}/replay?from=${revision}&limit=1`);
      expect([nth, items[0]]).toMatchObject([nth, { after: { balance } }]);
      if (nth > 0) expect(items[0]).toMatchObject({ before: { balance: { total: after[nth - 1]?.[2] } } });
    }
  });

  it('tells what became of purchases and withdrawals, and why', async () => {
    const { route } = await opened();
    const buy = async (extra: object = {}) => {
      const bought = { amount: '30', paymentMethod: 'usdc', ...extra };
      return (await api.post<Amounts>(`${route}/purchases`, bought))['purchaseId'] ?? '';
    };
    const [failed, paid] = [await buy(), await buy()];
    await api.post(`${route}/purchases/${failed}/fail`, { reason: 'declined' }, 200);
    await api.post(`${route}/purchases/${paid}/complete`, {}, 200);
    const asked = { amount: '5', destination: 'bank' };
    const { withdrawalId } = await api.post<{ withdrawalId: string }>(`${route}/withdrawals`, asked);
    await api.post(`${route}/withdrawals/${withdrawalId}/reject`, { reason: 'wrong account' }, 200);
    const said = JSON.stringify(await api.get(`${route}/replay`));
    expect(said).toContain(`Purchase ${failed} has failed: declined.`);
    expect(said).toContain(`Purchase ${paid} is completed.`);
    expect(said).toContain(`Withdrawal ${withdrawalId} was rejected, the credits are back: wrong account.`);
  });

  it('knows the burn rate of then, which is the one that was shown then', async () => {
    const { route, grant, charge } = await opened();
    await grant('100');
    await charge('6');
    await advance(1800);
    await charge('3');
    const live = await api.get(`${route}/balance`);
    expect(live).toMatchObject({ burnRate: '9.00', hoursRemaining: '10.11' });
    expect(await api.get(`${route}/burn-rate`)).toMatchObject({ burnRate: '9.00', usage: '9.00', resources: '0.00' });
    const then = await now();
    await advance(1800);
    expect(await api.get(`${route}/balance`)).toMatchObject({ burnRate: '3.00' });
    expect(await api.get(`${route}/balance?asOf=${at(then)}`)).toEqual({
      ...live,
      final: true,
      position: expect.stringMatching(/^\d+\/\d+$/),
    });
  });

  it('replays and lists every entry, and explains a charge as it was decided', async () => {
    const { route, grant } = await opened();
    const scoped = await grant('5', { scope: { gpus: ['h100'] } });
    const open = await grant('10');
    const charge = await api.as('service').post<Made>(`${route}/charges`, { amount: '4', product: 'vm' });
    const support = api.as('support');
    const replay = await support.get<Page<Record<string, never>>>(`${route}/replay?from=3`);
    expect(replay).toMatchObject({
      nextCursor: null,
      items: [
        { revision: 3, type: 'PromoGranted', before: { balance: { total: '5.00' } } },
        {
          revision: 4,
          type: 'UsageCharged',
          before: { balance: { total: '15.00' } },
          after: { balance: { total: '11.00' } },
        },
      ],
    });
    expect(JSON.stringify(replay.items[1]?.['changes'])).toContain('Total went from 15.00 to 11.00.');
    const events = await support.get<Page<Transaction>>(`${route}/events?limit=3`);
    expect(events.items.map(({ revision, type }) => [revision, type])).toEqual([
      [1, 'AccountOpened'],
      [2, 'PromoGranted'],
      [3, 'PromoGranted'],
    ]);
    const rest = await support.get<Page<Transaction>>(`${route}/events?limit=3&cursor=${events.nextCursor}`);
    expect(rest).toMatchObject({ nextCursor: null, items: [{ data: { transactionId: charge.transactionId } }] });
    const why = await support.get<{ buckets: readonly Bucket[] }>(
      `${route}/transactions/${charge.transactionId}/explain`,
    );
    expect(why.buckets.map(({ bucketId, paid, reason }) => [bucketId, paid, reason])).toEqual([
      [scoped.bucketId, '0.00', 'It could not pay: its scope does not cover product vm.'],
      [open.bucketId, '4.00', 'It paid 4.00, all that was still needed.'],
    ]);
    expect(await support.get(`${route}/usage`)).toMatchObject({
      total: '4.00',
      items: [{ product: 'vm', charges: 1 }],
    });
  });
});

describe('a question', () => {
  it('may name the least revision that is to be in its answer, whatever it asks for', async () => {
    const { route, grant, charge } = await opened();
    await grant('5');
    const { transactionId, revision } = await charge('1');
    const fromLog = [
      '?',
      '/credits/check?amount=1',
      '/events?',
      '/replay?',
      '/usage?',
      '/balance?asOf=' + at(await now()),
    ];
    const rows = ['/balance?', '/buckets?', '/burn-rate?', '/transactions?', '/resources?', '/withdrawals?'];
    const live = [...rows, '/holds?', '/purchases?', '/plan?', '/overview?', '?'];
    const one = `/transactions/${transactionId}`;
    const views = [...fromLog, ...live, `${one}?`, `${one}/explain?`];
    const asked = async (view: string, least: number) => {
      const { status, body } = await api.send('GET', `${route}${view}&minRevision=${least}`);
      return [status, (body['errors'] as readonly { readonly field: string }[] | undefined)?.[0]?.field];
    };
    const all = (least: number) => Promise.all(views.map((view) => asked(view, least)));
    expect(await all(revision)).toEqual(views.map(() => [200, undefined]));
    expect(await all(revision + 1)).toEqual(views.map(() => [400, 'minRevision']));
    expect(await asked('/balance?', Number.MAX_SAFE_INTEGER)).toEqual([400, 'minRevision']);
    await charge('1');
    expect(await all(revision + 1)).toEqual(views.map(() => [200, undefined]));
  });

  it('that is not understood is refused by name, and only asked by whom it may', async () => {
    const { route } = await opened();
    const future = at((await now()) + MINUTE);
    const wrong = {
      'balance?surprise=1': 'surprise',
      'balance?asOf=yesterday': 'asOf',
      'balance?revision=-1': 'revision',
      'balance?revision=1&revision=1': 'revision',
      [`balance?asOf=${future}`]: 'asOf',
      [`buckets?effective=${future}`]: 'effective',
      'transactions?limit=501': 'limit',
      'transactions?type=gift': 'type',
      'transactions?cursor=!': 'cursor',
      'events?from=0': 'from',
      'events?from=3&to=2': 'from',
      'replay?from=3&to=2': 'from',
      'replay?limit=501': 'limit',
      'credits/check': 'amount',
      'credits/check?amount=1e3': 'amount',
      'credits/check?amount=0': 'amount',
      'resources?kind=vm': 'kind',
    };
    for (const [query, field] of Object.entries(wrong)) {
      const { status, body } = await api.send<{ errors?: { field: string }[] }>('GET', `${route}/${query}`);
      expect([query, status, body.errors?.[0]?.field]).toEqual([query, 400, field]);
    }
    const beforeUnknown = {
      [`balance?asOf=${future}`]: 'asOf',
      [`buckets?effective=${future}`]: 'effective',
      [`usage?from=${future}`]: 'from',
      'replay?cursor=!': 'cursor',
      'replay?from=3&to=2': 'from',
      'events?from=3&to=2': 'from',
      'events?cursor=!': 'cursor',
    };
    for (const [query, field] of Object.entries(beforeUnknown)) {
      const { status, body } = await api.send<{ errors?: { field: string }[] }>('GET', `/v1/accounts/none/${query}`);
      expect([query, status, body.errors?.[0]?.field]).toEqual([query, 400, field]);
    }
    const views = [
      'balance',
      'buckets',
      'transactions',
      'burn-rate',
      'credits/check?amount=1',
      'events',
      'replay',
      'usage',
    ];
    for (const view of views) {
      const isForService = !['events', 'replay'].includes(view);
      expect([view, (await api.as('service').send('GET', `${route}/${view}`)).status]).toEqual([
        view,
        isForService ? 200 : 403,
      ]);
      expect([view, (await api.as('auditor').send('GET', `${route}/${view}`)).status]).toEqual([view, 200]);
      expect([view, (await api.send('GET', `/v1/accounts/acct-unknown/${view}`)).status]).toEqual([view, 404]);
      expect([view, (await api.as('stranger').send('GET', `${route}/${view}`)).status]).toEqual([view, 401]);
    }
  });
});
