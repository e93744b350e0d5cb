/** The product as the simulation asks it: an answer, or the code of a refusal. */
import { retrying } from '#client/retries.js';
import type { Request as Asked, Role } from './requests.js';

export type Outcome = {
  /** The code of the refusal; null where it was accepted. */
  readonly refused: string | null;
  readonly body: Readonly<Record<string, unknown>>;
};

/** For how long a request is repeated that meets no server, 429 or 503. */
const RETRY_FOR_MS = 60_000;

export class SimulatedService {
  private readonly send = retrying({ forMs: RETRY_FOR_MS });

  constructor(private readonly url: string) {}

  async ask({ method, route, body, role = 'admin', needs }: Asked, key: string): Promise<Outcome> {
    if (needs) await this.accepted(needs, key);
    const headers = { ...keyOf(role), 'content-type': 'application/json', 'idempotency-key': key };
    return this.answered(new Request(this.url + route, { method, headers, body: JSON.stringify(body) }));
  }

  async accepted(request: Asked, key: string): Promise<Outcome['body']> {
    const { refused, body } = await this.ask(request, key);
    if (refused === null) return body;
    throw new Error(`${request.method} ${request.route} was refused: ${JSON.stringify(body)}`);
  }

  async get(route: string): Promise<Outcome['body']> {
    const { refused, body } = await this.answered(new Request(this.url + route, { headers: keyOf('admin') }));
    if (refused === null) return body;
    throw new Error(`GET ${route} was refused: ${JSON.stringify(body)}`);
  }

  private async answered(request: Request): Promise<Outcome> {
    const response = await this.send(request);
    const body = (await response.json()) as Outcome['body'];
    if (response.status >= 500) throw new Error(`${request.method} ${request.url}: ${JSON.stringify(body)}`);
    return { refused: response.ok ? null : String(body['code']), body };
  }
}

const keyOf = (role: Role) => ({ authorization: `Bearer dev-${role}` });
