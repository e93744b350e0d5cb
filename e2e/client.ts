/** A client that expects processes to die: what gets no answer is repeated with its key until it has one. */
import { setTimeout as sleep } from 'node:timers/promises';

/** `status` 0: no answer came. */
export type Reply = {
  readonly status: number;
  readonly isReplay: boolean;
  readonly body: Readonly<Record<string, unknown>>;
};

const NO_REPLY: Reply = { status: 0, isReplay: false, body: {} };
const REPLY_WITHIN_MS = 20_000;

export async function ask(method: string, url: string, body?: unknown, key?: string): Promise<Reply> {
  const headers = {
    authorization: 'Bearer dev-admin',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  try {
    const response = await fetch(url, { method, headers, ...json, signal: AbortSignal.timeout(REPLY_WITHIN_MS) });
    return {
      status: response.status,
      isReplay: response.headers.get('idempotent-replayed') === 'true',
      body: (await response.json()) as Reply['body'],
    };
  } catch {
    return NO_REPLY;
  }
}

/** Statuses that say nothing about the command: try again with the same key. */
const isUndecided = ({ status }: Reply): boolean => status === 0 || status === 429 || status === 503;

/** The decision about a command, however often it has to be asked for. `urlOf` names the process of each try. */
export async function decided(
  urlOf: (attempt: number) => string,
  route: string,
  body: unknown,
  key: string,
  { withinMs = 60_000, method = 'POST' } = {},
): Promise<Reply> {
  let reply = NO_REPLY;
  let attempt = 0;
  for (const until = performance.now() + withinMs; performance.now() < until; attempt++) {
    reply = await ask(method, urlOf(attempt) + route, body, key);
    if (!isUndecided(reply)) return reply;
    await sleep(20 + Math.random() * 80);
  }
  throw new Error(
    `${method} ${route} was not decided in ${attempt} tries: ${reply.status} ${JSON.stringify(reply.body)}`,
  );
}

/** As `decided`, where only one outcome is right. */
export async function accepted(url: string, route: string, body: unknown, key: string): Promise<Reply['body']> {
  const reply = await decided(() => url, route, body, key);
  if (reply.status < 300) return reply.body;
  throw new Error(`POST ${route} was answered with ${reply.status} ${JSON.stringify(reply.body)}`);
}

/** A read that is answered, sooner or later. */
export async function read(url: string, route: string, withinMs = 60_000): Promise<Reply['body']> {
  let reply = NO_REPLY;
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(50)) {
    reply = await ask('GET', url + route);
    if (reply.status === 200) return reply.body;
    if (!isUndecided(reply)) break;
  }
  throw new Error(`GET ${route} was answered with ${reply.status} ${JSON.stringify(reply.body)}`);
}
