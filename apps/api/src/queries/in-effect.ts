import type { Account } from '#domain/account/state.js';
import type { Instant } from '#domain/messages.js';

/**
 * The account with the grants whose time has come, whether or not it is recorded yet: a balance is computed from the
 * buckets' dates (spec 9). That expired buckets do not count is `balanceOf`'s own doing.
 */
export const inEffect = (account: Account, at: Instant): Account =>
  account.buckets.some((bucket) => bucket.isPending && bucket.effectiveAt <= at)
    ? {
        ...account,
        buckets: account.buckets.map((bucket) => ({
          ...bucket,
          isPending: bucket.isPending && bucket.effectiveAt > at,
        })),
      }
    : account;
