import { once } from 'node:events';
import { createServer } from 'node:net';
import { Refusal } from './say.mjs';

/**
 * Why this port can't be listened on, or undefined when it can.
 * @param {number} port
 * @param {string} host
 */
async function obstacle(port, host) {
  const server = createServer().listen({ port, host, exclusive: true });
  try {
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code;
  } finally {
    server.close();
  }
}

/**
 * @param {number} port
 * @param {string} host
 */
export async function requireFree(port, host) {
  const code = await obstacle(port, host);
  if (code === undefined) return;
  const reason = code === 'EADDRINUSE' ? 'is taken by another process' : `cannot be listened on (${code})`;
  throw new Refusal(`PORT=${port} on ${host} ${reason}; choose another: PORT=${port + 1} npm start`);
}

/** A free loopback port well below the range that the system hands out to outgoing connections. */
export async function freePort() {
  for (let tries = 0; tries < 200; tries++) {
    const port = 10_000 + Math.floor(Math.random() * 10_000);
    if ((await obstacle(port, '127.0.0.1')) === undefined) return port;
  }
  throw new Refusal('no free loopback port between 10000 and 19999');
}
