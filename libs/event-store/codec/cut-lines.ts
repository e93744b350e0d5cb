/**
 * Some lines of an event out of its text, without parsing the others. Lines are written with their revision first, densely
 * numbered, and nothing else within a line is an object of an array that begins like that: quotes within strings are escaped.
 */
import { invariant } from '#domain/errors.js';

const HEAD = '{"lines":[';
const LINE = '{"revision":';
const END = ']}';

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
  /** Where lines begin, as far as they were looked for; each is looked for behind the one before. */
  const starts = [HEAD.length];
  const startOf = (revision: number): number => {
    for (let next = first + starts.length; next <= revision; next++) {
      const at = text.indexOf(`,${LINE}${next},`, starts.at(-1));
      invariant(at > 0, `Line ${next} is between ${first} and ${last}`);
      starts.push(at + 1);
    }
    return starts[revision - first] as number;
  };

  return {
    first,
    last,
    linesFrom(revision, to) {
      const start = startOf(revision);
      const end = to === last ? text.length - END.length : startOf(to + 1) - 1;
      return JSON.parse(`[${text.slice(start, end)}]`) as readonly unknown[];
    },
  };
}
