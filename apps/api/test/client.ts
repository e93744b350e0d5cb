/** A client of the API for its end-to-end tests: one role, one process. */
import { randomUUID } from 'node:crypto';
import { requireDescribed } from './described.js';

/** An answer as it came. Whatever a test expects of it, it is as docs/openapi.json describes it. */
export type Reply<Body = Record<string, unknown>> = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
};

export class Client {
  constructor(
    readonly url: string,
    private readonly role = 'admin',
  ) {}

  as(role: string): Client {
    return new Client(this.url, role);
  }

  async send<Body = Record<string, unknown>>(
    method: string,
    route: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply<Body>> {
    const written = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    // As it is sent: dots that are encoded lead upwards all the same.
    const url = new URL(this.url + route);
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer dev-${this.role}`, ...(method === 'GET' ? {} : written), ...headers },
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    const answered = (isJson ? JSON.parse(text) : {}) as Body;
    if (isJson) requireDescribed(method, url.pathname, response.status, answered);
    return { status: response.status, headers: response.headers, text, body: answered };
  }

  /** The body of an answer whose status is the one that is expected. */
  async get<Body = Record<string, unknown>>(route: string, status = 200): Promise<Body> {
    return this.expected(status, await this.send<Body>('GET', route), route);
  }

  async post<Body = Record<string, unknown>>(route: string, body?: unknown, status = 201): Promise<Body> {
    return this.expected(status, await this.send<Body>('POST', route, body), route);
  }

  async put<Body = Record<string, unknown>>(route: string, body?: unknown, status = 200): Promise<Body> {
    return this.expected(status, await this.send<Body>('PUT', route, body), route);
  }

  private expected<Body>(status: number, reply: Reply<Body>, route: string): Body {
    if (reply.status === status) return reply.body;
    throw new Error(`${route} was answered with ${reply.status}: ${reply.text.slice(0, 400)}`);
  }
}
