/** Reading while read models are behind or gone: an answer is right, or it is 503; never old, never a 404. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, startStack } from '../../../e2e/stack.mjs';
import { Client, type Reply } from './client.js';

type Stack = Awaited<ReturnType<typeof startStack>>;
type Answer = { readonly code?: string; readonly total?: string; readonly items?: readonly Record<string, string>[] };
type System = {
  readonly log: { readonly position: string };
  readonly readModels: { readonly position: string; readonly lagMs: number };
};
type Revised = { readonly revision: number; readonly code?: string };

let stack: Stack;
let api: Client;
let other: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2 });
  [api, other] = [new Client(stack.urls[0] ?? ''), new Client(stack.urls[1] ?? '')];
}, 120_000);
afterAll(() => stack?.stop());

async function opened(credits: string): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId });
  await api.post(`/v1/accounts/${accountId}/grants`, { amount: credits, source: 'signup' });
  return `/v1/accounts/${accountId}`;
}

it('shows what was answered, or says that it is behind', async () => {
  const route = await opened('10');
  await other.get(`${route}/balance?minRevision=2`);
  await Promise.all(stack.projectors.map((projector) => projector.kill()));
  expect((await api.get<System>('/v1/system')).readModels).toMatchObject({
    status: 'serving',
    waitingEvents: 0,
    lagMs: 0,
  });
  const charge = await api.post<Revised>(`${route}/charges`, { amount: '4', product: 'vm' });
  const { readModels, log } = await api.get<System>('/v1/system');
  expect(readModels).toMatchObject({ status: 'serving', waitingEvents: 1, hasMore: false });
  expect(readModels.position).not.toBe(log.position);

  const isBehind = ({ status, headers, body }: Reply<Revised>) => [status, body.code, headers.has('retry-after')];
  const views = ['balance', 'buckets', 'transactions', 'burn-rate'];
  const behind = views.flatMap((view) => [
    api.send<Revised>('GET', `${route}/${view}`),
    other.send<Revised>('GET', `${route}/${view}?minRevision=${charge.revision}`),
  ]);
  for (const reply of await Promise.all(behind)) expect(isBehind(reply)).toEqual([503, 'read-model-behind', true]);
  expect(await other.get(`${route}/balance`)).toMatchObject({ revision: 2, total: '10.00' });
  expect(await other.get(`${route}/balance?revision=${charge.revision}`)).toMatchObject({ total: '6.00' });
  expect(await other.get(`${route}/credits/check?amount=7`)).toMatchObject({ sufficient: false, shortfall: '1.00' });

  for (const projector of stack.projectors) projector.start();
  for (const client of [api, other]) {
    const seen = () => client.send<Revised>('GET', `${route}/balance?minRevision=${charge.revision}`);
    const { body } = await eventually('the projector has caught up', async () => {
      const reply = await seen();
      return reply.status === 200 && reply;
    });
    expect(body).toMatchObject({ total: '6.00', revision: charge.revision });
  }
}, 120_000);

it('answers from the log or not at all while Redis is emptied again and again', async () => {
  const routes = await Promise.all(Array.from({ length: 8 }, (_, nth) => opened(`${nth + 1}`)));
  // Through the process that did not write, reads may lag behind what the other has answered: not from here on.
  await Promise.all(routes.map((route) => other.get(`${route}/balance?minRevision=2`)));
  const valuesIn: Readonly<Record<string, (body: Answer) => unknown>> = {
    balance: ({ total }) => total,
    buckets: ({ items }) => items?.[0]?.['remaining'],
    transactions: ({ items }) => items?.[0]?.['balanceAfter'],
  };
  let answered = 0;
  const read = async (client: Client, nth: number): Promise<void> => {
    const [view = '', valueIn] = Object.entries(valuesIn)[nth % 3] ?? [];
    const of = nth % routes.length;
    const { status, body } = await client.send<Answer>('GET', `${routes[of]}/${view}`);
    if (status === 503) return expect(['rebuilding', 'read-model-behind']).toContain(body.code);
    expect([view, status, valueIn?.(body)]).toEqual([view, 200, `${of + 1}.00`]);
    answered++;
  };
  for (let round = 0; round < 5; round++) {
    const reading = [api, other].map(async (client) => {
      for (let nth = 0; nth < 120; nth++) await read(client, nth);
    });
    await stack.flushRedis();
    await Promise.all(reading);
  }
  expect(answered).toBeGreaterThan(0);
  expect((await api.send('GET', '/v1/accounts/acct-unknown/transactions')).status).toBe(404);
  for (const route of routes) {
    await eventually('the history is there again', async () => {
      return (await other.send('GET', `${route}/transactions`)).status === 200;
    });
  }
}, 120_000);

it('answers from the log while Redis is dead', async () => {
  const route = await opened('3');
  await stack.redis.kill();
  expect(await api.get(`${route}/balance`)).toMatchObject({ total: '3.00', revision: 2 });
  expect((await api.send<Revised>('GET', `${route}/transactions`)).body.code).toBe('rebuilding');
  expect((await api.send('GET', '/v1/accounts/acct-unknown/balance')).status).toBe(404);
  expect(await api.as('support').get('/v1/system')).toMatchObject({
    status: 'unavailable',
    parts: [
      { name: 'eventStore', status: 'ok', problem: null },
      { name: 'redis', status: 'unavailable', problem: null },
    ],
    readModels: { status: 'unavailable', position: null, waitingEvents: null, lagMs: null },
    nextDue: null,
  });
  stack.redis.start();
  await eventually('the history is there again', async () => {
    return (await api.send('GET', `${route}/transactions`)).status === 200;
  });
}, 120_000);
