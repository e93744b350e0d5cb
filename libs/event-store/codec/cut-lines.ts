/**
 * Some lines of an event out of its text, without parsing the others. Lines are written with their revision first, densely
 * numbered, and nothing else within a line is an object of an array that begins like that: quotes within strings are escaped.
 */
import { invariant } from '#domain/errors.js';

const HEAD = '{"lines":[';
const LINE = '{"revision":';
const END = ']}';
/** A line is looked for so many lines before where it would be if all were equally long. */
const NEAR_LINES = 2;

/** The event's lines are those from one revision to another. */
export type CutLines = {
  readonly first: number;
  readonly last: number;
  linesFrom(revision: number, to: number): readonly unknown[];
};

/** Null where the text does not begin with the line of a revision. */
export function cutLines(text: string, first: number): CutLines | null {
  if (!text.startsWith(`${HEAD}${LINE}${first},`) || !text.endsWith(END)) return null;
  const lastAt = text.lastIndexOf(`,${LINE}`);
  const last = lastAt < 0 ? first : Number.parseInt(text.slice(lastAt + LINE.length + 1), 10);
  const perLine = text.length / (last - first + 1);
  const startOf = (revision: number): number => {
    if (revision === first) return HEAD.length;
    const line = `,${LINE}${revision},`;
    // Lines are about as long as each other: it is rarely far from here, and before here hardly ever.
    const near = text.indexOf(line, (revision - first - NEAR_LINES) * perLine);
    const at = near > 0 ? near : text.indexOf(line);
    invariant(at > 0, `Line ${revision} is between ${first} and ${last}`);
    return at + 1;
  };

  return {
    first,
    last,
    linesFrom(revision, to) {
      if (revision === first && to === last) return (JSON.parse(text) as { lines: readonly unknown[] }).lines;
      const start = startOf(revision);
      const end = to === last ? text.length - END.length : startOf(to + 1) - 1;
      return JSON.parse(`[${text.slice(start, end)}]`) as readonly unknown[];
    },
  };
}
