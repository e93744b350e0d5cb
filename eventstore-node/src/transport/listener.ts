import {
  createServer as createHttp1Server,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import {
  createServer as createHttp2Server,
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsIdentity } from './tls-identity.js';

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

/** A connection that does not finish its TLS handshake in this time is closed. */
const HANDSHAKE_MS = 10_000;

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** Absent: connections are in the clear. */
  readonly tls?: TlsIdentity | undefined;
}

type OnConnection = (socket: Socket, isHttp2: boolean) => void;

/** The first bytes of a connection show whether it is HTTP/2 (gRPC) or HTTP/1. */
const clearServer = (onConnection: OnConnection): Server =>
  createServer((socket) => {
    socket.once('data', (first: Buffer) => {
      socket.pause();
      const isHttp2 = first.subarray(0, HTTP2_PREFACE_START.length).toString('latin1') === HTTP2_PREFACE_START;
      socket.unshift(first);
      onConnection(socket, isHttp2);
      if (!isHttp2) socket.resume();
    });
  });

/** The two agree on the protocol while they shake hands (ALPN). A client that names none speaks HTTP/1. */
const tlsServer = (identity: TlsIdentity, onConnection: OnConnection): Server =>
  createTlsServer({ ...identity, ALPNProtocols: ['h2', 'http/1.1'], handshakeTimeout: HANDSHAKE_MS }, (socket) => {
    socket.on('error', () => undefined);
    onConnection(socket, socket.alpnProtocol === 'h2');
  });

const isGrpc = (headers: IncomingHttpHeaders): boolean =>
  (headers['content-type'] ?? '').startsWith('application/grpc');

/** Plain HTTP over HTTP/2, which many clients speak as soon as there is TLS. What is used of the two is the same as in HTTP/1. */
function servePlain(
  onRequest: RequestListener,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  rawHeaders: readonly string[],
): void {
  stream.on('error', () => undefined);
  const request = new Http2ServerRequest(stream, headers, {}, rawHeaders);
  const response: unknown = new Http2ServerResponse(stream);
  onRequest(request as unknown as IncomingMessage, response as ServerResponse & { req: IncomingMessage });
}

/** Serves gRPC (HTTP/2) and plain HTTP on one port, with TLS or without. */
export async function listen(
  address: ListenAddress,
  onStream: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
  onRequest: RequestListener,
): Promise<Listener> {
  const http1 = createHttp1Server(onRequest);
  const http2 = createHttp2Server(HTTP2_OPTIONS);
  const sessions = new Set<ServerHttp2Session>();
  const sockets = new Set<Socket>();
  http2.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, rawHeaders: string[]) =>
    isGrpc(headers) ? onStream(stream, headers) : servePlain(onRequest, stream, headers, rawHeaders),
  );
  http2.on('session', (session) => {
    session.setLocalWindowSize(16 * STREAM_WINDOW_BYTES);
    sessions.add(session);
    session.on('error', () => undefined);
    session.once('close', () => sessions.delete(session));
  });
  const serve: OnConnection = (socket, isHttp2) => (isHttp2 ? http2 : http1).emit('connection', socket);
  const server = address.tls ? tlsServer(address.tls, serve) : clearServer(serve);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
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
