import { GrpcError, Status } from './grpc-status.js';

/** Compression flag and length in front of each message. */
export const FRAME_HEADER_BYTES = 5;

export const writeFrameHeader = (target: Buffer, messageLength: number): void => {
  target[0] = 0;
  target.writeUInt32BE(messageLength, 1);
};

export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(FRAME_HEADER_BYTES + message.length);
  writeFrameHeader(framed, message.length);
  framed.set(message, FRAME_HEADER_BYTES);
  return framed;
}

/**
 * Cuts a byte stream into messages. What it hands out may share memory with the chunks: only a message that lies in several of
 * them is copied.
 */
export class FrameReader {
  /** Of a message that has come in part, and how many bytes it needs as far as is known. */
  private pieces: Buffer[] = [];
  private buffered = 0;
  private needed = FRAME_HEADER_BYTES;

  constructor(private readonly largestMessage: number) {}

  push(chunk: Buffer, onMessage: (message: Buffer) => void): void {
    let at = 0;
    while (this.buffered > 0) {
      at = this.complete(chunk, at, onMessage);
      if (at === chunk.length && this.buffered > 0) return;
    }
    while (chunk.length - at >= FRAME_HEADER_BYTES) {
      const end = at + FRAME_HEADER_BYTES + this.messageLength(chunk, at);
      if (end > chunk.length) {
        this.needed = end - at;
        break;
      }
      onMessage(chunk.subarray(at + FRAME_HEADER_BYTES, end));
      at = end;
    }
    if (at === chunk.length) return;
    this.pieces.push(chunk.subarray(at));
    this.buffered = chunk.length - at;
  }

  /** Takes what a message in part still needs, first of its header and then of the rest. Returns where in the chunk that ends. */
  private complete(chunk: Buffer, at: number, onMessage: (message: Buffer) => void): number {
    const end = Math.min(chunk.length, at + this.needed - this.buffered);
    this.pieces.push(chunk.subarray(at, end));
    this.buffered += end - at;
    if (this.buffered < this.needed) return end;
    const bytes = Buffer.concat(this.pieces, this.buffered);
    this.needed = FRAME_HEADER_BYTES + this.messageLength(bytes, 0);
    this.pieces = [bytes];
    if (this.buffered < this.needed) return end;
    this.pieces = [];
    this.buffered = 0;
    this.needed = FRAME_HEADER_BYTES;
    onMessage(bytes.subarray(FRAME_HEADER_BYTES));
    return end;
  }

  private messageLength(bytes: Buffer, at: number): number {
    if (bytes[at] !== 0) throw new GrpcError(Status.UNIMPLEMENTED, 'Compressed messages are not supported.');
    const length = bytes.readUInt32BE(at + 1);
    if (length > this.largestMessage) {
      throw new GrpcError(
        Status.RESOURCE_EXHAUSTED,
        `A message of ${length} bytes is larger than the ${this.largestMessage} bytes allowed.`,
      );
    }
    return length;
  }
}
