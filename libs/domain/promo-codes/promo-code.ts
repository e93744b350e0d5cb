/**
 * A promo code: its terms, and how many accounts have redeemed it. Which ones they are is not in the state: an account's
 * last redemption is found in the log by its mark (`redeemedBy`), so that a code is as large after a million redemptions as
 * after one.
 */
import type { Instant } from '../messages.js';
import type { Amount } from '../money.js';
import type { PromoCodeEvent, PromoCodeTerms } from './events.js';

export type PromoCode = {
  readonly revision: number;
  readonly recordedAt: Instant;
  /** As it was spelled last; empty before it is defined. */
  readonly code: string;
  readonly terms: PromoCodeTerms;
  /** Those that were given back not counted. */
  readonly redeemed: number;
};

export const undefinedCode: PromoCode = {
  revision: 0,
  recordedAt: '0000-01-01T00:00:00.000Z' as Instant,
  code: '',
  terms: { amount: '0.00' as Amount },
  redeemed: 0,
};

export const isDefined = ({ code }: PromoCode): boolean => code !== '';

/** Codes are case-insensitive: all spellings of one share a stream. */
export const streamIdOf = (code: string): string => code.toLowerCase();

export const redeemedBy = (accountId: string): string => `redeemed by ${accountId}`;

export function evolve(promoCode: PromoCode, { type, revision, recordedAt, data }: PromoCodeEvent): PromoCode {
  const next = { ...promoCode, revision, recordedAt };
  switch (type) {
    case 'PromoCodeDefined': {
      const { code, ...terms } = data;
      return { ...next, code, terms };
    }
    case 'RedemptionReserved':
      return { ...next, redeemed: next.redeemed + 1 };
    case 'RedemptionGivenBack':
      return { ...next, redeemed: next.redeemed - 1 };
    default:
      return type satisfies never;
  }
}
