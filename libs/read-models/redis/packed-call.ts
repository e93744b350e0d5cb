/** A script's call as bytes for Redis: an array of texts, each behind its length in bytes. */

type Argument = string | number;
export type PackedCall = {
  readonly digest: string;
  readonly keys: readonly string[];
  readonly args: readonly (Argument | PackedArguments)[];
};

const CHUNK_BYTES = 65_536;
/** No character of a text takes more in UTF-8. */
const BYTES_PER_CHARACTER = 3;
const LINE_END = '\r\n';
/** What a text of so many bytes begins with. */
const HEADS: readonly string[] = Array.from({ length: 2_048 }, (_, bytes) => `$${bytes}${LINE_END}`);
const headOf = (bytes: number): string => HEADS[bytes] ?? `$${bytes}${LINE_END}`;

/**
 * Arguments that are bytes already. Texts are many and live until they are packed: whoever has a batch of them packs
 * portion by portion, and leaves V8 little to keep.
 */
export class PackedArguments {
  count = 0;
  private readonly full: Buffer[] = [];
  private buffer: Buffer;
  private size = 0;

  constructor(private readonly chunkBytes = CHUNK_BYTES) {
    this.buffer = Buffer.allocUnsafe(chunkBytes);
  }

  get chunks(): readonly Buffer[] {
    return [...this.full, this.buffer.subarray(0, this.size)];
  }

  /** Nearly all are ASCII, where each character is a byte: only what turns out to be longer is measured text by text. */
  add(args: readonly Argument[]): this {
    const text = textOf(args, ({ length }) => length);
    this.reserve(text.length * BYTES_PER_CHARACTER);
    const written = this.buffer.write(text, this.size);
    this.count += args.length;
    if (written === text.length) this.size += written;
    else this.addMeasured(textOf(args, (each) => Buffer.byteLength(each)));
    return this;
  }

  private addMeasured(text: string): void {
    this.reserve(text.length * BYTES_PER_CHARACTER);
    this.size += this.buffer.write(text, this.size);
  }

  private reserve(bytes: number): void {
    if (this.size + bytes <= this.buffer.length) return;
    this.full.push(this.buffer.subarray(0, this.size));
    this.buffer = Buffer.allocUnsafe(Math.max(this.chunkBytes, bytes));
    this.size = 0;
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
  const parts: PackedArguments[] = [];
  let plain: Argument[] = ['evalsha', digest, keys.length, ...keys];
  for (const arg of args) {
    if (!(arg instanceof PackedArguments)) plain.push(arg);
    else {
      parts.push(packed(plain), arg);
      plain = [];
    }
  }
  parts.push(packed(plain));
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return Buffer.concat([Buffer.from(`*${count}${LINE_END}`), ...parts.flatMap(({ chunks }) => chunks)]);
}

/** Mostly few of a small call: no more room than they can take. */
const packed = (args: readonly Argument[]): PackedArguments => new PackedArguments(0).add(args);
