/** Every route at the millisecond of a grace deadline that nobody has recorded: no process manager runs. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Instant, SYSTEM, instant, milliseconds } from '#domain/messages.js';
import { type TestClockWriter, createTestClockWriter } from '#event-store/clock.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Seen = { readonly status?: string; readonly graceDeadline?: string | null; readonly revision: number };
type Balance = Seen & { readonly burnRate?: string; readonly available: string; readonly asOf: Instant };

let stack: Awaited<ReturnType<typeof startStack>>;
let store: EventStore;
let clock: TestClockWriter;
let api: Client;

beforeAll(async () => {
  stack = await startStack({ managers: 0, env: { TEST_CLOCK: 'true' } });
  store = connectEventStore(stack.eventStoreUrl);
  clock = createTestClockWriter(store);
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(async () => {
  await clock?.close();
  await store?.dispose();
  await stack?.stop();
});

/** In the log alone: `PUT /v1/test-clock` would have recorded what fell due. */
const moveTo = (to: Instant) => clock.execute('', { type: 'MoveTestClock', data: { to }, origin: SYSTEM });

it('says grace until the deadline, and suspended from its millisecond on', async () => {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  const route = `/v1/accounts/${accountId}`;
  await api.post('/v1/accounts', { accountId });
  await api.post(`${route}/purchases`, { amount: '10', paymentMethod: 'usdc', status: 'completed' });
  const vm = { resourceId: 'vm', kind: 'instance', product: 'vm', ratePerHour: '1' };
  await api.post(`${route}/resources`, vm);
  const { revision } = await api.post<Seen>(`${route}/charges`, { amount: '12', product: 'inference' });
  const { graceDeadline } = await api.get<Seen>(`${route}/balance?minRevision=${revision}`);
  const deadline = graceDeadline as Instant;

  async function seenAt(at: Instant) {
    await moveTo(at);
    const past = [`asOf=${at}`, `effective=${at}`, `asOf=${at}&effective=${at}`];
    const balances = ['', ...past.map((cut) => `?${cut}`)].map((cut) => api.get<Balance>(`${route}/balance${cut}`));
    const account = await api.get<Seen & { readonly balance: Seen }>(route);
    const resources = await api.get<{ readonly items: readonly Seen[] }>(`${route}/resources`);
    const { resources: rate } = await api.get<{ readonly resources: string }>(`${route}/burn-rate`);
    const check = await api.get<{ readonly accepted: boolean }>(`${route}/credits/check?amount=1`);
    const seen = [...(await Promise.all(balances)), account, account.balance];
    expect(new Set(seen.map((each) => each.revision))).toEqual(new Set([account.revision]));
    return {
      status: [...new Set(seen.map((each) => each.status))],
      deadlines: [...new Set(seen.map((each) => each.graceDeadline).filter((each) => each !== undefined))],
      resource: resources.items.map((each) => each.status),
      rate,
      accepted: check.accepted,
    };
  }
  expect(await seenAt(instant(milliseconds(deadline) - 1))).toEqual({
    status: ['grace'],
    deadlines: [deadline],
    resource: ['running'],
    rate: '1.00',
    accepted: true,
  });
  expect(await seenAt(deadline)).toEqual({
    status: ['suspended'],
    deadlines: [null],
    resource: ['stopped'],
    rate: '0.00',
    accepted: false,
  });

  // What is answered by a command at that instant has recorded it.
  const record = { amount: '0.01', product: 'inference', mode: 'record' };
  expect(await api.post(`${route}/charges`, record)).toMatchObject({ balance: { status: 'suspended' } });
}, 120_000);
