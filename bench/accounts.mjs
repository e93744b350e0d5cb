/** Accounts of a benchmark: opened, funded, charged, and counted at the end. */
import { Connection, load, requestHead } from './http-client.mjs';

export const PRICE = '0.0125';
const PRICE_UNITS = 125n;
const UNITS = 10_000n;
const FUNDS = 1_000_000n;

/** @typedef {import('./http-client.mjs').Request} Request */

/** @param {bigint} units */
const decimal = (units) => {
  const text = String(units).padStart(5, '0');
  return `${text.slice(0, -4)}.${text.slice(-4).replace(/0{1,2}$/, '')}`;
};

/** Accepted charges of each account, and what they need to be sent. */
export class Accounts {
  #heads;
  #port;
  /** @type {Uint32Array} */
  accepted;
  /** What other answers than 201 contain, by status. @type {Map<number, string>} */
  unexpected = new Map();

  /**
   * @param {number} port
   * @param {string} prefix
   * @param {number} count
   */
  constructor(port, prefix, count) {
    this.#port = port;
    this.ids = Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
    this.#heads = this.ids.map((id) => requestHead('POST', `/v1/accounts/${id}/charges`, port, 'dev-service'));
    this.accepted = new Uint32Array(count);
  }

  /** @param {number} connections */
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

  /**
   * One round of charges for so long; accounts take turns.
   * @param {number} connections
   * @param {number} durationMs
   * @param {string} tag
   */
  async charge(connections, durationMs, tag) {
    const json = JSON.stringify({ amount: PRICE, product: 'inference', model: 'bench' });
    return load({
      port: this.#port,
      connections,
      durationMs,
      next: (n) => {
        const account = n % this.ids.length;
        return { head: this.#heads[account] ?? '', key: `${tag}-${n}`, json, account };
      },
      onAnswer: ({ account }, { status, body }) => this.#count(account, status, body),
    });
  }

  /**
   * @param {number} account
   * @param {number} status
   * @param {Buffer} body
   */
  #count(account, status, body) {
    if (status === 201) this.accepted[account] = this.#acceptedOf(account) + 1;
    else this.unexpected.set(status, `${this.unexpected.get(status) ?? ''}${String(body)}`.slice(0, 300));
  }

  /** @param {number} account */
  #acceptedOf(account) {
    return this.accepted[account] ?? 0;
  }

  /**
   * @param {number} connections
   * @param {readonly Request[]} requests
   */
  async #all(connections, requests) {
    /** @type {string[]} */
    const failures = [];
    await load({
      port: this.#port,
      connections,
      durationMs: Infinity,
      next: (n) => requests[n],
      onAnswer: (_, { status, body }) => {
        if (status !== 201) failures.push(`${status} ${String(body)}`);
      },
    });
    if (failures.length > 0) throw new Error(`${failures.length} accounts were not set up: ${failures[0]}`);
  }

  /**
   * Balances that are not funds − accepted charges, as the read models show them.
   * @param {number} connections
   */
  async wrongBalances(connections) {
    /** @type {string[]} */
    const wrong = [];
    const reads = this.ids.map((id) => requestHead('GET', `/v1/accounts/${id}/balance`, this.#port, 'dev-admin'));
    await load({
      port: this.#port,
      connections,
      durationMs: Infinity,
      next: (n) => {
        const head = reads[n];
        return head === undefined ? undefined : { head, key: 'none', json: '', account: n };
      },
      onAnswer: ({ account }, { status, body }) => {
        const expected = decimal(FUNDS * UNITS - BigInt(this.#acceptedOf(account)) * PRICE_UNITS);
        const shown = status === 200 ? JSON.parse(String(body)).total : `${status} ${String(body)}`;
        if (shown !== expected) wrong.push(`${this.ids[account]}: ${shown}, expected ${expected}`);
      },
    });
    return wrong;
  }

  /** How long the read model takes to show what was just answered, ms. */
  async lag() {
    const connection = new Connection(this.#port);
    const sentAt = performance.now();
    const head = requestHead('GET', `/v1/accounts/${this.ids[0]}/balance`, this.#port, 'dev-admin');
    const { status, body } = await connection.send(head, 'none', '');
    connection.close();
    if (status !== 200) throw new Error(`The balance after a round was answered with ${status} ${String(body)}`);
    return performance.now() - sentAt;
  }

  get total() {
    return this.accepted.reduce((sum, each) => sum + each, 0);
  }
}
