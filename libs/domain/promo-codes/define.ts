/** A code is defined, changed or disabled: later redemptions get the new terms (rules 4.4, 4.5). */
import { checkScope } from '../account/limits.js';
import { DomainError } from '../errors.js';
import type { Command, Instant } from '../messages.js';
import type { PromoCodeDefined, PromoCodeTerms } from './events.js';
import type { PromoCode } from './promo-code.js';

export type DefinePromoCode = Command<'DefinePromoCode', PromoCodeTerms & { readonly code: string }>;

export function define({ data, now }: DefinePromoCode, promoCode: PromoCode): PromoCodeDefined['data'] {
  checkScope(data.scope);
  if (data.creditExpiresAt !== undefined && data.creditExpiresInDays !== undefined) {
    throw invalid('creditExpiresInDays', 'Credits expire at an instant or some days after redemption, not both.');
  }
  requireAhead('expiresAt', data.expiresAt, promoCode.terms.expiresAt, now);
  requireAhead('creditExpiresAt', data.creditExpiresAt, promoCode.terms.creditExpiresAt, now);
  const { maxRedemptions = Infinity } = data;
  if (maxRedemptions < promoCode.redeemed) {
    const message = `The code was redeemed ${promoCode.redeemed} times: maxRedemptions can't go below that.`;
    throw new DomainError('wrong-state', message, { redeemed: promoCode.redeemed });
  }
  return data;
}

/** What stays as it was may have passed: whoever changes something else repeats it. */
function requireAhead(field: string, at: Instant | undefined, before: Instant | undefined, now: Instant): void {
  if (at === undefined || at === before || at > now) return;
  throw invalid(field, `${field} must lie after ${now}.`);
}

const invalid = (field: string, message: string): DomainError => new DomainError('invalid', message, { field });
