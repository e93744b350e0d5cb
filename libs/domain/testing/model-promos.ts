/** The model's reading of rules 4.1 to 4.3: promotional credits. */
import { type Data, type Rules, grant, refuse, time } from './model-rules.js';
import { settingsOf, units, write } from './model-state.js';

function grantIsInvalid({ effectiveAt, expiresAt }: Data<'GrantPromo'>, now: number): boolean {
  if (!expiresAt) return false;
  return time(expiresAt) <= now || (effectiveAt !== undefined && time(expiresAt) <= time(effectiveAt));
}

export const promoRules: Pick<Rules, 'GrantPromo' | 'VoidPromo' | 'RedeemPromoCode'> = {
  GrantPromo: {
    does(model, data, { now }) {
      const until = data.expiresAt ? time(data.expiresAt) : null;
      const from = data.effectiveAt ? time(data.effectiveAt) : now;
      grant(model, { amount: units(data.amount), scope: data.scope ?? null, from, until, source: data.source }, now);
    },
    isForbidden: (model, { amount, isLimited }) =>
      isLimited === true && units(amount) > units(settingsOf(model).supportGrantLimit) ? 'support-grant-limit' : null,
    isInvalid: grantIsInvalid,
    bringsCreditsIn: true,
  },

  VoidPromo: {
    does(model, { bucketId }) {
      const bucket = model.buckets.find((each) => each.id === bucketId) ?? refuse('not-found');
      if (bucket.kind !== 'promo') refuse('wrong-state');
      if (bucket.voided || bucket.remaining + bucket.held === 0n) refuse('nothing-to-void');
      const { pending } = bucket;
      write(model, { type: 'PromoVoided', change: pending ? 0n : -bucket.remaining });
      Object.assign(bucket, { remaining: 0n, lapsed: 0n, pending: false, voided: true });
      model.wentOut = !pending;
    },
    bringsCreditsIn: false,
  },

  RedeemPromoCode: {
    does(model, data, { now }) {
      const until = data.expiresAt ? time(data.expiresAt) : null;
      const from = Math.min(time(data.redeemedAt), now);
      grant(model, { amount: units(data.amount), scope: data.scope ?? null, from, until, source: 'promo_code' }, now);
    },
    bringsCreditsIn: true,
  },
};
