/** Rules 6.14, 11.8: with a test clock an integrator need not wait for days to see what webhooks do over days. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingHttpHeaders, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { verifiedEvent } from '../../../docs/examples/webhook-receiver.mjs';
import { eventually, startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Stack = Awaited<ReturnType<typeof startStack>>;
type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };
type Delivery = {
  readonly status: string;
  readonly attempts: number;
  readonly lastAttemptAt: string;
  readonly nextAttemptAt: string | null;
};

const received: Received[] = [];
let status = 204;
const receiver = createServer((request, response) => {
  void text(request).then((body) => {
    received.push({ headers: request.headers, body });
    response.writeHead(status).end();
  });
});

let stack: Stack;
let api: Client;
let url: string;
beforeAll(async () => {
  stack = await startStack({ env: { TEST_CLOCK: 'true' } });
  api = new Client(stack.urls[0] ?? '');
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
}, 120_000);
afterAll(async () => {
  receiver.close();
  await stack?.stop();
});

const put = (id: string, body: object) => api.put<{ secret: string }>(`/v1/webhooks/${id}`, body);

async function notified(): Promise<void> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId });
  await api.post(`/v1/accounts/${accountId}/returns`, { amount: '1', product: 'cluster', reason: 'ended early' });
}

const newestOnce = (id: string, what: string, holds: (delivery: Delivery) => boolean): Promise<Delivery> =>
  stack.explained(
    eventually(what, async () => {
      const [newest] = (await api.get<{ items: readonly Delivery[] }>(`/v1/webhooks/${id}/deliveries`)).items;
      return newest !== undefined && holds(newest) && newest;
    }),
  );

it('comes again as soon as the test clock reaches the next attempt, until it gives up after days', async () => {
  await put('patient', { url, types: ['credits.refunded'] });
  status = 500;
  await notified();
  const begunAt = Date.now();
  let last = await newestOnce('patient', 'the first attempt', ({ attempts }) => attempts === 1);
  for (let nth = 2; last.nextAttemptAt !== null; nth++) {
    await api.put('/v1/test-clock', { now: last.nextAttemptAt });
    last = await newestOnce('patient', `attempt ${nth}`, ({ attempts }) => attempts >= nth);
  }
  expect(last).toMatchObject({ status: 'failed', attempts: 11 });
  expect(Date.parse(last.lastAttemptAt) - begunAt).toBeGreaterThan(3 * 24 * 3_600_000);
  await put('patient', { url, enabled: false });
}, 120_000);

it('comes again while the test clock stands still', async () => {
  status = 500;
  await put('standing', { url, types: ['credits.refunded'] });
  await notified();
  await newestOnce('standing', 'the first attempt', ({ attempts }) => attempts === 1);
  status = 204;
  expect(await newestOnce('standing', 'another attempt', (delivery) => delivery.status === 'delivered')).toMatchObject({
    attempts: 2,
  });
  await put('standing', { url, enabled: false });
}, 60_000);

it('signs with the secret before too until the test clock is 24 h past its rotation', async () => {
  const before = await put('rotated', { url, types: ['credits.refunded'] });
  const after = await put('rotated', { url, types: ['credits.refunded'], rotateSecret: true });
  const isSignedBy = async (...secrets: readonly string[]): Promise<readonly boolean[]> => {
    received.length = 0;
    await notified();
    const { headers, body } = await stack.explained(eventually('it arrives', () => received[0]));
    return secrets.map((secret) => verifiedEvent(headers, body, secret) !== null);
  };
  expect(await isSignedBy(before.secret, after.secret)).toEqual([true, true]);
  await api.put('/v1/test-clock', { advanceSeconds: 24 * 3_600 - 1 });
  expect(await isSignedBy(before.secret, after.secret)).toEqual([true, true]);
  await api.put('/v1/test-clock', { advanceSeconds: 1 });
  expect(await isSignedBy(before.secret, after.secret)).toEqual([false, true]);
}, 60_000);
