/**
 * What is known of an account so that its balance, and what is due, can be computed for any moment of reading: the account
 * itself, as far as its balance goes. Commands can't be decided on it: terms of purchases and withdrawals are not in it.
 */
import type { Settings } from '#domain/account/events.js';
import { type Account, type Hold, type OpenPurchase, accountWith, unopened } from '#domain/account/state.js';
import { ZERO } from '#domain/money.js';
import { NOT_AS_IT_IS } from './stored-members.js';

/** What the row leaves out moves no balance, and is as on an unopened account. */
export type BalanceRow = Account;

/** What becomes of service when credits run out, and the thresholds, where there are any: an alert is an entry that is due too. */
export type Service = Pick<Settings, 'onZero' | 'graceWindowSeconds' | 'overdraftLimit'> &
  Partial<Pick<Settings, 'alertThresholds'>>;
/** What is held of which bucket, and until when. */
export type StoredHold = Pick<Hold, 'holdId' | 'revision' | 'product' | 'resourceId' | 'expiresAt' | 'held'>;

/** The account without what the row leaves out. */
export function rowOf(account: Account): BalanceRow {
  const settings = settingsWith(serviceOf(account.settings));
  const purchases = mapped(account.purchases, (purchase) => purchaseWith(storedPurchase(purchase)));
  const holds = account.holds.map(storedHold);
  return accountWith({ ...account, settings, purchases, holds, withdrawals: unopened.withdrawals }, {});
}

/** What an event has made of a row: nearly always a row already. */
export const rowAfter = (account: Account, before: BalanceRow): BalanceRow =>
  NOT_AS_IT_IS.every((member) => account[member] === before[member]) ? account : rowOf(account);

export const serviceOf = ({ onZero, graceWindowSeconds, overdraftLimit, alertThresholds }: Settings): Service => ({
  onZero,
  graceWindowSeconds,
  overdraftLimit,
  ...(alertThresholds.length > 0 && { alertThresholds }),
});

export const settingsWith = (service: Service): Settings => ({ ...unopened.settings, ...service });

/** The bucket of an open purchase whose credits are not paid for yet; where none were granted, true for a recharge. */
export type StoredPurchase = string | true | null;

export const storedPurchase = ({ bucketId, isAutoRecharge }: OpenPurchase): StoredPurchase =>
  bucketId ?? isAutoRecharge ?? null;

export function purchaseWith(stored: StoredPurchase): OpenPurchase {
  const terms = { amount: ZERO, fee: ZERO, total: ZERO, paymentMethod: 'request' } as const;
  if (stored === null) return { ...terms, status: 'pending' };
  if (stored === true) return { ...terms, status: 'pending', isAutoRecharge: true };
  return { ...terms, status: 'approved', bucketId: stored };
}

export const storedHold = ({ holdId, revision, product, resourceId, expiresAt, held }: Hold): StoredHold => ({
  holdId,
  revision,
  product,
  expiresAt,
  held,
  ...(resourceId !== undefined && { resourceId }),
});

export const mapped = <T, U>(items: Readonly<Record<string, T>>, to: (item: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(items).map(([id, item]) => [id, to(item)]));
