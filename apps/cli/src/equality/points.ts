/** Random points of accounts' lives, the same for the same seed. */
import type { PlainEntry } from './plain-entries.js';
import type { Moment } from './plain-balance.js';
import type { Position } from '#event-store/port/event-store.js';

/** From 0 up to, and without, a number. */
export type Random = (below: number) => number;

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const HOUR_MS = 3_600_000;

export function randomMoment(random: Random, entries: readonly PlainEntry[], positions: readonly Position[]): Moment {
  const clock = (['revision', 'position', 'recorded', 'effective'] as const)[random(4)] ?? 'revision';
  const [first, last] = [entries[0], entries.at(-1)];
  if (clock === 'revision' || !first || !last)
    return { clock: 'revision', revision: random((last?.revision ?? 0) + 1) };
  const position = positions[random(positions.length)];
  if (clock === 'position') return position ? { clock, ...position } : { clock: 'revision', revision: 0 };
  const near = entries[random(entries.length)] ?? last;
  const at = Date.parse(random(2) === 0 ? near.recordedAt : near.effectiveAt) + offset(random);
  const [earliest, latest] = [Date.parse(first.recordedAt), Date.parse(last.recordedAt)];
  return { clock, at: new Date(Math.min(latest, Math.max(earliest, at))).toISOString() };
}

/** At an entry's very instant, a millisecond beside it, or hours away. */
function offset(random: Random): number {
  const kind = random(3);
  if (kind === 0) return 0;
  return kind === 1 ? random(3) - 1 : random(48 * HOUR_MS) - 24 * HOUR_MS;
}
