import { ACCOUNT_STATUSES, type OpenedStatus } from '#projections/accounts/accounts.projection.js';
import { PURCHASE_STATUSES, type PurchaseStatus } from '#projections/purchases/purchases.projection.js';
import { WITHDRAWAL_STATUSES, type WithdrawalStatus } from '#projections/withdrawals/withdrawals.projection.js';
import { CURSOR, CountParameter, LiveParameters, PAGE } from '../queries/parameters.js';
import { ChoiceField, StringField } from '../validation/fields.js';

/** A cursor names a place by an account's id. */
const LONGEST_CURSOR = 512;
const Limit = () => CountParameter({ min: 1, max: 500, description: PAGE });
const Cursor = () => StringField({ optional: true, max: LONGEST_CURSOR, description: CURSOR });

/** Of a list without filters. */
export class ListParameters {
  @Limit() limit?: string;
  @Cursor() cursor?: string;
}

export class AccountsParameters {
  @ChoiceField(ACCOUNT_STATUSES, { optional: true, description: 'At the moment of reading.' })
  status?: OpenedStatus;
  @ChoiceField(['true', 'false'], { optional: true, description: 'Whether something is owed.' })
  inDebt?: 'true' | 'false';
  @StringField({ optional: true, description: 'A part of the id or the name, in whatever case.' }) query?: string;
  @Limit() limit?: string;
  @Cursor() cursor?: string;
}

export class PurchasesParameters {
  @ChoiceField(PURCHASE_STATUSES, { optional: true }) status?: PurchaseStatus;
  @Limit() limit?: string;
  @Cursor() cursor?: string;
}

export class WithdrawalsParameters {
  @ChoiceField(WITHDRAWAL_STATUSES, { optional: true }) status?: WithdrawalStatus;
  @Limit() limit?: string;
  @Cursor() cursor?: string;
}

export class AccountPurchasesParameters extends LiveParameters {
  @ChoiceField(PURCHASE_STATUSES, { optional: true }) status?: PurchaseStatus;
  @Limit() limit?: string;
  @Cursor() cursor?: string;
}

export class AccountWithdrawalsParameters extends LiveParameters {
  @ChoiceField(WITHDRAWAL_STATUSES, { optional: true }) status?: WithdrawalStatus;
  @Limit() limit?: string;
  @Cursor() cursor?: string;
}
