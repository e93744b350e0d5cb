/** What makes two requests the same: method, path and body (rule 10.1). */
import { hash } from 'node:crypto';

/** `without`: members that are no part of the body. */
export const requestHash = (method: string, path: string, body: unknown, without?: ReadonlySet<string>): string =>
  hash('sha256', `${method} ${path}\n${canonical(body, without)}`, 'base64url');

/** JSON with the members of every object in order of their names, so that their order in the text does not matter. */
export function canonical(value: unknown, without?: ReadonlySet<string>): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let members = '';
  if (Array.isArray(value)) {
    for (const each of value) members += `${members && ','}${canonical(each)}`;
    return `[${members}]`;
  }
  const { names, written } = inOrder(value, without);
  for (let nth = 0; nth < names.length; nth++) {
    members += `${written[nth]}${canonical((value as Record<string, unknown>)[names[nth] as string])}`;
  }
  return `{${members}}`;
}

/** The names of an object's members as they stand in it; those that count, in order; and what stands before each value. */
type Names = {
  readonly all: readonly string[];
  readonly names: readonly string[];
  readonly written: readonly string[];
};

/** Of the last object that had some: the lines of a batch have the same, and ordering and writing them costs more than hashing. */
const NO_NAMES: Names = { all: [], names: [], written: [] };
let last = { names: NO_NAMES, without: undefined as ReadonlySet<string> | undefined };

function inOrder(value: object, without: ReadonlySet<string> | undefined): Names {
  if (last.without === without && areNamesOf(value, last.names.all)) return last.names;
  const all = Object.keys(value);
  const names = all.filter((name) => !without?.has(name)).sort();
  const written = names.map((name, nth) => `${nth > 0 ? ',' : ''}${JSON.stringify(name)}:`);
  last = { names: { all, names, written }, without };
  return last.names;
}

function areNamesOf(value: object, names: readonly string[]): boolean {
  let count = 0;
  for (const name in value) if (names[count++] !== name) return false;
  return count === names.length;
}

/** What is never escaped, so that there is nothing to make alike. */
const UNRESERVED = /^[\w.~/-]*$/;

/** Without the query, and the same however its segments were escaped. */
export function pathOf(url: string): string {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  if (UNRESERVED.test(path)) return path;
  return path
    .split('/')
    .map((segment) => encodeURIComponent(decodeURIComponent(segment)))
    .join('/');
}
