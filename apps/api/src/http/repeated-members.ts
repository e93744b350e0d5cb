/**
 * A member that stands twice in an object. `JSON.parse` takes the last and tells nobody; whoever wrote it meant one of them,
 * and other readers of the same text take the other.
 */
import { endOfText } from './whole-numbers.js';

const QUOTE = 0x22;
const COLON = 0x3a;
const [OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Its name; null where there is none. `parsed` is what `JSON.parse` makes of the text. */
export const repeatedMember = (json: string, parsed: unknown): string | null =>
  namesIn(json) === membersOf(parsed) ? null : repeatedName(json);

/** Of all objects in the text. */
function namesIn(json: string): number {
  let count = 0;
  for (let at = json.indexOf('"'); at >= 0; at = json.indexOf('"', at)) {
    at = endOfText(json, at);
    if (isName(json, at)) count++;
  }
  return count;
}

/** Of all objects in it, however deep they lie. */
function membersOf(parsed: unknown): number {
  let count = 0;
  const open = [parsed];
  while (open.length > 0) {
    const part = open.pop();
    if (Array.isArray(part)) for (const item of part as unknown[]) open.push(item);
    else if (typeof part === 'object' && part !== null) {
      for (const name in part) {
        count++;
        const member = (part as Record<string, unknown>)[name];
        if (typeof member === 'object') open.push(member);
      }
    }
  }
  return count;
}

function repeatedName(json: string): string | null {
  /** Names so far of each object that is open, null for a list. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < json.length;) {
    const character = json.charCodeAt(at);
    if (character === QUOTE) {
      const end = endOfText(json, at);
      const names = open.at(-1);
      if (names && isName(json, end)) {
        const name = nameIn(json.slice(at, end));
        if (names.has(name)) return name;
        names.add(name);
      }
      at = end;
      continue;
    }
    if (character === OPENING_BRACE) open.push(new Set());
    else if (character === OPENING_BRACKET) open.push(null);
    else if (character === CLOSING_BRACE || character === CLOSING_BRACKET) open.pop();
    at++;
  }
  return null;
}

/** A text is a name where a colon follows it. */
function isName(json: string, end: number): boolean {
  let at = end;
  while (json.charCodeAt(at) <= 0x20) at++;
  return json.charCodeAt(at) === COLON;
}

/** The same name may be escaped in many ways. */
const nameIn = (text: string): string => (text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1));
