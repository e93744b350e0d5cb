import { type Amount, add, sum } from '#domain/money.js';

/** Usage up to an instant in milliseconds: of that very instant, or of its second up to then in a crowded minute. */
export type Slot = readonly [at: number, amount: Amount];

/** A minute with more slots than seconds keeps one a second. */
const MOST_SLOTS = 60;
const SECOND_MS = 1000;

export const sumOf = (slots: readonly Slot[]): Amount => sum(slots.map(([, amount]) => amount));

/** The slots with usage added: those that are given, changed in place, or fewer where a minute is crowded. */
export function withUsage(slots: Slot[], usage: readonly Slot[]): Slot[] {
  const [first, ...others] = usage;
  const isNewest = first && others.length === 0 && first[0] > (slots.at(-1)?.[0] ?? 0);
  if (isNewest && slots.length < MOST_SLOTS) {
    slots.push(first);
    return slots;
  }
  const all = merged([...slots, ...usage], (at) => at);
  return all.length <= MOST_SLOTS ? all : merged(all, (at) => Math.floor(at / SECOND_MS));
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
