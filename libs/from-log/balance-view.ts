/** An account's balance as it is shown (rule 9.8), of now or of the past. */
import { type Balance, balanceOf } from '#domain/account/balance.js';
import type { Amount } from '#domain/money.js';
import { type BurnRate, hoursRemaining } from '#projections/burn-rate/burn-rate-at.js';
import type { AccountLog } from './account-log.js';
import { type PastRequest, cutOf } from './cut.js';
import { accountAt } from './past-account.js';
import { burnRateOf } from './past-burn-rate.js';

/** Where a look at the past was cut; `final` is false while something may still be recorded for that time. */
export type CutView = { readonly position?: string | null; readonly final?: boolean };

export type BalanceView = Balance & { readonly burnRate: Amount; readonly hoursRemaining: Amount | null } & CutView;

/** In the order of the contract. */
export const balanceView = (balance: Balance, burning: BurnRate, cut: CutView = {}): BalanceView => ({
  total: balance.total,
  available: balance.available,
  held: balance.held,
  overdraft: balance.overdraft,
  accrued: balance.accrued,
  byKind: balance.byKind,
  withdrawable: balance.withdrawable,
  expiring: balance.expiring,
  status: balance.status,
  paygUnlocked: balance.paygUnlocked,
  rateLimitTier: balance.rateLimitTier,
  graceDeadline: balance.graceDeadline,
  burnRate: burning.burnRate,
  hoursRemaining: hoursRemaining(balance, burning),
  revision: balance.revision,
  asOf: balance.asOf,
  ...cut,
});

/** Throws `account-not-found`, and `invalid` naming the member that is at fault. */
export async function pastBalance(
  log: AccountLog,
  accountId: string,
  past: PastRequest,
  minRevision?: number,
): Promise<BalanceView> {
  const cut = await cutOf(log, accountId, past, minRevision);
  const account = await accountAt(log, accountId, cut);
  const burning = await burnRateOf(log, { ...account, accountId }, cut);
  return balanceView(balanceOf(account, cut.at), burning, { position: cut.position, final: cut.isFinal });
}
