/** One gRPC call: an HTTP/2 stream that carries messages both ways and ends with a status. */
import { type ClientHttp2Stream, type IncomingHttpHeaders, constants } from 'node:http2';
import { FrameReader, type OnMessage } from '../codec/frames.js';
import { CallFailure, GrpcStatus, failureIn, failureOfHttp, lost } from './call-failure.js';

export type CallListener = {
  readonly onMessage: OnMessage;
  /** After all messages of a chunk. */
  readonly onChunk?: () => void;
  /** Once: undefined where the server ended it with all that there was. */
  readonly onEnd: (failure: CallFailure | undefined) => void;
};

/** The connection that a call is made on. */
export type Carrier = {
  /** Something has come. */
  heard(): void;
  /** The call takes no place any more. */
  release(): void;
};

export class Call {
  private hasEnded = false;
  private status: { readonly failure: CallFailure | undefined } | undefined;
  private cause: unknown;

  constructor(
    private readonly stream: ClientHttp2Stream,
    private readonly listener: CallListener,
    private readonly carrier: Carrier,
  ) {
    const frames = new FrameReader(listener.onMessage);
    stream.on('response', (headers) => this.note(headers, headers[':status']));
    stream.on('trailers', (headers) => this.note(headers, 200));
    stream.on('data', (chunk: Buffer) => this.take(frames, chunk));
    stream.on('error', (error) => (this.cause ??= error));
    stream.on('end', () => {
      if (!frames.isBetweenMessages) this.finish(lost('The call ended within a message'));
      else if (this.status) this.finish(this.status.failure);
    });
    // What was read in part, as the connection went with the rest of it, is no whole answer, whatever the status.
    stream.on('close', () => {
      carrier.release();
      if (!this.hasEnded) this.finish(this.status?.failure ?? lost('The call was cut off', this.cause));
    });
  }

  /** Bytes that the connection has not taken yet. */
  get bufferedBytes(): number {
    return this.stream.writableLength;
  }

  write(bytes: Buffer): void {
    if (!this.hasEnded) this.stream.write(bytes);
  }

  onceDrained(listener: () => void): void {
    this.stream.once('drain', listener);
  }

  /** Nothing more is sent. */
  end(bytes?: Buffer): void {
    if (!this.stream.destroyed) this.stream.end(bytes);
  }

  /** For calls that bring more than is wanted. Servers take many of these for an attack. */
  cancel(): void {
    this.finish(new CallFailure(GrpcStatus.UNKNOWN, 'The call was cancelled'));
    this.stream.close(constants.NGHTTP2_CANCEL);
  }

  pause(): void {
    this.stream.pause();
  }

  resume(): void {
    this.stream.resume();
  }

  private take(frames: FrameReader, chunk: Buffer): void {
    this.carrier.heard();
    if (this.hasEnded) return;
    try {
      frames.push(chunk);
      this.listener.onChunk?.();
    } catch (error) {
      this.finish(lost('An answer can not be read', error));
      this.stream.close(constants.NGHTTP2_CANCEL);
    }
  }

  private note(headers: IncomingHttpHeaders, httpStatus: number | undefined): void {
    if (headers['grpc-status'] !== undefined) this.status = { failure: failureIn(headers) };
    else if (httpStatus !== 200) this.status = { failure: failureOfHttp(httpStatus) };
  }

  private finish(failure: CallFailure | undefined): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.listener.onEnd(failure);
  }
}
