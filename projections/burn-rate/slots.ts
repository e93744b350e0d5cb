import { type Amount, add, sum } from '#domain/money.js';
import { type AmountAt, type AmountsAt, amountsAt, hasAtLeast, lastAt, pairsIn, withAmount } from './amounts-at.js';

/** Usage up to an instant, in milliseconds since its minute began: of that very instant, or of its second in a crowded minute. */
export type Slot = AmountAt;
/** Those of a minute. */
export type Slots = AmountsAt;

/** A minute with more slots than seconds keeps one a second. */
const MOST_SLOTS = 60;
const SECOND_MS = 1000;

export const sumOf = (slots: Slots): Amount => sum(pairsIn(slots).map(([, amount]) => amount));

/** The slots with usage added: fewer where a minute is crowded. */
export function withUsage(slots: Slots, usage: readonly Slot[]): Slots {
  const [first, ...others] = usage;
  const isNewest = first && others.length === 0 && !(first[0] <= lastAt(slots));
  if (isNewest && !hasAtLeast(slots, MOST_SLOTS)) return withAmount(slots, first);
  const all = merged([...pairsIn(slots), ...usage], (at) => at);
  return amountsAt(all.length <= MOST_SLOTS ? all : merged(all, (at) => Math.floor(at / SECOND_MS)));
}

/** Slots of one group become one, at the latest instant of them. */
function merged(slots: readonly Slot[], group: (at: number) => number): Slot[] {
  const groups = new Map<number, Slot>();
  for (const [at, amount] of slots) {
    const known = groups.get(group(at));
    groups.set(group(at), known ? [Math.max(known[0], at), add(known[1], amount)] : [at, amount]);
  }
  return [...groups.values()];
}
