/** The life of a promo code with all that a code can say. */
import { type Instant, instant } from '#domain/messages.js';
import { amount } from '#domain/money.js';
import type { PromoCodeEvent, PromoCodeTerms } from '#domain/promo-codes/events.js';

export const START = Date.UTC(2026, 0, 1);
const origin = { key: 'key', requestHash: 'hash', actor: { key: 'admin' } };
const at = (hours: number): Instant => instant(START + hours * 3_600_000);

/** Events in order, an hour apart. */
export const recorded = (...all: readonly Pick<PromoCodeEvent, 'type' | 'data'>[]): readonly PromoCodeEvent[] =>
  all.map((each, nth) => {
    const time = { recordedAt: at(nth), effectiveAt: at(nth) };
    return { ...each, ...time, revision: nth + 1, origin } as PromoCodeEvent;
  });

export const defined = (code: string, terms: Partial<PromoCodeTerms> = {}) =>
  ({ type: 'PromoCodeDefined', data: { code, amount: amount('5'), ...terms } }) as const;
export const reserved = (accountId: string) =>
  ({ type: 'RedemptionReserved', data: { code: 'WELCOME', accountId, key: 'k', amount: amount('5') } }) as const;

const scope = { products: ['inference'], models: ['llama'], gpus: ['h100'] };
export const redeemedCode = recorded(
  defined('WELCOME', { scope, expiresAt: at(9), creditExpiresAt: at(99), maxRedemptions: 10, disabled: false }),
  reserved('acme'),
);
