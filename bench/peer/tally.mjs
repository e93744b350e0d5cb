/** What one side accepted, account by account, so that its balances can be checked to the last digit. */
import { load, requestHead } from '../http-client.mjs';

/** Five buckets of so much each. */
export const FUNDS = 1_000_000n;
const BUCKETS = 5n;
export const PRICE = '0.0125';
const PRICE_UNITS = 125n;
const UNITS = 10_000n;

/** The two sides print zeros at the end differently. @param {string} amount */
const plain = (amount) => (amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount);

/** @param {bigint} units */
const decimal = (units) => {
  const digits = String(units).padStart(5, '0');
  return plain(`${digits.slice(0, -4)}.${digits.slice(-4)}`);
};

export class Tally {
  /** @type {Map<string, number>} */
  #accepted = new Map();
  /** Answers that were not expected: how many, and the first of them. @type {Map<number, { count: number, first: string }>} */
  unexpected = new Map();

  /** @param {string} accountId */
  add(accountId) {
    this.#accepted.set(accountId, (this.#accepted.get(accountId) ?? 0) + 1);
  }

  /**
   * @param {number} status
   * @param {Buffer} body
   */
  addUnexpected(status, body) {
    const { count, first } = this.unexpected.get(status) ?? { count: 0, first: String(body.subarray(0, 300)) };
    this.unexpected.set(status, { count: count + 1, first });
  }

  get total() {
    return [...this.#accepted.values()].reduce((sum, each) => sum + each, 0);
  }

  /**
   * Balances that are not funds − accepted charges.
   * @param {number} port
   * @param {readonly string[]} accountIds
   */
  async wrongBalances(port, accountIds) {
    /** @type {string[]} */
    const wrong = [];
    await load({
      port,
      connections: 16,
      durationMs: Infinity,
      next: (n) => {
        const accountId = accountIds[n];
        if (accountId === undefined) return undefined;
        return {
          head: requestHead('GET', `/v1/accounts/${accountId}/balance`, port, 'dev-admin'),
          key: 'none',
          json: '',
          accountId,
        };
      },
      onAnswer: ({ accountId }, { status, body }) => {
        const expected = decimal(BUCKETS * FUNDS * UNITS - BigInt(this.#accepted.get(accountId) ?? 0) * PRICE_UNITS);
        const shown = status === 200 ? String(JSON.parse(String(body)).total) : `${status} ${String(body)}`;
        if (plain(shown) !== expected) wrong.push(`${accountId}: ${shown}, expected ${expected}`);
      },
    });
    return wrong;
  }
}
