/** A promo code's events as they are stored. */
import type { PromoCodeEvent } from '#domain/promo-codes/events.js';
import { createCodec } from './codec.js';

export const promoCodeCodec = createCodec<PromoCodeEvent>([
  'PromoCodeDefined',
  'RedemptionReserved',
  'RedemptionGivenBack',
]);
