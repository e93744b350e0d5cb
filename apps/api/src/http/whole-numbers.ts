/**
 * A count is a number written as an integer (rule 2.3). `JSON.parse` takes 1.00000000000000000001 for 1 and tells nobody,
 * so bodies are looked at before they are parsed. Integers need no look: what it rounds lies beyond 2^53, where no count is.
 */

/** A number as a value, with a fraction or exponent. It may stand within a text, too: this is the cheap first look. */
const SUSPECT = /(?:"\s*:|[[,])\s*-?\d+[.eE]/;

/** One outside of texts. Begins where its digits do, so that digits without an end are passed once. */
const INEXACT = /(?<!\d)\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)/g;

/** Parsed, it is Infinity: a number still, and none that any member takes. */
const NO_COUNT = '1e999';

/** JSON in which whatever is a number, but is not written as an integer, is too large for one. Else as it was. */
export function withWholeNumbers(json: string): string {
  if (!SUSPECT.test(json)) return json;
  let result = '';
  for (let at = 0; at < json.length;) {
    const opening = json.indexOf('"', at);
    const start = opening < 0 ? json.length : opening;
    const end = opening < 0 ? json.length : endOfText(json, opening);
    result += json.slice(at, start).replace(INEXACT, NO_COUNT) + json.slice(start, end);
    at = end;
  }
  return result;
}

/** The place after a text's closing quote: one with an even number of backslashes before it. */
export function endOfText(json: string, opening: number): number {
  for (let at = json.indexOf('"', opening + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slash = at - 1;
    while (json[slash] === '\\') slash--;
    if ((at - slash) % 2 === 1) return at + 1;
  }
  return json.length;
}
