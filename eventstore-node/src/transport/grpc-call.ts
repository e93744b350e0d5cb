import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { FrameReader, frame } from './grpc-frames.js';
import { GrpcError, Status } from './grpc-status.js';

const TIMEOUT_UNIT_MS: Record<string, number> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 0.001, n: 0.000001 };

/** gRPC percent-encodes what HTTP/2 header values can't carry. */
const headerText = (text: string): string =>
  encodeURIComponent(text).replace(/%(2[0-489A-CEF]|3[A-F]|40|5[B-E]|60|7[B-E])/g, (code) => decodeURIComponent(code));

/** A trailer of our own goes out as it is, wherever a header can carry it: nobody decodes it. */
const trailerText = (text: string): string => (/^[\x20-\x7e]*$/.test(text) ? text : headerText(text));

/**
 * One call: an HTTP/2 stream that carries messages both ways. Messages written in one turn of the event loop leave in one
 * frame, which is what makes thousands of small answers a second cheap.
 */
export class GrpcCall {
  /** When the client gives up, in milliseconds since 1970. */
  readonly deadlineAt: number;
  private hasAnswered = false;
  private hasEnded = false;
  private isCorked = false;

  constructor(
    readonly path: string,
    readonly headers: IncomingHttpHeaders,
    private readonly stream: ServerHttp2Stream,
    private readonly largestMessage: number,
  ) {
    const timeout = /^(\d+)([HMSmun])$/.exec(String(headers['grpc-timeout'] ?? ''));
    this.deadlineAt = timeout
      ? Date.now() + Number(timeout[1]) * (TIMEOUT_UNIT_MS[timeout[2] as string] as number)
      : Infinity;
  }

  /** Calls back with each message of the client, and once when it has sent its last. */
  receive(onMessage: (message: Buffer) => void, onEnd: () => void): void {
    const frames = new FrameReader(this.largestMessage);
    this.stream.on('data', (chunk: Buffer) => {
      if (this.hasEnded) return;
      try {
        frames.push(chunk, onMessage);
      } catch (error) {
        this.fail(error);
      }
    });
    this.stream.on('end', () => {
      if (!this.hasEnded) onEnd();
    });
  }

  onClosed(listener: () => void): void {
    this.stream.once('close', listener);
  }

  /** Sends headers without a message, so that the client knows the call has begun. */
  begin(): void {
    if (this.hasAnswered || this.isClosed) return;
    this.hasAnswered = true;
    this.stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  }

  /** Queues one message. False: the caller has to wait for `drained`. */
  write(message: Uint8Array): boolean {
    return this.writeFrame(frame(message));
  }

  /** As `write`, for a message that already has the five bytes of its frame in front. */
  writeFrame(framed: Buffer): boolean {
    if (this.hasEnded || this.isClosed) return false;
    this.begin();
    if (!this.isCorked) this.corkForThisTurn();
    return this.stream.write(framed);
  }

  /** True when nothing more can be answered. */
  get isOver(): boolean {
    return this.hasEnded || this.isClosed;
  }

  private get isClosed(): boolean {
    return this.stream.destroyed || this.stream.closed;
  }

  get mustWait(): boolean {
    return this.stream.writableNeedDrain;
  }

  /** Resolves when more may be written, or the call is over. */
  drained(): Promise<void> {
    if (!this.mustWait || this.isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        this.stream.off('drain', done);
        this.stream.off('close', done);
        resolve();
      };
      this.stream.on('drain', done);
      this.stream.on('close', done);
    });
  }

  end(): void {
    this.finish({ 'grpc-status': String(Status.OK) });
  }

  fail(cause: unknown): void {
    const error =
      cause instanceof GrpcError
        ? cause
        : new GrpcError(Status.UNKNOWN, cause instanceof Error ? cause.message : String(cause));
    const trailers = Object.fromEntries(
      Object.entries(error.trailers).map(([key, value]) => [key, trailerText(value)]),
    );
    this.finish({ 'grpc-status': String(error.code), 'grpc-message': headerText(error.message), ...trailers });
  }

  /** Cuts the connection without an answer, with every other call on it. */
  breakConnection(): void {
    this.hasEnded = true;
    this.stream.session?.destroy();
  }

  private finish(trailers: Record<string, string>): void {
    if (this.hasEnded || this.isClosed) return;
    this.hasEnded = true;
    if (!this.hasAnswered) {
      this.stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true });
      return;
    }
    this.stream.once('wantTrailers', () => this.stream.sendTrailers(trailers));
    this.stream.end();
  }

  private corkForThisTurn(): void {
    this.isCorked = true;
    this.stream.cork();
    setImmediate(() => {
      this.isCorked = false;
      this.stream.uncork();
    });
  }
}
