/** One HTTP/2 connection to one node, watched: it is left when it shows no sign of life or says that it goes. */
import { type ClientHttp2Session, type OutgoingHttpHeaders, connect, sensitiveHeaders } from 'node:http2';
import { isIP } from 'node:net';
import type { Endpoint } from '../codec/cluster-info.js';
import { Call, type CallListener } from './call.js';
import { lost } from './call-failure.js';
import { Slots } from './slots.js';
import type { Target } from './target.js';

/** How much a server may send of one call, and of all, before it is read. HTTP/2's 64 KiB would stall what comes in bulk. */
const STREAM_WINDOW_BYTES = 1024 * 1024;
const CONNECTION_WINDOW_BYTES = 16 * 1024 * 1024;
/** Node's own limit of 10 MB would refuse calls while large answers are under way. */
const SESSION_MEMORY_MB = 200;
const MOST_CALLS = 100;
const CONNECT_WITHIN_MS = 2_000;
/** How long calls may go on that were under way when a connection was left. */
const LEAVE_WITHIN_MS = 30_000;

export class Session {
  private readonly slots = new Slots(() => Math.min(MOST_CALLS, this.http2.remoteSettings.maxConcurrentStreams ?? 100));
  private readonly headers: OutgoingHttpHeaders;
  private readonly carrier = { heard: () => void (this.hasHeard = true), release: () => this.slots.release() };
  private readonly leaving = new Set<() => void>();
  private isLeft = false;
  private hasHeard = true;
  /** When it was given up for its silence, on the monotonic clock. */
  silentAt = -Infinity;
  private cause: Error | undefined;

  private constructor(
    readonly endpoint: Endpoint,
    private readonly http2: ClientHttp2Session,
    target: Target,
  ) {
    this.headers = headersOf(target);
    const watch = this.watched(target);
    http2.on('error', (error) => (this.cause ??= error));
    // Calls that it took are let end; Node itself opens no further ones.
    http2.on('goaway', () => this.leave());
    http2.on('close', () => {
      clearInterval(watch);
      this.leave();
      this.slots.fail(lost('The connection was closed', this.cause));
    });
  }

  /** Resolves once the node has answered: a process that stands still accepts connections. `servername`: whom TLS expects. */
  static open(endpoint: Endpoint, target: Target, servername?: string): Promise<Session> {
    const { host, port } = endpoint;
    const address = `${target.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
    const http2 = connect(address, {
      ...target.tls,
      // TLS names no addresses; the certificate is still compared with the one that is connected to.
      servername: servername ?? (isIP(host) === 0 ? host : ''),
      settings: { initialWindowSize: STREAM_WINDOW_BYTES, enablePush: false },
      maxSessionMemory: SESSION_MEMORY_MB,
    });
    http2.once('connect', () => http2.setLocalWindowSize(CONNECTION_WINDOW_BYTES));
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => http2.destroy(new Error('No answer to the connection')), CONNECT_WITHIN_MS);
      const failed = (error?: unknown) => {
        clearTimeout(late);
        reject(lost(`No connection to ${host}:${port}`, error));
      };
      http2.on('error', failed);
      http2.once('close', failed);
      http2.once('remoteSettings', () => {
        clearTimeout(late);
        http2.off('close', failed);
        resolve(new Session(endpoint, http2, target));
      });
    });
  }

  /** Takes new calls. */
  get isOpen(): boolean {
    return !this.isLeft && !this.http2.closed && !this.http2.destroyed;
  }

  /** A call has its turn once there is room for it. Rejects where the connection is left before. */
  async call(path: string, listener: CallListener): Promise<Call> {
    await this.slots.take();
    if (!this.isOpen) {
      this.slots.release();
      throw lost('The connection was left', this.cause);
    }
    const stream = this.http2.request({ ...this.headers, ':path': path }, { endStream: false });
    return new Call(stream, listener, this.carrier);
  }

  /** Is called once it takes no more calls. Returns what ends that, for whoever is over before. */
  onLeaving(listener: () => void): () => void {
    this.leaving.add(listener);
    return () => void this.leaving.delete(listener);
  }

  /** No further calls; those under way end by themselves. */
  leave(): void {
    if (this.isLeft) return;
    this.isLeft = true;
    this.slots.fail(lost('The connection was left', this.cause));
    for (const listener of this.leaving) listener();
    if (this.http2.destroyed) return;
    this.http2.close();
    setTimeout(() => this.http2.destroy(), LEAVE_WITHIN_MS).unref();
  }

  /** Ends it with all its calls. */
  destroy(cause: Error): void {
    this.cause ??= cause;
    this.leave();
    this.http2.destroy(cause);
  }

  /** Looks counts, not time: when this process itself stood still, an answer may be there and not read yet. */
  private watched({ pingEveryMs, pingWithinMs }: Target): NodeJS.Timeout | undefined {
    if (pingEveryMs === 0) return undefined;
    let silentMs = 0;
    const look = () => {
      silentMs = this.hasHeard ? 0 : silentMs + pingEveryMs;
      if (silentMs >= pingWithinMs) {
        this.silentAt = performance.now();
        return this.destroy(new Error(`No sign of life for ${silentMs} ms`));
      }
      this.hasHeard = false;
      if (!this.http2.destroyed) this.http2.ping((error) => (this.hasHeard ||= error === null));
    };
    return setInterval(look, pingEveryMs);
  }
}

function headersOf({ authorization, connectionName }: Target): OutgoingHttpHeaders {
  return {
    ':method': 'POST',
    'content-type': 'application/grpc',
    te: 'trailers',
    'requires-leader': 'true',
    'connection-name': connectionName,
    ...(authorization !== undefined && { authorization, [sensitiveHeaders]: ['authorization'] }),
  };
}
