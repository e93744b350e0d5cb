/** A script's call as bytes for Redis: an array of texts, each behind its length in bytes. */

type Argument = string | number;
export type PackedCall = {
  readonly digest: string;
  readonly keys: readonly string[];
  readonly args: readonly (Argument | Buffer | PackedArguments)[];
};

const SLAB_BYTES = 262_144;
/** No character of a text takes more in UTF-8. */
const BYTES_PER_CHARACTER = 3;
const LINE_END = '\r\n';
/** What a text of so many bytes begins with. */
const HEADS: readonly string[] = Array.from({ length: 2_048 }, (_, bytes) => `$${bytes}${LINE_END}`);
const headOf = (bytes: number): string => HEADS[bytes] ?? `$${bytes}${LINE_END}`;

/**
 * What arguments are packed into, one behind the other, and never over what is there: a buffer for each would be memory that
 * V8 collects garbage for, and most are small.
 */
let slab = Buffer.allocUnsafe(SLAB_BYTES);
let used = 0;

/**
 * Arguments that are bytes already. Texts are many and live until they are packed: whoever has a batch of them packs
 * portion by portion, and leaves V8 little to keep.
 */
export class PackedArguments {
  count = 0;
  private readonly before: Buffer[] = [];
  private buffer = slab;
  private start = used;
  private end = used;

  get chunks(): readonly Buffer[] {
    return [...this.before, this.buffer.subarray(this.start, this.end)];
  }

  /** Nearly all are ASCII, where each character is a byte: only what turns out to be longer is measured text by text. */
  add(args: readonly Argument[]): this {
    const text = textOf(args, ({ length }) => length);
    this.count += args.length;
    this.reserve(text.length * BYTES_PER_CHARACTER);
    const { end } = this;
    if (this.write(text) !== text.length) {
      this.end = end;
      used = end;
      this.write(textOf(args, (each) => Buffer.byteLength(each)));
    }
    return this;
  }

  private write(text: string): number {
    this.reserve(text.length * BYTES_PER_CHARACTER);
    const written = this.buffer.write(text, this.end);
    this.end += written;
    used = this.end;
    return written;
  }

  /** Goes on where it ends, unless others have, or there is no room. */
  private reserve(bytes: number): void {
    if (this.buffer === slab && this.end === used && used + bytes <= slab.length) return;
    if (this.end > this.start) this.before.push(this.buffer.subarray(this.start, this.end));
    if (used + bytes > slab.length) {
      slab = Buffer.allocUnsafe(Math.max(SLAB_BYTES, bytes));
      used = 0;
    }
    this.buffer = slab;
    this.start = used;
    this.end = used;
  }
}

function textOf(args: readonly Argument[], bytesIn: (text: string) => number): string {
  let all = '';
  for (const value of args) {
    const text = typeof value === 'string' ? value : `${value}`;
    all += headOf(bytesIn(text)) + text + LINE_END;
  }
  return all;
}

/** As the Redis client packs any command, but without measuring the bytes of each text by itself. */
export function packedCall({ digest, keys, args }: PackedCall): Buffer {
  const parts: Pick<PackedArguments, 'count' | 'chunks'>[] = [];
  let plain: Argument[] = ['evalsha', digest, keys.length, ...keys];
  for (const arg of args) {
    if (typeof arg !== 'object') plain.push(arg);
    else {
      parts.push(packed(plain), arg instanceof PackedArguments ? arg : packedBytes(arg));
      plain = [];
    }
  }
  parts.push(packed(plain));
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return Buffer.concat([Buffer.from(`*${count}${LINE_END}`), ...parts.flatMap(({ chunks }) => chunks)]);
}

const packed = (args: readonly Argument[]): PackedArguments => new PackedArguments().add(args);
const packedBytes = (bytes: Buffer) => ({
  count: 1,
  chunks: [Buffer.from(headOf(bytes.length)), bytes, Buffer.from(LINE_END)],
});
