/**
 * Lines of JSON as they arrive (application/x-ndjson), some at a time: however many there are, memory holds a few. Whoever
 * reads them slowly slows their sender down.
 */
import { ApiError } from '../errors/api-error.js';

/** What a line says, or what is wrong with it. */
export type Line = { readonly value: unknown } | { readonly error: unknown };

/** As a body of its own might have. */
const MOST_LINE_BYTES = 1024 * 1024;
const MOST_LINES_AT_ONCE = 500;
const NEWLINE = 0x0a;

export class JsonLines implements AsyncIterable<readonly Line[]> {
  constructor(
    private readonly source: AsyncIterable<Buffer>,
    /** Throws what is wrong with a text. */
    private readonly parse: (text: string) => unknown,
  ) {}

  /** What has arrived, at most 500 lines at once; waits only while that is nothing. Empty lines are none. */
  async *[Symbol.asyncIterator](): AsyncGenerator<readonly Line[], void, void> {
    for await (const texts of textsIn(this.source)) {
      const lines = texts.flatMap((text) => (text === null || text.trim() !== '' ? [this.lineOf(text)] : []));
      if (lines.length > 0) yield lines;
    }
  }

  private lineOf(text: string | null): Line {
    if (text === null) return { error: new ApiError('payload-too-large', 'A line has at most 1 MiB.') };
    try {
      return { value: this.parse(text) };
    } catch (error) {
      return { error };
    }
  }
}

/** The text of each line; null for one that is too long. */
async function* textsIn(source: AsyncIterable<Buffer>): AsyncGenerator<readonly (string | null)[], void, void> {
  const begun = new BegunLine();
  for await (const chunk of source) {
    let texts: (string | null)[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      texts.push(begun.endedWith(chunk.subarray(start, end)));
      start = end + 1;
      if (texts.length < MOST_LINES_AT_ONCE) continue;
      yield texts;
      texts = [];
    }
    begun.add(chunk.subarray(start));
    if (texts.length > 0) yield texts;
  }
  if (begun.bytes > 0) yield [begun.endedWith(Buffer.alloc(0))];
}

/** A line whose end has not arrived. Characters may be cut between chunks: it becomes text as a whole. */
class BegunLine {
  bytes = 0;
  private parts: Buffer[] = [];

  /** What goes beyond the longest line is counted and not kept. */
  add(part: Buffer): void {
    this.bytes += part.length;
    if (this.bytes > MOST_LINE_BYTES) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  endedWith(part: Buffer): string | null {
    this.add(part);
    const [only] = this.parts;
    const text = this.parts.length === 1 && only ? only.toString() : Buffer.concat(this.parts).toString();
    const isTooLong = this.bytes > MOST_LINE_BYTES;
    [this.bytes, this.parts] = [0, []];
    return isTooLong ? null : text;
  }
}
