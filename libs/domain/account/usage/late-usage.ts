import { type Instant, shifted } from '../../messages.js';

export const LATE_USAGE_HOURS = 72;

/** How late usage may be reported (rule 5.3), and so how long an ended bucket stays in the state: it may still pay. */
export const LATE_USAGE_MS = LATE_USAGE_HOURS * 3_600_000;

/** The time that usage is decided and priced at: never ahead, and of usage that is recorded later than that, 72 h back (rule 5.4). */
export function usageTimeOf(occurredAt: Instant | undefined, mode: 'authorize' | 'record', now: Instant): Instant {
  if (occurredAt === undefined || occurredAt >= now) return now;
  if (mode === 'authorize') return occurredAt;
  const earliest = shifted(now, -LATE_USAGE_MS);
  return occurredAt < earliest ? earliest : occurredAt;
}
