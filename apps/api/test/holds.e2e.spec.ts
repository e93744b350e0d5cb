/** Holds over HTTP: two processes, one test clock. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Balance = { readonly available: string; readonly held: string; readonly total: string };
type Hold = {
  readonly holdId: string;
  readonly balance: Balance;
  readonly expiresAt: string;
  readonly revision: number;
};
type Capture = { readonly transactionId: string; readonly balance: Balance; readonly held: string };
type Items<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;
let other: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2, env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '').as('service');
  other = new Client(stack.urls[1] ?? '').as('service');
}, 120_000);
afterAll(() => stack?.stop());

async function opened(credits = '20'): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.as('admin').post('/v1/accounts', { accountId, settings: { overdraftLimit: '0' } });
  await api.as('admin').post(`/v1/accounts/${accountId}/grants`, { amount: credits, source: 'signup' });
  return `/v1/accounts/${accountId}`;
}
const advance = (seconds: number) => api.as('admin').put('/v1/test-clock', { advanceSeconds: seconds });
const place = (route: string, amount: string, more: object = {}) =>
  api.post<Hold>(`${route}/holds`, { amount, product: 'vm', ...more });
const codeOf = async (client: Client, path: string, body: object = {}) => {
  const reply = await client.send<{ code: string }>('POST', path, body);
  return [reply.status, reply.body.code ?? ''];
};
const money = ({ available, held, total }: Balance) => [available, held, total];

describe('a hold', () => {
  it('is captured in parts and released, and shows in every answer', async () => {
    const route = await opened();
    const hold = await place(route, '12', { resourceId: 'ns/pod', description: 'Deployment', metadata: { team: 'a' } });
    expect(money(hold.balance)).toEqual(['8.00', '12.00', '20.00']);
    const part = await api.post<Capture>(`${route}/holds/${hold.holdId}/capture`, { amount: '5', final: false });
    expect([...money(part.balance), part.held]).toEqual(['8.00', '7.00', '15.00', '7.00']);
    const end = await other.post<Hold>(`${route}/holds/${hold.holdId}/release`, {}, 200);
    expect(money(end.balance)).toEqual(['15.00', '0.00', '15.00']);

    const [bucket] = (await other.get<Items<object>>(`${route}/buckets`)).items;
    expect(bucket).toMatchObject({ remaining: '15.00', held: '0.00', spent: '5.00' });
    const past = await other.get<Items<object>>(`${route}/buckets?revision=${hold.revision}`);
    expect(past.items[0]).toMatchObject({ remaining: '8.00', held: '12.00', spent: '0.00' });
    expect(money(await other.get<Balance>(`${route}/balance?revision=${hold.revision}`))).toEqual([
      '8.00',
      '12.00',
      '20.00',
    ]);
    const rows = (await other.get<Items<Record<string, unknown>>>(`${route}/transactions`)).items;
    expect(rows.map((row) => [row['type'], row['status'], row['amount'], row['balanceAfter']])).toEqual([
      ['hold', 'completed', '0.00', '15.00'],
      ['usage', 'completed', '-5.00', '15.00'],
      ['hold', 'completed', '0.00', '20.00'],
      ['promo', 'completed', '20.00', '20.00'],
    ]);
    expect(rows[1]).toMatchObject({ resourceId: 'ns/pod', description: 'Deployment', metadata: { team: 'a' } });
    const explained = await other
      .as('support')
      .get<Record<string, object[]>>(`${route}/transactions/${part.transactionId}/explain`);
    expect(explained['buckets']).toMatchObject([{ remainingBefore: '12.00', paid: '5.00' }]);
    const replay = await other.as('support').get<Items<{ changes: readonly string[] }>>(`${route}/replay`);
    expect(replay.items.map(({ changes }) => changes.find((each) => each.startsWith('Hold ')) ?? '').slice(2)).toEqual([
      `Hold ${hold.holdId} of 12.00 was placed, until ${hold.expiresAt}.`,
      `Hold ${hold.holdId} was captured in part: 7.00 of it is still held.`,
      `Hold ${hold.holdId} is released.`,
    ]);
  });

  it('is refunded as a charge is', async () => {
    const route = await opened();
    const { holdId } = await place(route, '12');
    const { transactionId } = await api.post<Capture>(`${route}/holds/${holdId}/capture`);
    const refund = await api.post<{ balance: Balance }>(`${route}/charges/${transactionId}/refunds`, {
      reason: 'down',
    });
    expect(money(refund.balance)).toEqual(['20.00', '0.00', '20.00']);
  });

  it('refuses more than it holds, and everything once it is settled', async () => {
    const route = await opened();
    const { holdId } = await place(route, '12');
    const path = `${route}/holds/${holdId}`;
    expect(await codeOf(api, `${path}/capture`, { amount: '12.01' })).toEqual([409, 'exceeds-hold']);
    await api.post(`${path}/capture`, { amount: '1' });
    expect(await codeOf(api, `${path}/capture`)).toEqual([409, 'already-settled']);
    expect(await codeOf(api, `${path}/release`)).toEqual([409, 'already-settled']);
    expect(await codeOf(api, `${route}/holds/hold-1/release`)).toEqual([404, 'not-found']);
    expect(await codeOf(api, `${route}/holds`, { amount: '20', product: 'vm' })).toEqual([402, 'insufficient-credits']);
  });

  it('expires at its instant for every reader, recorded or not', async () => {
    const route = await opened();
    const { holdId } = await place(route, '12', { expiresInSeconds: 60 });
    await advance(59);
    expect(money(await other.get<Balance>(`${route}/balance`))).toEqual(['8.00', '12.00', '20.00']);
    await advance(1);
    expect(money(await other.get<Balance>(`${route}/balance`))).toEqual(['20.00', '0.00', '20.00']);
    const { items } = await other.get<Items<object>>(`${route}/holds?status=expired`);
    expect(items).toMatchObject([{ holdId, status: 'expired', held: '0.00', captured: '0.00' }]);
    expect(await codeOf(api, `${route}/holds/${holdId}/capture`)).toEqual([409, 'already-settled']);
  });

  it('answers a key the same again, whichever process is asked', async () => {
    const route = await opened();
    const send = (client: Client, path: string, body: object, key: string) =>
      client.send('POST', route + path, body, { 'idempotency-key': key });
    const hold = await send(api, '/holds', { amount: '5', product: 'vm' }, 'place');
    const { holdId } = hold.body as unknown as Hold;
    const capture = await send(api, `/holds/${holdId}/capture`, { amount: '2' }, 'capture');
    expect((await send(other, '/holds', { amount: '5', product: 'vm' }, 'place')).text).toBe(hold.text);
    const again = await send(other, `/holds/${holdId}/capture`, { amount: '2' }, 'capture');
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([201, capture.text, 'true']);
    expect(money(await other.get<Balance>(`${route}/balance`))).toEqual(['18.00', '0.00', '18.00']);
  });

  it('is listed newest first, in pages, by what it is for', async () => {
    const route = await opened();
    const ids: string[] = [];
    for (const product of ['vm', 'inference', 'vm']) ids.push((await place(route, '1', { product })).holdId);
    const page = await api.get<Items<{ holdId: string }>>(`${route}/holds?limit=2`);
    expect(page.items.map(({ holdId }) => holdId)).toEqual([ids[2], ids[1]]);
    const rest = await api.get<Items<{ holdId: string }>>(`${route}/holds?limit=2&cursor=${page.nextCursor}`);
    expect([rest.items.map(({ holdId }) => holdId), rest.nextCursor]).toEqual([[ids[0]], null]);
    const vms = await api.as('auditor').get<Items<{ holdId: string }>>(`${route}/holds?product=vm&status=held`);
    expect(vms.items.map(({ holdId }) => holdId)).toEqual([ids[2], ids[0]]);
  });
});

it('of captures that race through two processes, one wins, and no credit is spent twice', async () => {
  const route = await opened('100');
  for (let round = 0; round < 10; round++) {
    const { holdId } = await place(route, '5');
    const path = `${route}/holds/${holdId}/capture`;
    const raced = await Promise.all(
      [api, other, api, other].map((client, nth) => client.send('POST', path, { amount: `${nth + 1}` })),
    );
    expect(raced.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
  }
  const rows = await api.get<Items<{ amount: string }>>(`${route}/transactions?type=usage`);
  const spent = rows.items.reduce((sum, { amount }) => sum + Number(amount), 0);
  expect(rows.items).toHaveLength(10);
  expect(await api.get(`${route}/balance`)).toMatchObject({ total: `${100 + spent}.00`, held: '0.00' });
}, 60_000);
