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

/** Cuts a byte stream into messages. What it hands out may share memory with the chunks. */
export class FrameReader {
  private pieces: Buffer[] = [];
  private buffered = 0;
  private needed = FRAME_HEADER_BYTES;

  constructor(private readonly largestMessage: number) {}

  push(chunk: Buffer, onMessage: (message: Buffer) => void): void {
    this.pieces.push(chunk);
    this.buffered += chunk.length;
    if (this.buffered < this.needed) return;
    const bytes = this.pieces.length === 1 ? chunk : Buffer.concat(this.pieces, this.buffered);
    let at = 0;
    for (;;) {
      this.needed = FRAME_HEADER_BYTES;
      if (bytes.length - at < FRAME_HEADER_BYTES) break;
      const length = this.messageLength(bytes, at);
      this.needed = FRAME_HEADER_BYTES + length;
      if (bytes.length - at < this.needed) break;
      onMessage(bytes.subarray(at + FRAME_HEADER_BYTES, at + this.needed));
      at += this.needed;
    }
    this.pieces = at < bytes.length ? [bytes.subarray(at)] : [];
    this.buffered = bytes.length - at;
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
