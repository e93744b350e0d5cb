/** An alert each time that available crosses one of the account's thresholds downwards (rule 6.14). */
import { type Amount, add, compare, sum } from '../../money.js';
import type { Draft } from '../draft.js';
import { booksOf, changeOfAvailable, movementsOf } from '../movements.js';
import type { Account } from '../state.js';

/** What is available before a decision; null where no threshold waits for it to fall, so that it is not summed up. */
export function watchedAvailable({ account, availableAtEnd }: Draft): Amount | null {
  if (account.settings.alertThresholds.length === 0) return null;
  return availableAtEnd?.account === account ? availableAtEnd.available : recordedAvailable(account);
}

/**
 * At the end of a decision, after all else that follows from it: one alert a threshold, the highest first. `from`: where in the
 * draft's events the decision began, on the account as it was `before`.
 */
export function raiseLowCredits(draft: Draft, before: Account, availableBefore: Amount, from: number): void {
  const books = booksOf(before.buckets);
  const movements = draft.events.slice(from).flatMap((entry) => movementsOf(entry, books));
  const available = add(availableBefore, changeOfAvailable(movements));
  const { settings, status } = draft.account;
  const thresholds =
    status === 'closed' ? [] : [...new Set(settings.alertThresholds)].toSorted((a, b) => compare(b, a));
  for (const threshold of thresholds)
    if (compare(availableBefore, threshold) > 0 && compare(available, threshold) <= 0)
      draft.add('AlertRaised', { alert: 'low', threshold, available });
  draft.availableAtEnd = { account: draft.account, available };
}

/**
 * Credits count until the entry that takes them, whatever the time: so what one decision leaves is what the next one
 * finds, and a crossing is neither missed nor seen twice where several buckets expire at one instant.
 */
const recordedAvailable = ({ buckets }: Account): Amount =>
  sum(buckets.filter(({ isPending }) => !isPending).map(({ remaining }) => remaining));
