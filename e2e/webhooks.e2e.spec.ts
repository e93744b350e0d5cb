/** Rule 6.14: notifications leave the product signed, at least once and with the same id, whatever is killed or dead meanwhile. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createReceiver, verifiedEvent } from '../docs/examples/webhook-receiver.mjs';
import { openAccount } from './account.js';
import { accepted, decided, read } from './client.js';
import { eventually, startStack } from './stack.mjs';

type Stack = Awaited<ReturnType<typeof startStack>>;
type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

/** Keeps what comes, and answers what it is set to. */
class Receiver {
  readonly received: Received[] = [];
  status = 204;
  url = '';

  private readonly server = createServer((request, response) => {
    void text(request).then((body) => {
      this.received.push({ headers: request.headers, body });
      response.writeHead(this.status).end();
    });
  });

  async start(): Promise<this> {
    this.url = await listening(this.server);
    return this;
  }

  ids = (): readonly string[] => this.received.map(({ headers }) => String(headers['webhook-id']));
  stop = () => this.server.close();
}

describe('webhooks', () => {
  let stack: Stack;
  let url: string;
  beforeAll(async () => {
    stack = await startStack({ managers: 2 });
    url = stack.urls[0] ?? '';
  }, 120_000);
  afterAll(() => stack?.stop());

  const put = (id: string, body: object, key: string) =>
    decided(() => url, `/v1/webhooks/${id}`, body, key, { method: 'PUT' });
  const refund = async (accountId: string, key: string) => {
    const body = { amount: '1', product: 'cluster', reason: 'ended early' };
    return accepted(url, `/v1/accounts/${accountId}/returns`, body, key);
  };
  const deliveriesOf = async (id: string) =>
    (await read(url, `/v1/webhooks/${id}/deliveries`))['items'] as readonly Record<string, unknown>[];

  it('are verified by the receiver of the documentation', async () => {
    const { body } = await put('documented', { url: 'http://127.0.0.1:1/', enabled: false }, 'documented-1');
    const events: unknown[] = [];
    const receiver = createReceiver(String(body['secret']), (event) => events.push(event));
    await put('documented', { url: await listening(receiver) }, 'documented-2');
    await openAccount(url, 'documented');
    const { revision, bucketId } = await refund('documented', 'refund');
    await stack.explained(eventually('the event arrives', () => events.length > 0));
    receiver.close();
    expect(events).toEqual([
      {
        specversion: '1.0',
        id: `documented~${String(revision)}`,
        source: '/v1/accounts/documented',
        type: 'credits.refunded',
        time: expect.any(String),
        datacontenttype: 'application/json',
        data: {
          accountId: 'documented',
          revision,
          bucketId,
          amount: '1.00',
          product: 'cluster',
          reason: 'ended early',
          externalReference: null,
        },
      },
    ]);
  }, 60_000);

  it('come again to a receiver that failed, with the same id, and say what came of it', async () => {
    const receiver = await new Receiver().start();
    receiver.status = 500;
    const { body } = await put('failing', { url: receiver.url, types: ['credits.refunded'] }, 'failing-1');
    await openAccount(url, 'failing');
    await refund('failing', 'refund');
    await stack.explained(eventually('the first attempt', () => receiver.received.length > 0));
    const [pending] = await stack.explained(
      eventually('it is recorded', async () => {
        const items = await deliveriesOf('failing');
        return items[0]?.['attempts'] === 1 && items;
      }),
    );
    expect(pending).toMatchObject({
      status: 'pending',
      lastStatus: 500,
      type: 'credits.refunded',
      accountId: 'failing',
    });
    receiver.status = 204;
    await stack.explained(eventually('the second attempt', () => receiver.received.length > 1));
    expect(new Set(receiver.ids()).size).toBe(1);
    const { headers, body: sent } = receiver.received.at(-1)!;
    expect(verifiedEvent(headers, sent, String(body['secret']))).not.toBeNull();
    expect(verifiedEvent(headers, `${sent} `, String(body['secret']))).toBeNull();
    const delivered = await stack.explained(
      eventually('it is delivered', async () => (await deliveriesOf('failing'))[0]?.['status'] === 'delivered'),
    );
    expect(delivered).toBe(true);
    const { deliveryId } = pending as { deliveryId: string };
    const again = `/v1/webhooks/failing/deliveries/${encodeURIComponent(deliveryId)}/redeliver`;
    expect((await decided(() => url, again, {}, 'again')).status).toBe(200);
    await stack.explained(eventually('it comes once more', () => receiver.received.length > 2));
    expect(new Set(receiver.ids()).size).toBe(1);
    receiver.stop();
  }, 90_000);

  it('tell once of credits that are about to expire, that are depleted and that recover, as the feed does', async () => {
    const receiver = await new Receiver().start();
    const types = ['credits.expiring', 'credits.depleted', 'credits.recovered'];
    await put('owner', { url: receiver.url, types }, 'owner-1');
    await openAccount(url, 'owner');
    const owner = (path: string, body: object, key: string) => accepted(url, `/v1/accounts/owner/${path}`, body, key);
    const expiresAt = new Date(Date.now() + 7 * 86_400_000 + 3_000).toISOString();
    const { bucketId } = await owner('grants', { amount: '5', source: 'signup', expiresAt }, 'grant');
    const events = () =>
      receiver.received.map(({ body }) => JSON.parse(body) as { type: string; id: string; data: object });
    await stack.explained(eventually('the notice of the expiry', () => events().length > 0));
    const { revision: depletedAt } = await owner('charges', { amount: '5', product: 'inference' }, 'charge');
    const { revision: recoveredAt } = await owner('grants', { amount: '1', source: 'support' }, 'grant-2');
    await stack.explained(eventually('the others', () => new Set(receiver.ids()).size >= 3));
    const known = new Map(events().map((event) => [event.id, event]));
    expect([...known.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))).toMatchObject([
      { type: 'credits.expiring', id: 'owner~3', data: { bucketId, amount: '5.00', expiresAt } },
      { type: 'credits.depleted', id: `owner~${String(depletedAt)}~depleted`, data: { revision: depletedAt } },
      { type: 'credits.recovered', id: `owner~${String(recoveredAt)}~recovered`, data: { revision: recoveredAt } },
    ]);
    const { items } = await read(url, '/v1/notifications?accountId=owner');
    expect((items as readonly { notificationId: string }[]).map(({ notificationId }) => notificationId)).toEqual(
      [...known.keys()].toSorted().toReversed(),
    );
    receiver.stop();
  }, 90_000);

  it('reach everybody once or more though process managers are killed, and a dead receiver holds nobody up', async () => {
    const receiver = await new Receiver().start();
    await put('dead', { url: 'http://127.0.0.1:9/' }, 'dead-1');
    await put('alive', { url: receiver.url, types: ['credits.refunded'] }, 'alive-1');
    await openAccount(url, 'killed');
    const expected: string[] = [];
    for (let n = 0; n < 30; n++) {
      if (n % 10 === 5) void stack.managers[(n / 5) % 2]?.restart();
      expected.push(`killed~${String((await refund('killed', `refund-${n}`))['revision'])}`);
    }
    await stack.explained(
      eventually('all of them arrive', () => expected.every((id) => receiver.ids().includes(id)), { withinMs: 90_000 }),
    );
    receiver.stop();
  }, 180_000);
});
