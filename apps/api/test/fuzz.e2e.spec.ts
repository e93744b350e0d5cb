/**
 * Whatever is sent, nothing breaks: requests made of docs/openapi.json, as it describes them and not at all. FUZZ_REQUESTS says
 * how many, PROPERTY_SEED which.
 */
import { Agent, type IncomingMessage, request as open } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventually, startStack } from '../../../e2e/stack.mjs';
import { provenBalance } from '../../../e2e/account.js';
import { Client } from './client.js';
import { requireDescribed } from './described.js';
import { LINES, type Request, type Seen, requests, write } from './hostile.js';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 2_000);
const AT_ONCE = 16;

type Answer = { readonly status: number; readonly type: string; readonly text: string };
type Row = Readonly<Record<string, string>>;

let stack: Awaited<ReturnType<typeof startStack>>;
let api: Client;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

beforeAll(async () => {
  stack = await startStack();
  api = new Client(stack.urls[0] ?? '');
}, 120_000);
afterAll(async () => {
  agent.destroy();
  await stack?.stop();
});

/** Ids by the name that they have in answers. */
const ids = new Map<string, string[]>();
const accountIds = new Set<string>();

function remember(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' && /Id$|^(id|code|plan)$/.test(name))
      ids.set(name, [...(ids.get(name) ?? []).slice(-200), member]);
    else remember(member);
  }
}

const find = ({ seen, nth }: Seen): string => {
  const known = ids.get(seen) ?? [];
  // Half of all accounts are the first few: that much becomes of them.
  const all = seen === 'accountId' && nth % 2 === 0 ? known.slice(0, 5) : known;
  return all[nth % Math.max(1, all.length)] ?? 'none';
};

/** Halves of characters have no escape. */
const escaped = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd'));

function urlOf({ path, parts, query }: Request): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const part = parts[name] ?? '';
    return escaped(typeof part === 'string' ? part : find(part));
  });
  const asked = query.map(([name, value]) => `${name}=${escaped(value)}`).join('&');
  return asked === '' ? filled : `${filled}?${asked}`;
}

function sent(request: Request, url: string): Promise<Answer> {
  const { method, body, type, role, key } = request;
  const isCommand = method !== 'GET';
  const text = isCommand && body !== undefined ? write(body, find) : '';
  const headers = {
    authorization: `Bearer dev-${role}`,
    ...(isCommand && { 'content-length': Buffer.byteLength(text) }),
    ...(isCommand && type !== '' && { 'content-type': type }),
    ...(key !== null && { 'idempotency-key': key }),
  };
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(stack.urls[0] ?? '');
    // As it is: parsed as a URL, the dots of a path would be gone.
    const asked = { hostname, port, path: url, method, headers, agent };
    const asking = open(asked, (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asking.on('error', reject);
    asking.end(text);
  });
}

type Line = { readonly status: number; readonly code?: string; readonly errors?: readonly object[] };

/** What is wrong with the answer to lines of JSON: each is a charge's answer or a problem. */
function faultOfLines(text: string): string | null {
  for (const each of text.split('\n').filter((line) => line !== '')) {
    const line = JSON.parse(each) as Line;
    remember(line);
    const { status, code, errors } = line;
    if (!(status >= 200 && status < 500)) return `a line failed: ${each}`;
    if (status >= 400 && !code) return `a line is refused without a code: ${each}`;
    if (code === 'invalid' && !errors?.length) return `no field of a line is named: ${each}`;
    lineStatuses.set(status, (lineStatuses.get(status) ?? 0) + 1);
  }
  return null;
}

/** What is wrong with an answer, or null. */
function faultOf({ method }: Request, url: string, { status, type, text }: Answer): string | null {
  if (status >= 500) return 'it failed';
  if (status >= 400) {
    if (type !== 'application/problem+json; charset=utf-8') return `a refusal is ${type}`;
    const problem = JSON.parse(text) as { status: number; code: string; errors?: readonly object[] };
    if (problem.status !== status) return 'another status is stated';
    return problem.code === 'invalid' && !problem.errors?.length ? 'no field is named' : null;
  }
  if (type.startsWith(LINES) && method === 'POST') return faultOfLines(text);
  if (!type.startsWith('application/json')) return null;
  const body: unknown = JSON.parse(text);
  remember(body);
  try {
    requireDescribed(method, url, status, body);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const statuses = new Map<string, number>();
const lineStatuses = new Map<number, number>();

async function send(request: Request): Promise<void> {
  const url = urlOf(request);
  const answer = await sent(request, url);
  const counted = `${request.method} ${answer.status}`;
  statuses.set(counted, (statuses.get(counted) ?? 0) + 1);
  const fault = faultOf(request, url, answer);
  if (fault === null) return;
  const said = write(request.body ?? null, find).slice(0, 500);
  const asked = `${request.method} ${url} ${said} (${request.role}, ${request.type}, key ${request.key})`;
  throw new Error(`${fault}: ${asked} was answered with ${answer.status}: ${answer.text.slice(0, 500)}`);
}

/** In units of 10^-18 credits. */
function units(amount: string | undefined): bigint {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)\.(\d+)$/.exec(amount ?? '') ?? [];
  return BigInt(`${sign}${whole}${decimals.padEnd(18, '0')}`);
}

/** Rule 10.3, and that the read models show what the log folds to. */
async function requireInvariants(accountId: string): Promise<void> {
  const url = stack.urls[0] ?? '';
  const balance = await eventually(
    `${accountId} is the same in Redis and in the log`,
    () => provenBalance(url, accountId, 0),
    { withinMs: 20_000 },
  );
  const of = (name: 'total' | 'available' | 'held' | 'overdraft'): bigint => units(balance[name]);
  expect([accountId, of('total')]).toEqual([accountId, of('available') + of('held') - of('overdraft')]);
  const { items } = await api.get<{ items: readonly Row[] }>(`/v1/accounts/${escaped(accountId)}/buckets`);
  for (const bucket of items) {
    const parts = ['remaining', 'held', 'spent', 'lapsed', 'withdrawn'].map((name) => units(bucket[name]));
    expect(parts.every((part) => part >= 0n)).toBe(true);
    expect([bucket['bucketId'], parts.reduce((sum, part) => sum + part, 0n)]).toEqual([
      bucket['bucketId'],
      units(bucket['granted']),
    ]);
  }
}

it(
  'answers whatever is sent with what is described, or a problem, and every account holds',
  async () => {
    for (let n = 0; n < 8; n++) {
      const accountId = `fuzz-${n}`;
      const route = `/v1/accounts/${accountId}`;
      remember(await api.post('/v1/accounts', { accountId }));
      remember(await api.post(`${route}/grants`, { amount: '1000', source: 'support' }));
      remember(await api.post(`${route}/purchases`, { amount: '500', paymentMethod: 'usdc', status: 'completed' }));
    }
    const drawn = fc.sample(requests, REQUESTS).values();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const request of drawn) await send(request);
      }),
    );
    const all = [...statuses].toSorted(([a], [b]) => (a < b ? -1 : 1));
    process.stderr.write(`${all.map(([status, count]) => `${status}: ${count}`).join(', ')}\n`);
    expect(all.reduce((sum, [, count]) => sum + count, 0)).toBe(REQUESTS);
    expect(lineStatuses.get(201)).toBeGreaterThan(0);
    expect(lineStatuses.get(400)).toBeGreaterThan(0);

    for (const accountId of ids.get('accountId') ?? []) accountIds.add(accountId);
    for (const accountId of accountIds) await requireInvariants(accountId);
    expect(stack.processes.every(({ isRunning }) => isRunning)).toBe(true);
  },
  60_000 + REQUESTS * 100,
);
