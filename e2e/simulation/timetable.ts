/** When time stands still for commands: at random moments of each day, and at what falls due, give or take a millisecond. */
import type { Randomness } from './randomness.js';
import type { SimulatedAccount } from './simulated-account.js';

export const SLOTS_A_DAY = 8;
export const DAY_MS = 86_400_000;

/** Moments of a day in order, each after the one before. */
export function momentsOf(dayStart: number, random: Randomness): readonly number[] {
  const drawn = Array.from({ length: SLOTS_A_DAY }, () => 1 + random.below(DAY_MS - 1));
  return [...new Set(drawn)].toSorted((a, b) => a - b).map((ms) => dayStart + ms);
}

/** Now and then what falls due before the planned moment takes its place. */
export function momentAfter(now: number, planned: number, account: SimulatedAccount, random: Randomness): number {
  const [isOnTime, offset] = [random.below(2) === 0, random.below(3) - 1];
  const due = account.nextDueAt;
  if (!isOnTime || due === undefined || due + offset <= now || due + offset > planned) return planned;
  return due + offset;
}
