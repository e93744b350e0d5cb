/** The writer of promo codes, set up the same in every process that decides about them: they share their snapshots. */
import { type PromoCodeCommand, promoCodeAggregate } from '#domain/promo-codes/decider.js';
import type { PromoCodeEvent } from '#domain/promo-codes/events.js';
import type { PromoCode } from '#domain/promo-codes/promo-code.js';
import { promoCodeCodec } from '../codec/promo-code-codec.js';
import type { EventStore } from '../port/event-store.js';
import type { Clock, Writer } from './execute-command.js';
import type { Finality } from './finality.js';
import { createWriter } from './writer.js';

/** Of the shape of `PromoCode`: raised when it changes. Its filters prove which accounts have not redeemed it. */
const PROMO_CODE_SCHEMA_VERSION = 1;

export type PromoCodeWriter = Writer<PromoCode, PromoCodeCommand, PromoCodeEvent>;

export const createPromoCodeWriter = (store: EventStore, clock: Clock, finality?: Finality): PromoCodeWriter =>
  createWriter({
    store,
    aggregate: promoCodeAggregate,
    codec: promoCodeCodec,
    clock,
    snapshots: { schemaVersion: PROMO_CODE_SCHEMA_VERSION },
    finality,
  });
