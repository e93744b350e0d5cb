import { createServer as createHttp1Server, type RequestListener } from 'node:http';
import {
  createServer as createHttp2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface Listener {
  readonly port: number;
  /** Stops listening, lets calls end for `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

const HTTP2_PREFACE_START = 'PRI ';
/** A stream's flow-control window. Larger than HTTP/2's default, so that bulk appends are not throttled by round trips. */
const STREAM_WINDOW_BYTES = 1024 * 1024;

/** A connection may have many large answers under way: Node's own limit (10 MB) would refuse calls beyond it. */
const HTTP2_OPTIONS: ServerOptions = {
  settings: { initialWindowSize: STREAM_WINDOW_BYTES, maxConcurrentStreams: 10_000 },
  maxSessionMemory: 1000,
};

/** Serves HTTP/2 (gRPC) and HTTP/1 on one port: the first bytes of a connection tell which it is. */
export async function listen(
  address: { host: string; port: number },
  onStream: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
  onRequest: RequestListener,
): Promise<Listener> {
  const http1 = createHttp1Server(onRequest);
  const http2 = createHttp2Server(HTTP2_OPTIONS);
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<Socket>();
  http2.on('stream', onStream);
  http2.on('session', (session) => {
    session.setLocalWindowSize(16 * STREAM_WINDOW_BYTES);
    sessions.add(session);
    session.on('error', () => undefined);
    session.once('close', () => sessions.delete(session));
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    socket.once('data', (first: Buffer) => {
      socket.pause();
      const isHttp2 = first.subarray(0, HTTP2_PREFACE_START.length).toString('latin1') === HTTP2_PREFACE_START;
      socket.unshift(first);
      (isHttp2 ? http2 : http1).emit('connection', socket);
      if (!isHttp2) socket.resume();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.close();
      http1.closeIdleConnections();
      const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
