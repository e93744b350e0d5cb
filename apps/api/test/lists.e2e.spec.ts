/** What an account's lists hold, over HTTP. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;

beforeAll(async () => {
  stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

describe('what is over', () => {
  it('stays in the lists: withdrawals that are settled, resources that are stopped', async () => {
    const accountId = `acct-${randomUUID().slice(0, 13)}`;
    const route = `/v1/accounts/${accountId}`;
    await api.post('/v1/accounts', { accountId });
    await api.post(`${route}/purchases`, { amount: '10', paymentMethod: 'usdc', status: 'completed' });
    const request = { amount: '4', destination: 'bank-1' };
    const { withdrawalId } = await api.as('finance').post<{ withdrawalId: string }>(`${route}/withdrawals`, request);
    await api.post(`${route}/withdrawals/${withdrawalId}/reject`, {}, 200);
    expect(await api.get(`${route}/withdrawals`)).toMatchObject({
      items: [{ withdrawalId, ...request, amount: '4.00', status: 'rejected', requestedBy: 'dev-finance' }],
    });
    const vm = { resourceId: 'vm/1', kind: 'instance', product: 'vm', ratePerHour: '0' };
    const { revision } = await api.post<{ revision: number }>(`${route}/resources`, vm);
    const list = () => api.get(`${route}/resources?minRevision=${revision}`);
    const { ratePerHour: _, ...shown } = vm;
    expect(await list()).toMatchObject({ items: [{ ...shown, status: 'running', accessible: true, stoppedAt: null }] });
    await api.put('/v1/test-clock', { advanceSeconds: 5400 });
    const { now } = await api.get<{ now: string }>('/v1/test-clock');
    await api.post(`${route}/resources/vm%2F1/stop`, {}, 200);
    const stopped = { status: 'stopped', accessible: false, stoppedAt: now, hoursServed: '1.50' };
    await api.put('/v1/test-clock', { advanceSeconds: 3600 });
    expect(await list()).toMatchObject({ items: [{ ...shown, ...stopped }] });
  });
});

describe('a cursor', () => {
  type Listed = { readonly items: readonly object[]; readonly nextCursor: string | null };

  /** An account with two of everything that is listed a page at a time. */
  async function lived(): Promise<string> {
    const accountId = `acct-${randomUUID().slice(0, 13)}`;
    const route = `/v1/accounts/${accountId}`;
    await api.post('/v1/accounts', { accountId });
    for (const resourceId of ['a', 'b']) {
      await api.post(`${route}/purchases`, { amount: '10', paymentMethod: 'usdc', status: 'completed' });
      await api.post(`${route}/withdrawals`, { amount: '1', destination: 'bank-1' });
      await api.post(`${route}/holds`, { amount: '1', product: 'vm' });
      await api.post(`${route}/resources`, { resourceId, kind: 'storage', product: 'disk', ratePerHour: '0' });
    }
    return accountId;
  }

  it('leads on in the list that has given it; in another list, or that of another account, it is a 400 that names it', async () => {
    const names = ['transactions', 'events', 'replay', 'holds', 'resources', 'purchases', 'withdrawals'];
    const listsOf = (accountId: string) => [
      ...names.map((name) => `/v1/accounts/${accountId}/${name}?limit=1`),
      `/v1/notifications?accountId=${accountId}&limit=1`,
    ];
    const accounts = [await lived(), await lived()];
    const worklists = ['accounts', 'purchases', 'withdrawals'].map((name) => `/v1/${name}?limit=1`);
    const lists = [...accounts.flatMap(listsOf), ...worklists];
    const cursors = await Promise.all(lists.map(async (list) => (await api.get<Listed>(list)).nextCursor));
    for (const [nth, list] of lists.entries()) {
      for (const [from, cursor] of cursors.entries()) {
        const { status, body } = await api.send<Listed & { errors?: readonly { field: string }[] }>(
          'GET',
          `${list}&cursor=${cursor}`,
        );
        const isOwn = nth === from;
        expect([list, lists[from], status, body.errors?.map(({ field }) => field) ?? body.items.length]).toEqual([
          list,
          lists[from],
          isOwn ? 200 : 400,
          isOwn ? 1 : ['cursor'],
        ]);
      }
    }
  }, 60_000);
});
