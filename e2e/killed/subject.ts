/** What goes on while processes are killed, and how it is asked for. */
import type { Reply } from '../client.js';
import { decided } from '../client.js';

/** Something that falls due or is asked for in each round, and what of it must be in the log afterwards. */
export type Subject = {
  /** Before the first kill. */
  begin(service: Service): Promise<void>;
  /** Before each round, while everything is alive. */
  look?(service: Service): Promise<void>;
  /** Resolves when all that was asked in the round is decided. Time stands still meanwhile. */
  round(service: Service, nth: number): Promise<void>;
  /** Throws where an effect is missing, there twice, or of another amount than its round says. */
  prove(service: Service, rounds: readonly Round[]): Promise<void>;
};

/** From `from` up to `to`, where time stood in the round and where it was moved to after it (ms). */
export type Round = { readonly from: number; readonly to: number };

/** All API processes, any of which may be dead: what gets no answer is asked of the next one, with its key. */
export class Service {
  private asked = 0;

  constructor(private readonly urls: readonly string[]) {}

  get url(): string {
    return this.urls[0] ?? '';
  }

  /** The answer to what must be accepted, sooner or later. */
  async accepted(method: string, route: string, body: unknown, key: string): Promise<Reply['body']> {
    const first = this.asked++;
    const urlOf = (attempt: number) => this.urls[(first + attempt) % this.urls.length] ?? '';
    const { status, body: answer } = await decided(urlOf, route, body, key, { method, withinMs: 150_000 });
    if (status < 300) return answer;
    throw new Error(`${method} ${route} (${key}) was answered with ${status} ${JSON.stringify(answer)}`);
  }

  post(accountId: string, route: string, body: unknown, key: string): Promise<Reply['body']> {
    return this.accepted('POST', `/v1/accounts/${accountId}/${route}`, body, key);
  }

  put(route: string, body: unknown, key: string): Promise<Reply['body']> {
    return this.accepted('PUT', route, body, key);
  }
}

export const at = (ms: number): string => new Date(ms).toISOString();
export const HOUR_MS = 3_600_000;

export const opened = (service: Service, accountId: string, settings: object = { overdraftLimit: '0' }) =>
  service.accepted('POST', '/v1/accounts', { accountId, settings }, `open-${accountId}`);

export const bought = (service: Service, accountId: string, amount: string, key: string) =>
  service.post(accountId, 'purchases', { amount, paymentMethod: 'usdc', status: 'completed' }, key);
