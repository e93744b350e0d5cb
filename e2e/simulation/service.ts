/** The product as the simulation asks it: an answer, or the code of a refusal. */
import { type ApiClient, Refused, createApiClient } from '../../apps/cli/src/api-client.js';
import type { Request, Role } from './requests.js';

const ROLES: readonly Role[] = ['admin', 'finance', 'support'];

export type Outcome = {
  /** The code of the refusal; null where it was accepted. */
  readonly refused: string | null;
  readonly body: Readonly<Record<string, unknown>>;
};

export class SimulatedService {
  private readonly clients: ReadonlyMap<Role, ApiClient>;

  constructor(url: string, connections: number) {
    this.clients = new Map(ROLES.map((role) => [role, createApiClient({ url, apiKey: `dev-${role}`, connections })]));
  }

  async ask({ method, route, body, role = 'admin', needs }: Request, key: string): Promise<Outcome> {
    if (needs) await this.accepted(needs, key);
    try {
      return { refused: null, body: await this.as(role).send(method, route, body, key) };
    } catch (error) {
      if (!(error instanceof Refused) || error.answer.status >= 500) throw error;
      return { refused: String(error.answer.body['code']), body: error.answer.body };
    }
  }

  async accepted(request: Request, key: string): Promise<Outcome['body']> {
    const { refused, body } = await this.ask(request, key);
    if (refused === null) return body;
    throw new Error(`${request.method} ${request.route} was refused: ${JSON.stringify(body)}`);
  }

  get(route: string): Promise<Outcome['body']> {
    return this.as('admin').get(route);
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }

  private as(role: Role): ApiClient {
    const client = this.clients.get(role);
    if (!client) throw new Error(`There is no client for ${role}`);
    return client;
  }
}
