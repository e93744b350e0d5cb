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
  for (const name of sorted(Object.keys(value))) {
    if (without?.has(name)) continue;
    const member = (value as Record<string, unknown>)[name];
    members += `${members && ','}${JSON.stringify(name)}:${canonical(member)}`;
  }
  return `{${members}}`;
}

/** In place, and as `sort` would: which costs more than it takes to write so few members. */
function sorted(names: string[]): readonly string[] {
  for (let next = 1; next < names.length; next++) {
    const name = names[next] as string;
    let at = next;
    for (; at > 0 && name < (names[at - 1] as string); at--) names[at] = names[at - 1] as string;
    names[at] = name;
  }
  return names;
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
