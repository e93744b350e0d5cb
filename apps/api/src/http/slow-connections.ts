/**
 * Connections whose request takes as long as it takes: lines of JSON that go on arriving while they are answered. The time
 * that a whole request has to arrive in does not count for them; that nothing moves any more does.
 */
import type { Socket } from 'node:net';

/** Neither a byte more from the client nor one more to it: it has stopped sending, or reading, or is gone. */
const IDLE_MS = 60_000;

const slow = new WeakSet<Socket>();

/** Until its request is answered. Node then sets the connection's time for the next one. */
export function takesItsTime(socket: Socket): void {
  slow.add(socket);
  socket.setTimeout(IDLE_MS);
}

export const isSlow = (socket: Socket): boolean => slow.has(socket);
