/** POST /v1/charges/batch as lines of JSON: as many as there are, answered as they are charged (rules 5.70 to 5.73). */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request as open } from 'node:http';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startStack } from '../../../e2e/stack.mjs';
import { Client } from './client.js';

type Result = {
  readonly status: number;
  readonly accountId?: string;
  readonly amount?: string;
  readonly code?: string;
  readonly errors?: readonly { readonly field: string }[];
};

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;

beforeAll(async () => {
  stack = await startStack();
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(() => stack?.stop());

const pathOf = (accountId: string) => `/v1/accounts/${accountId}`;

async function funded(amount = '1000'): Promise<string> {
  const accountId = `acct-${randomUUID().slice(0, 13)}`;
  await api.post('/v1/accounts', { accountId, settings: { overdraftLimit: '0' } });
  await api.post(`${pathOf(accountId)}/grants`, { amount, source: 'support' });
  return accountId;
}

const line = (accountId: string, idempotencyKey: string, amount = '0.01') =>
  `${JSON.stringify({ accountId, idempotencyKey, amount, product: 'inference', model: 'llama' })}\n`;

function openLines(role = 'service'): ClientRequest {
  const headers = { authorization: `Bearer dev-${role}`, 'content-type': 'application/x-ndjson' };
  return open(`${stack.urls[0]}/v1/charges/batch`, { method: 'POST', headers, agent: false });
}

const answerTo = async (sent: ClientRequest): Promise<IncomingMessage> =>
  ((await once(sent, 'response')) as [IncomingMessage])[0];

async function resultsOf(response: IncomingMessage): Promise<readonly Result[]> {
  const results: Result[] = [];
  for await (const text of createInterface({ input: response })) results.push(JSON.parse(text) as Result);
  return results;
}

async function charged(...lines: readonly (string | Buffer)[]): Promise<readonly Result[]> {
  const sent = openLines();
  for (const each of lines) sent.write(each);
  sent.end();
  return resultsOf(await answerTo(sent));
}

const revisionOf = async (accountId: string): Promise<number> =>
  (await api.get<{ revision: number }>(`${pathOf(accountId)}/balance`)).revision;

describe('lines of charges', () => {
  it('are answered while the next are still to come', async () => {
    const id = await funded();
    const sent = openLines();
    sent.write(line(id, 'a'));
    const response = await answerTo(sent);
    expect(response.headers).toMatchObject({ 'content-type': 'application/x-ndjson; charset=utf-8' });
    expect(response.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const results = createInterface({ input: response })[Symbol.asyncIterator]();
    const next = async () => JSON.parse(String((await results.next()).value)) as Result;
    expect(await next()).toMatchObject({ status: 201, accountId: id, amount: '0.01', revision: 3 });
    sent.write(line(id, 'b') + line(id, 'a'));
    expect(await next()).toMatchObject({ status: 201, revision: 4 });
    expect(await next()).toMatchObject({ status: 201, revision: 3 });
    sent.end();
    expect((await results.next()).done).toBe(true);
  });

  it('are the single charges with their keys', async () => {
    const id = await funded();
    const body = { amount: '0.01', product: 'inference', model: 'llama' };
    const single = (key: string) => api.send('POST', `${pathOf(id)}/charges`, body, { 'idempotency-key': key });
    const alone = await single('first');
    const [first, second] = await charged(line(id, 'first'), line(id, 'second'));
    expect({ ...first, status: 'completed' }).toEqual(alone.body);
    const later = await single('second');
    expect([later.headers.get('idempotent-replayed'), { ...later.body, status: 201 }]).toEqual(['true', second]);
  });

  it('are wrong one by one', async () => {
    const id = await funded('1');
    const results = await charged(
      line(id, 'a'),
      '{"accountId":\n',
      'null\n',
      '\n',
      line(id, 'b', '2'),
      `{"accountId":"${id}","idempotencyKey":"c","amount":"1","product":"x","__proto__":{}}\n`,
      `{"accountId":"${id}","idempotencyKey":"c","product":"x","model":"m","inputTokens":1.0000000000000000001,"outputTokens":1}\n`,
      Buffer.from(`{"accountId":"${id}","idempotencyKey":"c","amount":"1","product":"caf\xe9"}\n`, 'latin1'),
      `"${'x'.repeat(1024 * 1024)}"\n`,
      line('acct-unknown', 'a'),
      line(id, 'd').trim(),
    );
    expect(results.map(({ status, code, errors = [] }) => [status, code, ...errors.map(({ field }) => field)])).toEqual(
      [
        [201, undefined],
        [400, 'invalid', 'line'],
        [400, 'invalid', 'line'],
        [402, 'insufficient-credits'],
        [400, 'invalid', '__proto__'],
        [400, 'invalid', 'inputTokens'],
        [400, 'invalid', 'product'],
        [413, 'payload-too-large'],
        [404, 'account-not-found'],
        [201, undefined],
      ],
    );
    expect(await revisionOf(id)).toBe(4);
    expect(await charged()).toEqual([]);
  });

  it('are for those who may charge', async () => {
    const sent = openLines('auditor');
    sent.end(line('a', 'a'));
    const response = await answerTo(sent);
    expect([response.statusCode, (await resultsOf(response)).map(({ code }) => code)]).toEqual([403, ['forbidden']]);
  });
});

const LINES = 100_000;
const ACCOUNTS = 50;

/** Memory that the API process takes now, in MiB. */
const residentMib = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${stack.apis[0]?.pid}/status`, 'utf8'))?.[1]) / 1024;

describe('a hundred thousand lines', () => {
  it('take a bounded memory, and wait for a client that stops reading', async () => {
    const ids = await Promise.all(Array.from({ length: ACCOUNTS }, () => funded()));
    const sent = openLines();
    let written = 0;
    const writing = (async () => {
      for (; written < LINES; written++) {
        if (!sent.write(line(ids[written % ACCOUNTS] ?? '', `k${written}`))) await once(sent, 'drain');
      }
      sent.end();
    })();
    const response = await answerTo(sent);
    const recorded = async () => (await Promise.all(ids.map(revisionOf))).reduce((sum, each) => sum + each - 2, 0);

    // Nobody reads: what fits into the connection is charged, and not more.
    let before = -1;
    const charged = await eventually(
      'nothing more is charged',
      async () => {
        const now = await recorded();
        const isStill = now === before && now > 0;
        before = now;
        return isStill && now;
      },
      { everyMs: 1_000, withinMs: 120_000 },
    );
    expect(charged).toBeLessThan(LINES / 2);
    expect(written).toBeLessThan(LINES);

    const baseline = residentMib();
    let highest = baseline;
    let count = 0;
    for await (const text of createInterface({ input: response })) {
      const { status, accountId } = JSON.parse(text) as Result;
      if (status !== 201 || accountId !== ids[count % ACCOUNTS]) throw new Error(`line ${count}: ${text}`);
      if (++count % 5_000 === 0) highest = Math.max(highest, residentMib());
    }
    await writing;
    expect(count).toBe(LINES);
    expect(await recorded()).toBe(LINES);
    // All answers together take more than 70 MiB.
    expect(highest - baseline).toBeLessThan(70);
  }, 300_000);
});

describe('a client that disappears', () => {
  it('leaves whole charges behind, and sends the same lines again for all answers', async () => {
    const id = await funded();
    const lines = Array.from({ length: 150 }, (_, n) => line(id, `k${n}`));
    const sent = openLines();
    sent.on('error', () => {});
    sent.write(lines.slice(0, 100).join(''));
    const response = await answerTo(sent);
    response.on('error', () => {});
    await once(response, 'data');
    sent.write('{"accountId":');
    sent.destroy();

    // What could not be decided is sent again, as any command.
    let undecided: readonly string[] = lines;
    while (undecided.length > 0) {
      const results = await charged(...undecided);
      const others = results.filter(({ status }) => status !== 201 && status !== 503);
      expect([results.length, others]).toEqual([undecided.length, []]);
      undecided = undecided.filter((_, n) => results[n]?.status !== 201);
    }
    const { total, revision } = await api.get<{ total: string; revision: number }>(`${pathOf(id)}/balance`);
    expect([total, revision]).toEqual(['998.50', 152]);
    expect(stack.apis[0]?.isRunning).toBe(true);
  });
});
