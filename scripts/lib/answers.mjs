/** Probes of servers: each resolves to undefined when one is there and ready, and to the reason when it is not. */
import { connect } from 'node:net';

/**
 * @param {string} url
 * @returns {Promise<string | undefined>}
 */
export async function httpAnswers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const text = await response.text();
    return response.ok ? undefined : `answers ${response.status}${missing(text)}`;
  } catch (error) {
    const { cause, name } = /** @type {Error & { cause?: NodeJS.ErrnoException }} */ (error);
    return cause?.code ?? name;
  }
}

/**
 * What does not answer or is wrong, from the answer of `/health/ready`.
 * @param {string} text
 */
function missing(text) {
  try {
    const { checks, problems = {} } = JSON.parse(text);
    const away = Object.entries(checks).filter(([, state]) => state === 'unavailable');
    const silent = away.length === 0 ? [] : [`no answer from ${away.map(([name]) => name).join(', ')}`];
    return `: ${[...silent, ...Object.values(problems)].join('; ')}`;
  } catch {
    return '';
  }
}

/** @param {number} port */
export const redisAnswers = (port) =>
  reach({ port, host: '127.0.0.1' }, (socket, end) => {
    socket.write('PING\r\n');
    // While it loads its data Redis answers `-LOADING`.
    socket.once('data', (data) => {
      const answer = data.toString().trim();
      end(answer === '+PONG' ? undefined : answer);
    });
  });

/** @type {Record<string, number>} */
const usualPorts = { redis: 6379, rediss: 6379 };
const usualPortOfEventStores = 2113;

/**
 * Of a connection string: undefined when one of its hosts takes connections, else why the last of them does not.
 * @param {string} url
 */
export async function listens(url) {
  const [scheme = '', rest = ''] = url.split('://');
  const [authority = ''] = rest.split(/[/?]/);
  const port = usualPorts[scheme] ?? usualPortOfEventStores;
  let reason;
  for (const each of authority.slice(authority.lastIndexOf('@') + 1).split(',')) {
    const [, host = each, given] = /^\[?(.+?)\]?(?::(\d+))?$/.exec(each) ?? [];
    reason = await reach({ host, port: Number(given ?? port) }, (_, end) => end(undefined));
    if (reason === undefined) return undefined;
  }
  return reason;
}

/**
 * Connects; `onConnect` goes on from there, and ends with the reason or none.
 * @param {{ host: string, port: number }} address
 * @param {(socket: import('node:net').Socket, end: (reason: string | undefined) => void) => void} onConnect
 * @returns {Promise<string | undefined>}
 */
function reach(address, onConnect) {
  return new Promise((resolve) => {
    const socket = connect({ ...address, timeout: 2_000 });
    const end = (/** @type {string | undefined} */ reason) => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => onConnect(socket, end));
    socket.once('timeout', () => end('silent'));
    socket.once('error', (/** @type {NodeJS.ErrnoException} */ error) => end(error.code));
  });
}
