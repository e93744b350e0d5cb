export const LATE_USAGE_HOURS = 72;

/** How late usage may be reported (rule 5.3), and so how long an ended bucket stays in the state: it may still pay. */
export const LATE_USAGE_MS = LATE_USAGE_HOURS * 3_600_000;
