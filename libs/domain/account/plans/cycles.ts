/**
 * The cycles of an allowance (rule 8.2). An allowance that stands has no expiry of its own: it is that of the cycle that it is
 * looked at in, and nothing is written when a cycle ends in which it was not used. One that has ended says from when to when.
 */
import { type Instant, instant, milliseconds, shifted } from '../../messages.js';
import type { Amount } from '../../money.js';

/** Counted from an instant on, each so many hours. `plan` is whose they are, `amount` what each of them begins with. */
export type Cycles = {
  readonly plan: string;
  readonly from: Instant;
  readonly hours: number;
  readonly amount: Amount;
};

type Dated = { readonly effectiveAt: Instant; readonly expiresAt?: Instant; readonly cycles?: Cycles };

const HOUR_MS = 3_600_000;

/** As it is at an instant: with the dates of its cycle, where it is an allowance that stands. */
export function inCycle<B extends Dated>(bucket: B, at: Instant): B {
  const { cycles, expiresAt } = bucket;
  if (cycles === undefined || expiresAt !== undefined) return bucket;
  const effectiveAt = startOf(cycles, at);
  return { ...bucket, effectiveAt, expiresAt: shifted(effectiveAt, cycles.hours * HOUR_MS) };
}

/** When the cycle begins that an instant is in. */
export function startOf({ from, hours }: Cycles, at: Instant): Instant {
  const [first, lengthMs] = [milliseconds(from), hours * HOUR_MS];
  return instant(first + Math.max(0, Math.floor((milliseconds(at) - first) / lengthMs)) * lengthMs);
}

/** When the next one begins. */
export const endOf = (cycles: Cycles, at: Instant): Instant => shifted(startOf(cycles, at), cycles.hours * HOUR_MS);

/** When the cycle of an allowance that has ended would have been over, had nothing else ended it. */
export const wouldEndAt = ({ effectiveAt, cycles }: Dated): Instant =>
  cycles === undefined ? effectiveAt : shifted(effectiveAt, cycles.hours * HOUR_MS);
