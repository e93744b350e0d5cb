/** Accounts of a benchmark: opened, funded, charged, and counted at the end. */
import { Connection, load, requestHead } from './http-client.mjs';

export const PRICE = '0.0125';
const PRICE_UNITS = 125n;
const UNITS = 10_000n;
const FUNDS = 1_000_000n;

const decimal = (units) => {
  const text = String(units).padStart(5, '0');
  return `${text.slice(0, -4)}.${text.slice(-4).replace(/0{1,2}$/, '')}`;
};

/** Accepted charges of each account, and what they need to be sent. */
export class Accounts {
  #heads;
  #port;
  accepted;
  unexpected = new Map();

  constructor(port, prefix, count) {
    this.#port = port;
    this.ids = Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
    this.#heads = this.ids.map((id) => requestHead('POST', `/v1/accounts/${id}/charges`, port, 'dev-service'));
    this.accepted = new Uint32Array(count);
  }

  async open(connections) {
    const opening = requestHead('POST', '/v1/accounts', this.#port, 'dev-admin');
    const steps = this.ids.map((accountId) => ({
      head: opening,
      key: 'open',
      json: JSON.stringify({ accountId, settings: { overdraftLimit: '0' } }),
    }));
    await this.#all(connections, steps);
    const funding = { amount: String(FUNDS), source: 'support' };
    const grants = this.ids.map((id) => ({
      head: requestHead('POST', `/v1/accounts/${id}/grants`, this.#port, 'dev-admin'),
      key: 'fund',
      json: JSON.stringify(funding),
    }));
    await this.#all(connections, grants);
  }

  /** One round of charges for so long; accounts take turns. */
  async charge(connections, durationMs, tag) {
    const json = JSON.stringify({ amount: PRICE, product: 'inference', model: 'bench' });
    return load({
      port: this.#port,
      connections,
      durationMs,
      next: (n) => ({ head: this.#heads[n % this.ids.length], key: `${tag}-${n}`, json, account: n % this.ids.length }),
      onAnswer: ({ account }, { status, body }) => this.#count(account, status, body),
    });
  }

  #count(account, status, body) {
    if (status === 201) this.accepted[account]++;
    else this.unexpected.set(status, `${this.unexpected.get(status) ?? ''}${body}`.slice(0, 300));
  }

  async #all(connections, requests) {
    const failures = [];
    await load({
      port: this.#port,
      connections,
      durationMs: Infinity,
      next: (n) => requests[n],
      onAnswer: (request, { status, body }) => status === 201 || failures.push(`${status} ${body}`),
    });
    if (failures.length > 0) throw new Error(`${failures.length} accounts were not set up: ${failures[0]}`);
  }

  /** Balances that are not funds − accepted charges, as the read models show them. */
  async wrongBalances(connections) {
    const wrong = [];
    const reads = this.ids.map((id) => requestHead('GET', `/v1/accounts/${id}/balance`, this.#port, 'dev-admin'));
    await load({
      port: this.#port,
      connections,
      durationMs: Infinity,
      next: (n) => reads[n] && { head: reads[n], key: 'none', json: '', account: n },
      onAnswer: ({ account }, { status, body }) => {
        const expected = decimal(FUNDS * UNITS - BigInt(this.accepted[account]) * PRICE_UNITS);
        const shown = status === 200 ? JSON.parse(body).total : `${status} ${body}`;
        if (shown !== expected) wrong.push(`${this.ids[account]}: ${shown}, expected ${expected}`);
      },
    });
    return wrong;
  }

  /** How long the read model takes to show what was just answered, ms. */
  async lag() {
    const connection = new Connection(this.#port);
    const askedAt = performance.now();
    const head = requestHead('GET', `/v1/accounts/${this.ids[0]}/balance`, this.#port, 'dev-admin');
    const { status, body } = await connection.send(head, 'none', '');
    connection.close();
    if (status !== 200) throw new Error(`The balance after a round was answered with ${status} ${body}`);
    return performance.now() - askedAt;
  }

  get total() {
    return this.accepted.reduce((sum, each) => sum + each, 0);
  }
}
