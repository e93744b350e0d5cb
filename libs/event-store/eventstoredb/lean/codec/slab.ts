/** Where messages are written before they are sent, one behind the other. */

const BLOCK_BYTES = 256 * 1024;

/**
 * A block of memory that is filled front to back and then left for a fresh one. What was cut off it is never written
 * again: http2 may hold it until the peer's window opens.
 */
export class Slab {
  buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  /** Where the next byte goes. */
  at = 0;
  private cutAt = 0;

  get uncutBytes(): number {
    return this.at - this.cutAt;
  }

  /** Makes room for so many bytes. What was written since the last cut stays in one piece. */
  reserve(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const kept = this.at - this.cutAt;
    const fresh = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, 2 * kept + bytes));
    this.buffer.copy(fresh, 0, this.cutAt, this.at);
    this.buffer = fresh;
    this.cutAt = 0;
    this.at = kept;
  }

  /** What was written since the last cut. */
  cut(): Buffer {
    const piece = this.buffer.subarray(this.cutAt, this.at);
    this.cutAt = this.at;
    return piece;
  }

  byte(value: number): void {
    this.buffer[this.at++] = value;
  }

  /** A safe integer, not negative. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.buffer[this.at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.at++] = rest;
  }

  /** A field with a number in it, or the head of one with so many bytes. */
  number(tag: number, value: number): void {
    this.byte(tag);
    this.varint(value);
  }

  bytes(tag: number, value: Uint8Array): void {
    this.byte(tag);
    this.varint(value.length);
    this.buffer.set(value, this.at);
    this.at += value.length;
  }

  /** `byteLength`: what `Buffer.byteLength` says of the text. */
  text(tag: number, value: string, byteLength: number): void {
    this.byte(tag);
    this.varint(byteLength);
    const { buffer, at } = this;
    this.at += byteLength === value.length ? buffer.write(value, at, 'latin1') : buffer.write(value, at, 'utf8');
  }
}

export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Size of a field of so many bytes, with its tag and length in front. */
export const fieldSize = (bytes: number): number => 1 + varintSize(bytes) + bytes;
