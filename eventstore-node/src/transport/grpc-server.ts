import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { GrpcCall } from './grpc-call.js';
import { GrpcError, Status } from './grpc-status.js';

/** Answers one call. What it throws ends the call with that error. */
export type Method = (call: GrpcCall) => void | Promise<void>;

/** Full method names (`/package.Service/Method`) and what answers them. */
export type Methods = Readonly<Record<string, Method>>;

/**
 * The gRPC protocol on HTTP/2 streams. Written by hand because one port must serve HTTP/1 and gRPC, as the real server's
 * does, and because all answers of one group commit can then leave in one frame (docs/adr/0001 has the figures).
 * `unserved` returns why a method is not among them.
 */
export function createGrpcHandler(
  methods: Methods,
  unserved: (path: string) => string,
  largestMessage: number,
): (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void {
  return (stream, headers) => {
    stream.on('error', () => undefined);
    const call = new GrpcCall(String(headers[':path']), headers, stream, largestMessage);
    const method = methods[call.path];
    if (!method) {
      call.fail(new GrpcError(Status.UNIMPLEMENTED, unserved(call.path)));
      return;
    }
    void Promise.resolve()
      .then(() => method(call))
      .catch((error: unknown) => call.fail(error));
  };
}

/** A method with one message in. `answer` returns the message out; what a method is given beside the call, it is given too. */
export const unary =
  <Given extends readonly unknown[]>(
    answer: (request: Buffer, call: GrpcCall, ...given: Given) => Uint8Array | Promise<Uint8Array>,
  ) =>
  async (call: GrpcCall, ...given: Given): Promise<void> => {
    const response = await answer(await onlyMessage(call), call, ...given);
    call.write(response);
    call.end();
  };

/** The message of a call that carries one. */
export const onlyMessage = (call: GrpcCall): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    let message: Buffer | undefined;
    call.receive(
      (received) => (message = received),
      () =>
        message ? resolve(message) : reject(new GrpcError(Status.INVALID_ARGUMENT, 'The call carried no message.')),
    );
  });
