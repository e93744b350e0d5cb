/** POST /v1/charges/batch as JSON: each line is the single charge with its key (rules 5.70 to 5.73). */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as open } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectEventStore } from '#event-store/eventstoredb/eventstoredb.js';
import { startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Result = {
  readonly status: number;
  readonly transactionId?: string;
  readonly revision?: number;
  readonly code?: string;
  readonly instance?: string;
  readonly errors?: readonly { readonly field: string }[];
  readonly balance?: { readonly total: string };
};
type Answer = { readonly results: readonly Result[] };
type Problem = { readonly code: string; readonly errors?: readonly { readonly field: string }[] };
type Fields = Readonly<Record<string, unknown>>;

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;
let other: Client;

beforeAll(async () => {
  stack = await startStack({ apis: 2 });
  api = new Client(stack.urls[0] ?? '').as('service');
  other = new Client(stack.urls[1] ?? '').as('service');
}, 120_000);
afterAll(() => stack?.stop());

async function funded(amount = '10'): Promise<string> {
  const accountId = `acct|${randomUUID().slice(0, 13)}@b`;
  await api.as('admin').post('/v1/accounts', { accountId, settings: { overdraftLimit: '0' } });
  if (amount !== '0') await api.as('admin').post(`${pathOf(accountId)}/grants`, { amount, source: 'signup' });
  return accountId;
}
const pathOf = (accountId: string) => `/v1/accounts/${encodeURIComponent(accountId)}`;

const line = (accountId: string, idempotencyKey: string, amount = '1', more: Fields = {}) => ({
  accountId,
  idempotencyKey,
  amount,
  product: 'inference',
  ...more,
});

/** Without a key: the batch needs none. */
const batch = async (charges: readonly unknown[], by = api, headers: Readonly<Record<string, string>> = {}) => {
  const reply = await by.send<Answer>('POST', '/v1/charges/batch', { charges }, { 'idempotency-key': '', ...headers });
  expect([reply.status, reply.text.slice(0, 200)]).toEqual([200, expect.stringContaining('results')]);
  return reply.body.results;
};

const single = (accountId: string, key: string, body: Fields, by = api) =>
  by.send('POST', `${pathOf(accountId)}/charges`, body, { 'idempotency-key': key });

const faultsOf = ({ status, errors }: Result | (Problem & { status: number })) => [
  status,
  ...(errors ?? []).map(({ field }) => field),
];

describe('the lines of a batch', () => {
  it('stand or fall alone, in order, with the members of the single answer or problem', async () => {
    const id = await funded();
    const charges = [line(id, 'a', '4'), line(id, 'b', '7'), line(id, 'a', '4'), line(id, 'c', '6')];
    const [first, refused, again, last] = await batch(charges);
    expect([first?.status, refused?.status, again?.status, last?.status]).toEqual([201, 402, 201, 201]);
    expect(first).toMatchObject({ accountId: id, revision: 3, amount: '4.00', overdraft: '0.00' });
    expect(refused).toMatchObject({
      code: 'insufficient-credits',
      required: '7.00',
      shortfall: '1.00',
      instance: `${pathOf(id)}/charges`,
    });
    expect(again).toEqual(first);
    expect(last).toMatchObject({ revision: 4, balance: { total: '0.00' } });
  });

  it('answer as the single charge would, member by member', async () => {
    const [one, two] = [await funded(), await funded()];
    const usage = { model: 'llama', metadata: { job: 'j-1' }, description: 'x', mode: 'record' };
    const [inBatch] = await batch([line(one, 'k', '2', usage)]);
    const alone = await single(two, 'k', { amount: '2', product: 'inference', ...usage });
    expect(Object.keys({ ...inBatch }).toSorted()).toEqual(Object.keys(alone.body).toSorted());
    expect({ ...inBatch, accountId: two, status: 'completed' }).toMatchObject({
      amount: '2.00',
      overdraft: '0.00',
      revision: alone.body['revision'],
    });
  });

  it('replay the single charge with their key, and it replays them, whichever process is asked', async () => {
    const id = await funded();
    const body = { amount: '2', product: 'inference', model: 'm', metadata: { b: '1', a: '2' } };
    const alone = await single(id, 'first', body);
    const [replayed] = await batch([{ idempotencyKey: 'first', ...body, accountId: id }], other);
    expect({ ...replayed, status: alone.body['status'] }).toEqual(alone.body);

    const [charged] = await batch([{ ...body, accountId: id, idempotencyKey: 'second' }]);
    const later = await single(id, 'second', { ...body, metadata: { a: '2', b: '1' } }, other);
    expect([later.status, later.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect({ ...later.body, status: 201 }).toEqual(charged);
    expect(await api.get(`${pathOf(id)}/balance`)).toMatchObject({ total: '6.00', revision: 4 });
  });

  it('are refused where their key was used for something else, in the batch or before it', async () => {
    const id = await funded();
    const [first, second] = await batch([line(id, 'k', '1'), line(id, 'k', '1.0')]);
    expect([first?.status, second?.status, second?.code]).toEqual([201, 422, 'idempotency-key-reused']);
    const alone = await single(id, 'k', { amount: '2', product: 'inference' });
    expect(alone.status).toBe(422);
  });

  it('leave the key of a refused one free', async () => {
    const id = await funded('0');
    expect((await batch([line(id, 'k')]))[0]?.status).toBe(402);
    await api.as('admin').post(`${pathOf(id)}/grants`, { amount: '5', source: 'signup' });
    expect((await batch([line(id, 'k')]))[0]?.status).toBe(201);
  });

  it('are decided in their order, also where some are priced by the catalogue', async () => {
    const id = await funded('3');
    const model = `m/${randomUUID()}`;
    const prices = { input_token_price: '1', output_token_price: '1' };
    await api.as('admin').put(`/v1/models/${encodeURIComponent(model)}`, prices);
    const tokens = { accountId: id, product: 'inference', model, inputTokens: 2, outputTokens: 0 };
    const results = await batch([
      { ...tokens, idempotencyKey: 'a' },
      line(id, 'b', '1'),
      { ...tokens, idempotencyKey: 'c', inputTokens: 1 },
      line(id, 'd', '1'),
    ]);
    expect(results.map(({ status, revision }) => [status, revision])).toEqual([
      [201, 3],
      [201, 4],
      [402, undefined],
      [402, undefined],
    ]);
  });

  it('of one account are decided together: an event for 64 of them, each line an entry of it', async () => {
    const id = await funded('1000');
    const results = await batch(Array.from({ length: 256 }, (_, n) => line(id, `k${n}`, '0.5')));
    expect(results.map(({ revision }) => revision)).toEqual(Array.from({ length: 256 }, (_, n) => n + 3));
    expect(await eventsOf(id)).toBe(2 + 256 / 64);
  });

  it('are of any accounts, a thousand at once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => funded('100')));
    const charges = Array.from({ length: 1_000 }, (_, n) => line(ids[n % 20] ?? '', `k${n}`, '1'));
    expect(new Set((await batch(charges)).map(({ status }) => status))).toEqual(new Set([201]));
    for (const id of ids)
      expect(await api.get(`${pathOf(id)}/balance`)).toMatchObject({ total: '50.00', revision: 52 });
  });

  it('keep the person who is named for all of them', async () => {
    const id = await funded();
    await batch([line(id, 'k')], api, { 'x-actor': 'ada' });
    const { items } = await api.as('admin').get<{ items: { actor: object }[] }>(`${pathOf(id)}/events?from=3`);
    expect(items[0]?.actor).toMatchObject({ key: 'dev-service', person: 'ada' });
  });
});

/** How many events the account's stream has. */
async function eventsOf(accountId: string): Promise<number> {
  const store = connectEventStore(stack.eventStoreUrl);
  try {
    let events = 0;
    for await (const _ of store.readStream(`account-${accountId}`)) events++;
    return events;
  } finally {
    await store.dispose();
  }
}

describe('a line that is wrong', () => {
  it('is a 400 of its own that names the field, and changes nothing', async () => {
    const id = await funded();
    const wrong: readonly [unknown, ...string[]][] = [
      [line(id, 'k', '1e3'), 'amount'],
      [{ ...line(id, 'k'), amount: 5 }, 'amount'],
      [line(id, 'k', '1', { surprise: 1 }), 'surprise'],
      [line(id, 'k', '1', { metadata: { a: 1 } }), 'metadata.a'],
      [{ ...line(id, 'k'), idempotencyKey: undefined }, 'idempotencyKey'],
      [line(id, ''), 'idempotencyKey'],
      [line(id, 'two words'), 'idempotencyKey'],
      [line(id, 'k'.repeat(256)), 'idempotencyKey'],
      [{ ...line(id, 'k'), accountId: undefined }, 'accountId'],
      [line('..', 'k'), 'accountId'],
      [line('no such/id', 'k'), 'accountId'],
      [{ ...line(id, 'k'), accountId: [id] }, 'accountId'],
      [{ accountId: id, idempotencyKey: 'k', product: 'inference' }, 'amount'],
      [
        { accountId: id, idempotencyKey: 'k', product: 'x', model: 'unpriced', inputTokens: 1, outputTokens: 1 },
        'model',
      ],
      [{ ...line(id, 'k'), product: undefined }, 'product'],
      [line(id, 'k', '1', { occurredAt: '2020-01-01T00:00:00Z' }), 'occurredAt'],
      [null, 'line'],
      ['text', 'line'],
      [[line(id, 'k')], 'line'],
    ];
    const results = await batch([...wrong.map(([charge]) => charge), line(id, 'good')]);
    expect(results.map(faultsOf)).toEqual([...wrong.map(([, ...fields]) => [400, ...fields]), [201]]);
    expect(await api.get(`${pathOf(id)}/balance`)).toMatchObject({ total: '9.00', revision: 3 });
  });

  it('of an account that is unknown or closed is 404 or 410', async () => {
    const closed = await funded('0');
    await api.as('admin').post(`${pathOf(closed)}/close`, {}, 200);
    const results = await batch([line('acct-unknown', 'k'), line(closed, 'k')]);
    expect(results.map(({ status, code }) => [status, code])).toEqual([
      [404, 'account-not-found'],
      [410, 'account-closed'],
    ]);
  });
});

describe('a batch', () => {
  const refusal = async (body: unknown, headers: Readonly<Record<string, string>> = {}, role = 'service') => {
    const reply = await api.as(role).send<Problem>('POST', '/v1/charges/batch', body, headers);
    expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    return [...faultsOf({ ...reply.body, status: reply.status }), reply.body.code];
  };

  it('is refused as a whole where it is no list of at most 1,000 lines', async () => {
    expect(await refusal({})).toEqual([400, 'charges', 'invalid']);
    expect(await refusal({ charges: {} })).toEqual([400, 'charges', 'invalid']);
    expect(await refusal({ charges: [], more: 1 })).toEqual([400, 'more', 'invalid']);
    expect(await refusal([])).toEqual([400, 'body', 'invalid']);
    expect(await refusal({ charges: Array.from({ length: 1_001 }, () => ({})) })).toEqual([400, 'charges', 'invalid']);
    expect(await refusal({ charges: [] }, { 'x-actor': 'x'.repeat(129) })).toEqual([400, 'X-Actor', 'invalid']);
    expect(await batch([])).toEqual([]);
  });

  it('is for those who may charge', async () => {
    for (const role of ['support', 'finance', 'auditor']) {
      expect(await refusal({ surprise: 1 }, {}, role)).toEqual([403, 'forbidden']);
    }
    expect(await refusal({ charges: [] }, {}, 'stranger')).toEqual([401, 'unauthorized']);
  });

  /** Of a body that is announced, and need not be sent for that. */
  async function statusOfBody(bytes: number): Promise<number | undefined> {
    const headers = {
      authorization: 'Bearer dev-service',
      'content-type': 'application/json',
      'content-length': bytes,
    };
    const sent = open(`${stack.urls[0]}/v1/charges/batch`, { method: 'POST', headers, agent: false });
    sent.flushHeaders();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    sent.on('error', () => {}).destroy();
    return response.statusCode;
  }

  it('has at most 4 MiB, as JSON', async () => {
    const id = await funded();
    const long = { description: 'x'.repeat(500), metadata: { a: 'é'.repeat(500), b: 'é'.repeat(500) } };
    const charges = Array.from({ length: 1_000 }, (_, n) => line(id, `k${n}`, '0.001', long));
    expect(JSON.stringify(charges).length).toBeGreaterThan(1024 * 1024);
    expect((await batch(charges)).every(({ status }) => status === 201)).toBe(true);
    expect(await statusOfBody(4 * 1024 * 1024 + 1)).toBe(413);
    expect(await refusal({ charges: [] }, { 'content-type': 'text/plain' })).toEqual([415, 'unsupported-media-type']);
    expect(await refusal({ charges: [] }, { 'content-encoding': 'gzip' })).toEqual([415, 'unsupported-media-type']);
  });
});
