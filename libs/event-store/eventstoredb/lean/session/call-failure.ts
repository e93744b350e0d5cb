/** How a call ended, where it did not end well. */
import type { IncomingHttpHeaders } from 'node:http2';
import type { Endpoint } from '../codec/cluster-info.js';

/** Status codes of gRPC, as far as something follows from them. */
export const GrpcStatus = { OK: 0, UNKNOWN: 2, PERMISSION_DENIED: 7, UNAVAILABLE: 14, UNAUTHENTICATED: 16 } as const;

export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  constructor(
    readonly code: number,
    message: string,
    /** By which the server names its own kinds of errors: `not-leader`, `stream-deleted`. */
    readonly exception?: string,
    /** Whom a server that does not lead names. */
    readonly leader?: Endpoint,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** Whom to turn to, where a call failed as its server does not lead (any more). */
export const leaderIn = (failure: unknown): Endpoint | undefined =>
  failure instanceof CallFailure && failure.exception === 'not-leader' ? failure.leader : undefined;

/** Whether it was refused for who makes it. */
export const isAccessDenied = (failure: CallFailure): boolean =>
  failure.code === GrpcStatus.UNAUTHENTICATED || failure.code === GrpcStatus.PERMISSION_DENIED;

/** What trailers say, or headers that are all there is. Undefined: it ended well. */
export function failureIn(headers: IncomingHttpHeaders): CallFailure | undefined {
  const code = Number(headers['grpc-status']);
  if (code === GrpcStatus.OK) return undefined;
  const [exception, host, port] = ['exception', 'leader-endpoint-host', 'leader-endpoint-port'].map((name) => {
    const value = headers[name];
    return value === undefined ? undefined : String(value);
  });
  const leader = host && port ? { host, port: Number(port) } : undefined;
  return new CallFailure(code, unescaped(String(headers['grpc-message'] ?? `gRPC status ${code}`)), exception, leader);
}

/** Where headers are not those of gRPC: a proxy answers, or nobody who knows the method. */
export function failureOfHttp(status: number | undefined): CallFailure | undefined {
  if (status === 200) return undefined;
  const code =
    status === 401
      ? GrpcStatus.UNAUTHENTICATED
      : status === 403
        ? GrpcStatus.PERMISSION_DENIED
        : GrpcStatus.UNAVAILABLE;
  return new CallFailure(code, `HTTP status ${status}`);
}

/** Of a call whose connection went, or whose stream was reset. */
export const lost = (message: string, cause?: unknown): CallFailure =>
  new CallFailure(GrpcStatus.UNAVAILABLE, message, undefined, undefined, { cause });

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
