/**
 * Accounts divided over the API processes, as a load balancer divides them that hashes the path up to the account id.
 * The connections are divided alike.
 */
import { Accounts } from './accounts.mjs';

export class DividedAccounts {
  #parts;

  /**
   * @param {readonly number[]} ports
   * @param {string} prefix
   * @param {number} count
   */
  constructor(ports, prefix, count) {
    const share = Math.ceil(count / ports.length);
    this.#parts = ports
      .map((port, n) => new Accounts(port, `${prefix}-${n}`, Math.max(0, Math.min(share, count - n * share))))
      .filter(({ ids }) => ids.length > 0);
  }

  /** @param {number} connections */
  open(connections) {
    return this.#each((part) => part.open(this.#share(connections)));
  }

  /**
   * @param {number} connections
   * @param {number} durationMs
   * @param {string} tag
   * @returns {Promise<import('./http-client.mjs').Measured>}
   */
  async charge(connections, durationMs, tag) {
    const results = await this.#each((part) => part.charge(this.#share(connections), durationMs, tag));
    return {
      perSecond: results.reduce((sum, { perSecond }) => sum + perSecond, 0),
      latenciesMs: results.flatMap(({ latenciesMs }) => latenciesMs),
    };
  }

  /** @param {number} connections */
  async wrongBalances(connections) {
    return (await this.#each((part) => part.wrongBalances(this.#share(connections)))).flat();
  }

  async lag() {
    return Math.max(...(await this.#each((part) => part.lag())));
  }

  get total() {
    return this.#parts.reduce((sum, { total }) => sum + total, 0);
  }

  get unexpected() {
    return this.#parts.flatMap(({ unexpected }) => [...unexpected]);
  }

  /**
   * @template T
   * @param {(part: Accounts) => Promise<T>} act
   */
  #each(act) {
    return Promise.all(this.#parts.map(act));
  }

  /** @param {number} connections */
  #share(connections) {
    return Math.max(1, Math.floor(connections / this.#parts.length));
  }
}
