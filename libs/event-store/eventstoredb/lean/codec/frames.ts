/** Cuts the bytes of a call into messages. */

const HEAD_BYTES = 5;
/** As much as the official client takes: no event is larger. */
const LARGEST_MESSAGE_BYTES = 17 * 1024 * 1024;

/**
 * Where chunks of one message are joined, of all calls one after the other: memory of its own for each would be given back with the
 * old generation only. Larger messages are rare.
 */
const JOINED_BYTES = 256 * 1024;
let joining: Buffer | undefined;

/** Where a message lies; the buffer is valid during the call only. */
export type OnMessage = (buffer: Buffer, start: number, end: number) => void;

export class FrameReader {
  private pieces: Buffer[] = [];
  private buffered = 0;
  private needed = HEAD_BYTES;

  constructor(private readonly onMessage: OnMessage) {}

  /** False where a message has begun and not ended. */
  get isBetweenMessages(): boolean {
    return this.buffered === 0;
  }

  /** Throws for what is no gRPC message of ours. */
  push(chunk: Buffer): void {
    this.pieces.push(chunk);
    this.buffered += chunk.length;
    if (this.buffered < this.needed) return;
    const bytes = this.pieces.length === 1 ? chunk : joined(this.pieces, this.buffered);
    let at = 0;
    for (;;) {
      this.needed = HEAD_BYTES;
      if (bytes.length - at < HEAD_BYTES) break;
      const length = lengthAt(bytes, at);
      this.needed = HEAD_BYTES + length;
      if (bytes.length - at < this.needed) break;
      this.onMessage(bytes, at + HEAD_BYTES, at + this.needed);
      at += this.needed;
    }
    this.buffered -= at;
    // What follows a message lies in the last chunk, without which none was whole.
    if (at > 0) this.pieces = this.buffered > 0 ? [chunk.subarray(-this.buffered)] : [];
  }
}

/** Valid until the next. */
function joined(pieces: readonly Buffer[], length: number): Buffer {
  if (length > JOINED_BYTES) return Buffer.concat(pieces, length);
  joining ??= Buffer.allocUnsafeSlow(JOINED_BYTES);
  let at = 0;
  for (const piece of pieces) at += piece.copy(joining, at);
  return joining.subarray(0, length);
}

function lengthAt(bytes: Buffer, at: number): number {
  if (bytes[at] !== 0) throw new RangeError('A message is compressed, which was not offered');
  const length = bytes.readUInt32BE(at + 1);
  if (length > LARGEST_MESSAGE_BYTES) throw new RangeError(`A message of ${length} bytes is too large`);
  return length;
}
