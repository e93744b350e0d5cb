import { DomainError } from '../../errors.js';
import type { Command } from '../../messages.js';
import { isPositive } from '../../money.js';
import { command } from '../command.js';
import type { Draft } from '../draft.js';

export type CloseAccount = Command<'CloseAccount', { readonly forfeit: boolean }>;

/** Final. Refused while anything is open, or while purchased credits are left that nobody gave up. */
export const closeAccount = command<CloseAccount>('CloseAccount', {
  decide(draft, { data }) {
    const open = whatIsOpen(draft, data.forfeit);
    if (open.length > 0) {
      throw new DomainError('not-closable', `The account can't be closed while these are open: ${open.join(', ')}.`, {
        open,
      });
    }
    for (const { bucketId, kind, remaining: amount, isPending } of draft.account.buckets) {
      if (!isPending && isPositive(amount))
        draft.addInPlace('BucketExpired', { bucketId, kind, amount, cause: 'closed' });
    }
    draft.add('AccountClosed', { forfeit: data.forfeit });
  },
  bringsCreditsIn: false,
});

function whatIsOpen({ account }: Draft, forfeit: boolean): string[] {
  const hasPrepaid = account.buckets.some((b) => b.kind === 'prepaid' && isPositive(b.remaining));
  const found: [string, boolean][] = [
    ['overdraft', isPositive(account.overdraft)],
    ['holds', account.holds.length > 0],
    ['pending payments', account.pendingPayments.length > 0],
    ['running resources', Object.keys(account.resources).length > 0],
    ['pending purchases', Object.keys(account.purchases).length > 0],
    ['withdrawals', Object.keys(account.withdrawals).length > 0],
    ['prepaid credits', hasPrepaid && !forfeit],
  ];
  return found.filter(([, isOpen]) => isOpen).map(([name]) => name);
}
