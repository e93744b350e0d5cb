/**
 * The protobuf wire format, as far as hand-written encodings need it. Sizes are computed first so that a message is
 * written once, into a buffer of exactly its length. Numbers are safe integers: positions and revisions stay far below 2^53.
 */
export const varintSize = (value: number): number => {
  if (value < 128) return 1;
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
};

export const writeVarint = (target: Buffer, at: number, value: number): number => {
  let rest = value;
  let offset = at;
  while (rest >= 128) {
    target[offset++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  target[offset++] = rest;
  return offset;
};

/** Size of a length-delimited field whose tag is one byte. */
export const fieldSize = (contentLength: number): number => 1 + varintSize(contentLength) + contentLength;

export const writeFieldHeader = (target: Buffer, at: number, tag: number, contentLength: number): number => {
  target[at] = tag;
  return writeVarint(target, at + 1, contentLength);
};

export const writeBytesField = (target: Buffer, at: number, tag: number, content: Uint8Array): number => {
  const offset = writeFieldHeader(target, at, tag, content.length);
  target.set(content, offset);
  return offset + content.length;
};

export const writeNumberField = (target: Buffer, at: number, tag: number, value: number): number => {
  target[at] = tag;
  return writeVarint(target, at + 1, value);
};

/** Reads one message front to back. `length` of the fields is trusted only as far as the buffer reaches. */
export class WireReader {
  constructor(
    readonly buffer: Buffer,
    public at = 0,
    readonly end = buffer.length,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  varint(): number {
    const first = this.buffer[this.at];
    // Nearly all of them: tags and short lengths.
    if (first !== undefined && first < 128) {
      this.at++;
      return first;
    }
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.buffer[this.at++];
      if (byte === undefined) throw new RangeError('a varint is cut off');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  /** A negative one takes ten bytes, and is exact to 2,048. */
  int64(): number {
    const value = this.varint();
    return value >= 2 ** 63 ? value - 2 ** 64 : value;
  }

  bytes(): Buffer {
    const end = this.fieldEnd();
    const bytes = this.buffer.subarray(this.at, end);
    this.at = end;
    return bytes;
  }

  text(): string {
    const end = this.fieldEnd();
    const text = this.buffer.toString('utf8', this.at, end);
    this.at = end;
    return text;
  }

  /** Reads the length of a field, and returns where it ends. */
  fieldEnd(): number {
    const length = this.varint();
    const end = this.at + length;
    if (end > this.end) throw new RangeError('a field is cut off');
    return end;
  }

  /** Whether the next bytes, up to `end`, are these. */
  holds(bytes: Buffer, end: number): boolean {
    if (end - this.at !== bytes.length) return false;
    for (let nth = 0; nth < bytes.length; nth++) if (this.buffer[this.at + nth] !== bytes[nth]) return false;
    return true;
  }

  skip(wireType: number): void {
    if (wireType === 0) this.varint();
    else if (wireType === 1) this.at += 8;
    else if (wireType === 2) this.bytes();
    else if (wireType === 5) this.at += 4;
    else throw new RangeError(`wire type ${wireType} is not supported`);
  }
}
