/** Drawdown's HTTP API as its clients use it: kept-alive connections, and retries that can't do a thing twice. */
import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

export type ApiClient = {
  get(route: string): Promise<Answer['body']>;
  /** The key makes a repetition harmless: it is sent again until there is an answer. */
  send(method: 'POST' | 'PUT' | 'PATCH', route: string, body: unknown, key: string): Promise<Answer['body']>;
  readonly retries: () => number;
  close(): void;
};

export type ApiClientOptions = {
  readonly url: string;
  readonly apiKey: string;
  readonly connections: number;
  /** For how long a request is repeated that meets no server, 429 or 503. */
  readonly retryForMs?: number;
};

/** An answer that is no 2xx and that repeating does not mend. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    what: string,
    readonly answer: Answer,
  ) {
    const { code, detail, title } = answer.body;
    const reason = [code, detail ?? title].filter((each) => typeof each === 'string').join(': ');
    super(`${what} was answered with ${answer.status}${reason === '' ? '' : ` (${reason})`}`);
  }
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;
/** Longer than the server itself waits for anything. */
const ANSWER_WITHIN_MS = 30_000;
const SILENT_AFTER_MS = 2_000;

export function createApiClient({ url, apiKey, connections, retryForMs = 60_000 }: ApiClientOptions): ApiClient {
  const base = addressOf(url);
  const { Agent, request } = base.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let repeated = 0;
  let isSilenceNoted = false;

  const noteSilence = () => {
    if (!isSilenceNoted) console.error(`${base.origin} does not answer; retrying`);
    isSilenceNoted = true;
  };

  const exchange = (method: string, route: string, headers: Record<string, string | number>, body?: string) =>
    new Promise<Answer & { readonly pauseMs: number }>((resolve, reject) => {
      const outgoing = request(
        new URL(route, base),
        { method, agent, headers, timeout: ANSWER_WITHIN_MS },
        (response) => {
          text(response).then((answer) => {
            const pauseMs = Number(response.headers['retry-after'] ?? 0) * 1000;
            resolve({ status: response.statusCode ?? 0, body: parsed(answer), pauseMs });
          }, reject);
        },
      );
      outgoing.once('timeout', () => outgoing.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
      outgoing.once('error', reject);
      outgoing.end(body);
    });

  async function answer(method: string, route: string, body?: unknown, key?: string): Promise<Answer['body']> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${apiKey}`,
      ...(json !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const silence = setTimeout(noteSilence, SILENT_AFTER_MS);
    const giveUpAt = performance.now() + retryForMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS), repeated++) {
      const last = performance.now() > giveUpAt;
      try {
        const given = await exchange(method, route, headers, json);
        // Busy is not silent: whatever it answers, it is there.
        clearTimeout(silence);
        if (given.status >= 200 && given.status < 300) return given.body;
        const mayRepeat = given.status === 429 || given.status === 503;
        if (!mayRepeat || last) throw new Refused(`${method} ${route}`, given);
        await sleep(Math.max(pauseMs, Math.min(given.pauseMs, LONGEST_PAUSE_MS)) * (0.5 + Math.random() / 2));
      } catch (error) {
        if (error instanceof Refused) throw error;
        if (last) {
          clearTimeout(silence);
          throw new Error(`${method} ${new URL(route, base).href}: ${(error as Error).message}`, { cause: error });
        }
        await sleep(pauseMs);
      }
    }
  }

  return {
    get: (route) => answer('GET', route),
    send: (method, route, body, key) => answer(method, route, body, key),
    retries: () => repeated,
    close: () => agent.destroy(),
  };
}

function addressOf(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address?.protocol !== 'http:' && address?.protocol !== 'https:')
    throw new RangeError(`--url: ${JSON.stringify(url)} is not an address like http://127.0.0.1:3000`);
  return address;
}

function parsed(answer: string): Answer['body'] {
  try {
    const body: unknown = JSON.parse(answer);
    return typeof body === 'object' && body !== null ? (body as Answer['body']) : {};
  } catch {
    return {};
  }
}
