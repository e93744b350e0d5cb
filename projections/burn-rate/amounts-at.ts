/**
 * Amounts at numbers, as one text: `9583:0.05 9600:0.01`. A charge adds to it and leaves the rest as it is.
 */
import type { Amount } from '#domain/money.js';

export type AmountsAt = string;
export type AmountAt = readonly [at: number, amount: Amount];

export const NONE: AmountsAt = '';

export const amountsAt = (pairs: readonly AmountAt[]): AmountsAt =>
  pairs.map(([at, amount]) => `${at}:${amount}`).join(' ');

export const withAmount = (text: AmountsAt, [at, amount]: AmountAt): AmountsAt =>
  text === NONE ? `${at}:${amount}` : `${text} ${at}:${amount}`;

export const pairsIn = (text: AmountsAt): AmountAt[] => (text === NONE ? [] : text.split(' ').map(pairIn));

function pairIn(text: string): AmountAt {
  const colon = text.indexOf(':');
  return [Number(text.slice(0, colon)), text.slice(colon + 1) as Amount];
}

/** NaN where there is none. */
export const lastAt = (text: AmountsAt): number => Number.parseInt(text.slice(text.lastIndexOf(' ') + 1), 10);

/** Those from the first on whose number is one that is wanted. */
export function from(text: AmountsAt, isWanted: (at: number) => boolean): AmountsAt {
  let start = 0;
  while (start < text.length && !isWanted(Number.parseInt(text.slice(start), 10))) {
    const space = text.indexOf(' ', start);
    start = space < 0 ? text.length : space + 1;
  }
  return text.slice(start);
}

/** No pair takes fewer characters, the space before it included. */
const SHORTEST_PAIR = ' 0:0.00'.length;

export function hasAtLeast(text: AmountsAt, pairs: number): boolean {
  if (text.length < pairs * SHORTEST_PAIR - 1) return false;
  let count = 1;
  for (let at = text.indexOf(' '); at >= 0 && count < pairs; at = text.indexOf(' ', at + 1)) count++;
  return count >= pairs;
}
