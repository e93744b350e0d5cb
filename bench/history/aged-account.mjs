/** An account of a certain age for `--history`: made by batches of charges, and what can be asked of it later. */
import { Connection, requestHead } from '../http-client.mjs';

const PRICE = '0.0125';
const UNITS = 10_000n;
const PRICE_UNITS = 125n;
const FUNDS = 100_000n;
/** Charges that are requested together, as a busy account's are. */
const LINES = 64;
/** Batches under way at a time. */
const SEEDERS = 8;
const DAY_MS = 86_400_000;

/** @typedef {{ status: number, body: Buffer }} Answer */
/** @typedef {{ charges: number, buckets: number }} Size */

const charge = { amount: PRICE, product: 'inference', model: 'bench' };

export class AgedAccount {
  #connection;
  #port;
  #asked = 0;
  #tag = '';

  /**
   * @param {number} port
   * @param {string} id
   * @param {Size} size
   */
  constructor(port, id, { charges, buckets }) {
    this.#port = port;
    this.#connection = new Connection(port);
    Object.assign(this, { id, charges, buckets });
    this.id = id;
    this.charges = charges;
    this.buckets = buckets;
    /** Revision of the last entry before the charges. */
    this.setUp = 0;
  }

  /** Opens a connection again, to a process that was started anew. */
  connect() {
    this.#connection.close();
    this.#connection = new Connection(this.#port);
  }

  close() {
    this.#connection.close();
  }

  async make() {
    // It may have been idle for long enough to be closed.
    this.connect();
    await this.#post('/v1/accounts', { accountId: this.id }, 'open');
    for (let nth = 1; nth < this.buckets; nth++) {
      const expiresAt = new Date(Date.now() + (30 + nth) * DAY_MS).toISOString();
      const scope = { models: [nth % 2 === 0 ? 'bench' : 'another'] };
      const grant = { amount: String(FUNDS), source: 'support', expiresAt, ...(nth % 3 === 0 && { scope }) };
      await this.#post(`${this.#path}/grants`, grant, `grant-${nth}`);
    }
    const bought = { amount: String(FUNDS), paymentMethod: 'usdc', status: 'completed' };
    this.setUp = JSON.parse(String((await this.#post(`${this.#path}/purchases`, bought, 'buy')).body)).revision;
    let next = 0;
    const connections = Array.from({ length: SEEDERS }, () => new Connection(this.#port));
    const seed = async (/** @type {Connection} */ connection) => {
      for (let first = next; first < this.charges; first = next) {
        next += LINES;
        await this.#seed(connection, first);
      }
    };
    await Promise.all(connections.map(seed));
    for (const connection of connections) connection.close();
  }

  /**
   * @param {Connection} connection
   * @param {number} first
   */
  async #seed(connection, first) {
    const charges = Array.from({ length: Math.min(LINES, this.charges - first) }, (_, nth) => ({
      accountId: this.id,
      idempotencyKey: `seed-${first + nth}`,
      ...charge,
    }));
    const head = requestHead('POST', '/v1/charges/batch', this.#port, 'dev-service');
    const { body } = accepted(await connection.send(head, 'none', JSON.stringify({ charges })), 'a batch');
    const { results } = JSON.parse(String(body));
    const refused = results.find((/** @type {{ status: number }} */ { status }) => status !== 201);
    if (refused) throw new Error(`A charge of the seed was answered with ${JSON.stringify(refused)}`);
    this.#tag = results[0].transactionId.replace(/-\d+$/, '');
  }

  /** What is measured, by name: each asks once and throws where the answer is not what it has to be. */
  get questions() {
    return {
      'a new charge': () => this.#charge(`new-${this.id}-${process.pid}-${this.#asked++}`, false),
      'a replayed key': () => this.#charge(`seed-${this.#pick()}`, true),
      'balance as of a revision': () => this.#balance(),
      'balance as of a time': () => this.#get(`/balance?asOf=${new Date(Date.now() - 6_000).toISOString()}`),
      'buckets as of a revision': () => this.#get(`/buckets?revision=${this.setUp + 1 + this.#pick()}`),
      'explain a transaction': () => this.#get(`/transactions/${this.#tag}-${this.setUp + 1 + this.#pick()}/explain`),
      'a page of transactions': () => this.#get('/transactions?limit=50'),
      'balance of now': () => this.#get('/balance'),
    };
  }

  /** What a load generator sends. @param {'new' | 'seed'} kind */
  request(kind) {
    const head = requestHead('POST', `${this.#path}/charges`, this.#port, 'dev-service');
    const key = kind === 'new' ? `load-${process.pid}-${this.#asked++}` : `seed-${this.#pick()}`;
    return { head, key, json: JSON.stringify(charge) };
  }

  get #path() {
    return `/v1/accounts/${this.id}`;
  }

  #pick() {
    return Math.floor(Math.random() * this.charges);
  }

  /**
   * @param {string} key
   * @param {boolean} isReplay
   */
  async #charge(key, isReplay) {
    const { body } = await this.#post(`${this.#path}/charges`, charge, key);
    const { revision } = JSON.parse(String(body));
    if (revision > this.setUp + this.charges === isReplay)
      throw new Error(`${key} was answered with revision ${revision}`);
  }

  async #balance() {
    const charges = 1 + this.#pick();
    const { total } = await this.#get(`/balance?revision=${this.setUp + charges}`);
    const units = FUNDS * UNITS * BigInt(this.buckets) - PRICE_UNITS * BigInt(charges);
    const [whole = '', decimals = ''] = total.split('.');
    if (BigInt(whole) * UNITS + BigInt(decimals.padEnd(4, '0')) !== units)
      throw new Error(`After ${charges} charges the balance was ${total}`);
  }

  /** @param {string} route */
  async #get(route) {
    const head = requestHead('GET', `${this.#path}${route}`, this.#port, 'dev-admin');
    return JSON.parse(String(accepted(await this.#connection.send(head, 'none', ''), route).body));
  }

  /**
   * @param {string} route
   * @param {object} body
   * @param {string} key
   */
  async #post(route, body, key) {
    const head = requestHead('POST', route, this.#port, 'dev-admin');
    return accepted(await this.#connection.send(head, key, JSON.stringify(body)), route);
  }
}

/**
 * @param {Answer} answer
 * @param {string} route
 */
function accepted(answer, route) {
  if (answer.status >= 300) throw new Error(`${route} was answered with ${answer.status} ${String(answer.body)}`);
  return answer;
}
