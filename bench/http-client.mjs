/**
 * A load generator that costs little beside what it measures: raw sockets, one request in flight on each, answers
 * parsed no further than their status and length.
 */
import { connect } from 'node:net';

/** A server that is silent for so long is not measured any further. */
const ANSWER_WITHIN_MS = 30_000;

const HEADER_END = Buffer.from('\r\n\r\n');

/** @typedef {{ status: number, body: Buffer }} Answer */
/** @typedef {{ head: string, key: string, json: string }} Request */
/** @typedef {{ perSecond: number, latenciesMs: number[] }} Measured */

/** One kept-alive connection. `send` resolves to `{ status, body }`; only one at a time. */
export class Connection {
  #socket;
  /** @type {Buffer} */
  #received = Buffer.alloc(0);
  /** @type {{ resolve: (answer: Answer) => void, reject: (error: Error) => void } | undefined} */
  #waiting;

  /**
   * @param {number} port
   * @param {string} [host]
   */
  constructor(port, host = '127.0.0.1') {
    this.#socket = connect({ port, host, noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.setTimeout(ANSWER_WITHIN_MS, () => this.#fail(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  /**
   * `head` is everything up to the headers that change; see `requestHead`.
   * @param {string} head
   * @param {string} key
   * @param {string} json
   * @returns {Promise<Answer>}
   */
  send(head, key, json) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${head}idempotency-key: ${key}\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
    });
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  /** @param {Buffer} chunk */
  #take(chunk) {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headerEnd = this.#received.indexOf(HEADER_END);
    if (headerEnd < 0) return;
    const header = this.#received.toString('latin1', 0, headerEnd);
    const length = /\r\ncontent-length: (\d+)/i.exec(header);
    if (!length) return this.#fail(new Error(`no content-length in ${header}`));
    const end = headerEnd + HEADER_END.length + Number(length[1]);
    if (this.#received.length < end) return;
    const body = this.#received.subarray(headerEnd + HEADER_END.length, end);
    this.#received = this.#received.subarray(end);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(header.slice(9, 12)), body });
  }

  /** @param {Error} error */
  #fail(error) {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

/**
 * @param {string} method
 * @param {string} route
 * @param {number} port
 * @param {string} apiKey
 */
export const requestHead = (method, route, port, apiKey) =>
  `${method} ${route} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${apiKey}\r\n` +
  'content-type: application/json\r\n';

/**
 * Keeps every connection busy until `durationMs` have passed or `next` has nothing more. `next(n)` is the n-th request,
 * or undefined. `onAnswer` sees each answer.
 * @template {Request} R
 * @param {{ port: number, connections: number, durationMs: number, next: (n: number) => R | undefined,
 *   onAnswer: (request: R, answer: Answer) => void }} what
 */
export async function load({ port, connections, durationMs, next, onAnswer }) {
  /** @type {number[]} */
  const latenciesMs = [];
  let sent = 0;
  const startedAt = performance.now();
  const open = Array.from({ length: connections }, () => new Connection(port));
  const drive = async (/** @type {Connection} */ connection) => {
    for (;;) {
      const sentAt = performance.now();
      const request = sentAt - startedAt < durationMs ? next(sent++) : undefined;
      if (!request) return;
      const answer = await connection.send(request.head, request.key, request.json);
      latenciesMs.push(performance.now() - sentAt);
      onAnswer(request, answer);
    }
  };
  try {
    await Promise.all(open.map(drive));
  } finally {
    for (const connection of open) connection.close();
  }
  const tookMs = performance.now() - startedAt;
  return { perSecond: (latenciesMs.length * 1000) / tookMs, tookMs, latenciesMs };
}
