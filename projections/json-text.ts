/**
 * Texts for rows whose JSON is put together by hand, as every charge writes them: JSON.stringify costs several times as much.
 * Amounts, instants and names of kinds have nothing to escape and go between quotes as they are.
 */
const NOTHING_TO_ESCAPE = /^[\w .:@|+/-]*$/;

/** A text that somebody chose, as JSON. */
export function jsonText(text: string | null): string {
  if (text === null) return 'null';
  return NOTHING_TO_ESCAPE.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Of items that are JSON already. */
export const jsonList = (items: readonly string[]): string => `[${items.join(',')}]`;
