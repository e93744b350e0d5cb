/** Reads protobuf messages where they lie, in the chunk that brought them. */

const NOTHING = Buffer.alloc(0);

export class WireReader {
  buffer: Buffer = NOTHING;
  at = 0;
  end = 0;

  /** Whose message is read from now on. */
  over(buffer: Buffer, start: number, end: number): this {
    this.buffer = buffer;
    this.at = start;
    this.end = end;
    return this;
  }

  /** Up to 2^53; above it is as near as a number comes (`bigVarint` is exact). */
  varint(): number {
    const { buffer } = this;
    let byte = this.next(buffer);
    if (byte < 128) return byte;
    let value = byte & 127;
    let scale = 128;
    do {
      byte = this.next(buffer);
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  }

  bigVarint(): bigint {
    const start = this.at;
    const value = this.varint();
    if (value <= Number.MAX_SAFE_INTEGER) return BigInt(value);
    let exact = 0n;
    for (let at = this.at - 1; at >= start; at--) exact = (exact << 7n) | BigInt((this.buffer[at] ?? 0) & 127);
    return exact;
  }

  /** Where the field that begins here ends. */
  fieldEnd(): number {
    const length = this.varint();
    const end = this.at + length;
    if (end > this.end) throw new RangeError('A field reaches beyond its message');
    return end;
  }

  /** Whether what lies up to `end` is these bytes: no text is made of what is only compared. */
  isAt(bytes: Buffer, end: number): boolean {
    if (end - this.at !== bytes.length) return false;
    for (let nth = 0; nth < bytes.length; nth++) if (this.buffer[this.at + nth] !== bytes[nth]) return false;
    return true;
  }

  text(): string {
    const end = this.fieldEnd();
    const text = this.buffer.toString('utf8', this.at, end);
    this.at = end;
    return text;
  }

  /** A field that nobody asked for. `tag` as it was read. */
  skip(tag: number): void {
    const wireType = tag & 7;
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.at += 8;
    else if (wireType === 2) this.at = this.fieldEnd();
    else if (wireType === 5) this.at += 4;
    else throw new RangeError(`Wire type ${wireType} is not known`);
  }

  private next(buffer: Buffer): number {
    const byte = buffer[this.at++];
    if (byte === undefined) throw new RangeError('A number is cut off');
    return byte;
  }
}
