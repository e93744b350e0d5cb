import type { Settings } from '#domain/account/events.js';
import { amount } from '#domain/money.js';
import { defined, given } from '../validation/defined.js';
import { AmountField, ChoiceField, CountField, ListField, amountItem } from '../validation/fields.js';

const SECONDS_PER_YEAR = 31_536_000;
const DAYS_IN_TEN_YEARS = 3_650;

/** All optional: what is absent stays, or is as the process's defaults have it. */
export class SettingsBody {
  @AmountField({ optional: true, orZero: true }) overdraftLimit?: string;
  @CountField({ optional: true, max: SECONDS_PER_YEAR }) graceWindowSeconds?: number;
  @ChoiceField(['grace', 'terminate'], { optional: true }) onZero?: 'grace' | 'terminate';
  @ChoiceField(['pause', 'overdraft'], { optional: true }) planOverage?: 'pause' | 'overdraft';
  @AmountField({ optional: true, orZero: true }) minimumPurchase?: string;
  @CountField({ optional: true, min: 1, max: DAYS_IN_TEN_YEARS }) refundedPromoExpiresInDays?: number;
  @AmountField({ optional: true, orZero: true }) supportGrantLimit?: string;
  @ListField(amountItem(), { optional: true, max: 20 }) alertThresholds?: string[];
}

export const settingsOf = (body: SettingsBody): Partial<Settings> =>
  defined({
    overdraftLimit: given(body.overdraftLimit, amount),
    graceWindowSeconds: body.graceWindowSeconds,
    onZero: body.onZero,
    planOverage: body.planOverage,
    minimumPurchase: given(body.minimumPurchase, amount),
    refundedPromoExpiresInDays: body.refundedPromoExpiresInDays,
    supportGrantLimit: given(body.supportGrantLimit, amount),
    alertThresholds: body.alertThresholds?.map(amount),
  });
