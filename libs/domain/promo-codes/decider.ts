/** The commands of a promo code, and how each becomes an event. */
import { type Decision, type KnownEntries, type Marks, nothingKnown } from '../messages.js';
import { ofOneEntryEvents } from '../one-entry-events.js';
import { type DefinePromoCode, define } from './define.js';
import type { PromoCodeEvent } from './events.js';
import { type PromoCode, evolve, redeemedBy, undefinedCode } from './promo-code.js';
import { type GiveBackRedemption, type ReserveRedemption, giveBack, reserve } from './redeem.js';

export type PromoCodeCommand = DefinePromoCode | ReserveRedemption | GiveBackRedemption;

function decide(
  given: PromoCodeCommand,
  promoCode: PromoCode,
  entries: KnownEntries<PromoCodeEvent> = nothingKnown,
): Decision<PromoCode, PromoCodeEvent> {
  const now = given.now > promoCode.recordedAt ? given.now : promoCode.recordedAt;
  const fact = factOf({ ...given, now }, promoCode, entries);
  if (!fact) return { events: [], state: promoCode };
  const revision = promoCode.revision + 1;
  const event = { ...fact, revision, recordedAt: now, effectiveAt: now, origin: given.origin } as PromoCodeEvent;
  return { events: [event], state: evolve(promoCode, event) };
}

function factOf(
  command: PromoCodeCommand,
  promoCode: PromoCode,
  entries: KnownEntries<PromoCodeEvent>,
): Pick<PromoCodeEvent, 'type' | 'data'> | null {
  switch (command.type) {
    case 'DefinePromoCode':
      return { type: 'PromoCodeDefined', data: define(command, promoCode) };
    case 'ReserveRedemption':
      return { type: 'RedemptionReserved', data: reserve(command, promoCode, entries) };
    case 'GiveBackRedemption': {
      const data = giveBack(command, entries);
      return data && { type: 'RedemptionGivenBack', data };
    }
    default:
      return command satisfies never;
  }
}

const marksOf = (event: PromoCodeEvent): Marks =>
  event.type === 'PromoCodeDefined' ? {} : { mark: redeemedBy(event.data.accountId) };

export const promoCodeAggregate = ofOneEntryEvents<PromoCode, PromoCodeCommand, PromoCodeEvent>({
  category: 'promo-code',
  initialState: undefinedCode,
  decide,
  evolve,
  marksOf,
});
