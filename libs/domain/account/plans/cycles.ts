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

/** When a cycle begins and ends, as members of a bucket. */
type Dates = Pick<Dated, 'effectiveAt' | 'expiresAt'>;
type Cycle = Required<Dates>;

/** The cycle that was looked at last. Thousands of charges fall into one: its dates are not written as text for each of them. */
const lookedAt = new WeakMap<Cycles, Cycle>();

/** The cycle that an instant is in. Before the first it is the first. */
function cycleAt(cycles: Cycles, at: Instant): Cycle {
  const last = lookedAt.get(cycles);
  if (last && at < last.expiresAt && (last.effectiveAt <= at || last.effectiveAt === cycles.from)) return last;
  const [first, lengthMs] = [milliseconds(cycles.from), cycles.hours * HOUR_MS];
  const startMs = first + Math.max(0, Math.floor((milliseconds(at) - first) / lengthMs)) * lengthMs;
  const cycle = { effectiveAt: instant(startMs), expiresAt: instant(startMs + lengthMs) };
  lookedAt.set(cycles, cycle);
  return cycle;
}

/** Those of the cycle that an instant is in, where it is an allowance that stands; otherwise its own. */
export const datesOf = (bucket: Dated, at: Instant): Dates =>
  bucket.cycles === undefined || bucket.expiresAt !== undefined ? bucket : cycleAt(bucket.cycles, at);

/** As it is at an instant, with these dates. */
export function inCycle<B extends Dated>(bucket: B, at: Instant): B {
  const dates = datesOf(bucket, at);
  return dates === bucket ? bucket : { ...bucket, ...dates };
}

/** When the cycle begins that an instant is in. */
export const startOf = (cycles: Cycles, at: Instant): Instant => cycleAt(cycles, at).effectiveAt;

/** When the next one begins. */
export const endOf = (cycles: Cycles, at: Instant): Instant => cycleAt(cycles, at).expiresAt;

/** When the cycle of an allowance that has ended would have been over, had nothing else ended it. */
export const wouldEndAt = ({ effectiveAt, cycles }: Dated): Instant =>
  cycles === undefined ? effectiveAt : shifted(effectiveAt, cycles.hours * HOUR_MS);
