/**
 * A list of lines as it is stored once nothing comes to it any more: packed, it is a list of one text, that says how many lines it has, and then
 * has them deflated. Lines repeat each other: that takes a sixth of them.
 */
import { promisify } from 'node:util';
import { type InputType, deflateRaw, inflateRawSync } from 'node:zlib';

const LINE_END = '\n';
/** A plain line is a JSON array. */
const PLAIN = '['.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);

/** In a thread of its own: whoever packs has other things to do meanwhile. */
const deflated = promisify((lines: InputType, done: (error: Error | null, packed: Buffer) => void) =>
  deflateRaw(lines, done),
);

export async function packed(lines: readonly string[]): Promise<Buffer> {
  return Buffer.concat([Buffer.from(headOf(lines.length)), await deflated(lines.join(LINE_END))]);
}

/** What a packed list begins with. */
const headOf = (lines: number): string => `${lines} `;

/** Whether a list is all there. `count`: how many lines it has; `head`: what it begins with, where that is no line. */
export const isWholeList = (length: number, head: string, count: number): boolean =>
  head === '' ? length === count : length === 1 && head === headOf(count);

export const isPacked = ([first]: readonly Buffer[]): boolean => first !== undefined && first[0] !== PLAIN;

/** The lines of a list, plain or packed; null where they are not as many as were written there. */
export function linesIn(stored: readonly Buffer[], count: number): readonly string[] | null {
  const [first] = stored;
  if (first === undefined || !isPacked(stored)) {
    return stored.length === count ? stored.map((line) => line.toString()) : null;
  }
  const head = first.toString('latin1', 0, first.indexOf(SPACE) + 1);
  if (!isWholeList(stored.length, head, count)) return null;
  const lines = inflateRawSync(first.subarray(head.length)).toString().split(LINE_END);
  return lines.length === count ? lines : null;
}
