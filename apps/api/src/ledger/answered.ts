/**
 * The last revision of each account that this process has answered: a read through the same process shows at least that
 * (spec 9). Bounded: an account that fell out was answered long ago, and its reads have caught up since.
 */
const ACCOUNTS_KEPT = 50_000;

const revisions = new Map<string, number>();

export const lastAnswered = (accountId: string): number => revisions.get(accountId) ?? 0;

export function answered(accountId: string, revision: number): void {
  const before = revisions.get(accountId) ?? 0;
  revisions.delete(accountId);
  revisions.set(accountId, Math.max(before, revision));
  if (revisions.size <= ACCOUNTS_KEPT) return;
  const [oldest] = revisions.keys();
  if (oldest !== undefined) revisions.delete(oldest);
}
