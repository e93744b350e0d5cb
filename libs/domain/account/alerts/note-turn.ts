/** Credits are depleted, and recover: judged at the end of a decision, once for each (rule 6.14). */
import { isNegative, isZero } from '../../money.js';
import type { Draft } from '../draft.js';
import { booksOf, changeOfAvailable, movementsOf } from '../movements.js';
import type { Account } from '../state.js';

/** At the end of a decision that has written something. `from`: where in the draft's events it began, on the account `before`. */
export function noteTurn(draft: Draft, before: Account, from: number): void {
  const { isDepleted = false, overdraft, status } = draft.account;
  if (status === 'closed' || draft.hasCredits() !== isDepleted) return;
  if (isDepleted) return draft.turn('recovered');
  if (!isZero(overdraft) || hasTaken(draft, before, from)) draft.turn('depleted');
}

/** Something was there before, of which nothing is left. */
function hasTaken({ events }: Draft, before: Account, from: number): boolean {
  const books = booksOf(before.buckets);
  return isNegative(changeOfAvailable(events.slice(from).flatMap((entry) => movementsOf(entry, books))));
}
