/** Every bucket that an account ever had, as of a cut (rule 9.8). */
import type { AccountLog } from './account-log.js';
import type { BucketHistory } from './bucket-history.js';
import { type BucketView, bucketsAsRecorded, bucketsAt } from './bucket-view.js';
import { type PastRequest, cutOf } from './cut.js';

export type PastBuckets = {
  readonly items: readonly BucketView[];
  readonly revision: number;
  readonly position: string | null;
  readonly final: boolean;
};

/** Throws `account-not-found`, and `invalid` naming the member that is at fault. */
export async function pastBuckets(
  log: AccountLog,
  history: BucketHistory,
  accountId: string,
  past: PastRequest,
  minRevision?: number,
): Promise<PastBuckets> {
  const cut = await cutOf(log, accountId, past, minRevision);
  const rows = (await history.rowsAtCut(accountId, cut)).values();
  const items = cut.isByDates ? bucketsAt(rows, cut.at) : bucketsAsRecorded(rows, cut.at);
  return { items, revision: cut.revision, position: cut.position, final: cut.isFinal };
}
