/** What happened where the events of a log are no longer those that were signed. */
import type { EventFinding } from './findings.js';
import type { Hash } from './merkle.js';

/** Leaves that are looked at beyond the first that differs, for an event that stands elsewhere now. */
export const WINDOW = 512;

/**
 * Of the leaves that were signed and those that are there, from the first place on where they differ. An event that was moved
 * further than the window counts as altered.
 */
export function kindOf(signed: readonly Hash[], found: readonly Hash[]): EventFinding['kind'] {
  const [expected, actual] = [signed[0], found[0]];
  if (!actual) return 'missing';
  if (!expected) return 'inserted';
  const isLater = isAmong(found.slice(1), expected);
  const wasLater = isAmong(signed.slice(1), actual);
  if (isLater && wasLater) return isAmong(found.slice(1), actual) ? 'inserted' : 'reordered';
  if (wasLater) return 'missing';
  return isLater ? 'inserted' : 'altered';
}

const isAmong = (leaves: readonly Hash[], leaf: Hash): boolean => leaves.some((each) => each.equals(leaf));
