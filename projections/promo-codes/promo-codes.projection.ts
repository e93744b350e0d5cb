/** Every promo code that was ever defined, with its terms and how often it was redeemed. */
import { type Instant, milliseconds } from '#domain/messages.js';
import type { PromoCodeEvent } from '#domain/promo-codes/events.js';
import { type PromoCode, evolve, undefinedCode } from '#domain/promo-codes/promo-code.js';
import type { Projection } from '#read-models/projection/projection.js';

/** The row of a code. */
export const CODE = 'code';
/** The index of all codes, by when each was defined first (ms): a change leaves a code where it is. */
export const DEFINED = 'defined';

export type PromoCodeRow = PromoCode & { readonly definedAt: Instant };

export const promoCodes: Projection<PromoCodeRow, never, PromoCodeEvent> = {
  of: 'promo-code',
  name: 'promo-codes',
  version: 1,
  keys: () => [CODE],
  evolve(rows, event) {
    const before = rows.get(CODE);
    const definedAt = before?.definedAt ?? event.recordedAt;
    rows.set(CODE, { ...evolve(before ?? undefinedCode, event), definedAt });
  },
  indexes: { [DEFINED]: ({ definedAt }) => milliseconds(definedAt) },
};
