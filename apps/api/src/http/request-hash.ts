/** What makes two requests the same: method, path and body (rule 10.1). */
import { hash } from 'node:crypto';

export const requestHash = (method: string, path: string, body: unknown): string =>
  hash('sha256', `${method} ${path}\n${canonical(body)}`, 'base64url');

/** JSON with the members of every object in order of their names, so that their order in the text does not matter. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let members = '';
  if (Array.isArray(value)) {
    for (const each of value) members += `${members && ','}${canonical(each)}`;
    return `[${members}]`;
  }
  for (const name of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[name];
    members += `${members && ','}${JSON.stringify(name)}:${canonical(member)}`;
  }
  return `{${members}}`;
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
