/** Promotional credits: how histories try them, and the model's reading of rules 4.1 to 4.3. */
import fc from 'fast-check';
import type { Scope } from '../account/events.js';
import { instant } from '../messages.js';
import { type Acts, HOUR, act, anyAmount, idsOf, inTime, maybe, oneOf, present, rarely, span } from './act.js';
import { type Data, type Rules, grant, refuse, time } from './model-rules.js';
import { settingsOf, units, write } from './model-state.js';
import { promo, redemption, voiding } from './steps.js';
import type { Tested } from './tested.js';

export const scope: fc.Arbitrary<Scope | null> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom<Scope>({ models: ['llama'] }, { gpus: ['h100'] }, { products: ['vm'] }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Scope>(
      { products: ['inference'], models: ['llama', 'mistral'] },
      { products: ['inference', 'vm'] },
      { models: ['llama'], gpus: ['h100'] },
    ),
  },
);

const acts: Acts<'GrantPromo' | 'VoidPromo' | 'RedeemPromoCode'> = {
  GrantPromo: act({
    weight: 8,
    fields: fc.record({
      amount: anyAmount,
      scope,
      from: maybe(fc.oneof({ weight: 3, arbitrary: span }, { weight: 1, arbitrary: fc.constant(-HOUR) }), 3),
      until: maybe(fc.oneof({ weight: 15, arbitrary: span }, { weight: 1, arbitrary: fc.constant(0) })),
      isLimited: rarely,
    }),
    data: ({ amount, isLimited, ...grant }, { now }) => ({
      amount,
      source: 'incentive',
      isLimited,
      ...present({
        scope: grant.scope,
        effectiveAt: inTime(now, grant.from),
        expiresAt: inTime(now, grant.until),
      }),
    }),
  }),
  VoidPromo: act({
    weight: 3,
    fields: oneOf,
    targets: ({ buckets }, isAny) => idsOf(buckets.filter((bucket) => isAny || bucket.remaining > 0n)),
    data: ({ which }, { id }) => ({ bucketId: id(which, 'bkt') }),
  }),
  RedeemPromoCode: act({
    weight: 2,
    // Reserved a while ago, or by a clock that is ahead; its credits may have expired since.
    fields: fc.record({ amount: anyAmount, scope, ago: fc.constantFrom(0, 0, 1, HOUR, -1), until: maybe(span) }),
    data: ({ amount, ago, ...grant }, { now }) => ({
      code: 'WELCOME',
      amount,
      redeemedAt: instant(now - ago),
      ...present({ scope: grant.scope, expiresAt: inTime(now - ago, grant.until) }),
    }),
  }),
};

function grantIsInvalid({ effectiveAt, expiresAt }: Data<'GrantPromo'>, now: number): boolean {
  if (!expiresAt) return false;
  return time(expiresAt) <= now || (effectiveAt !== undefined && time(expiresAt) <= time(effectiveAt));
}

const rules: Pick<Rules, 'GrantPromo' | 'VoidPromo' | 'RedeemPromoCode'> = {
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

/** What tests know of its commands. */
export const promos: Tested<'GrantPromo' | 'VoidPromo' | 'RedeemPromoCode'> = {
  GrantPromo: {
    act: acts.GrantPromo,
    rule: rules.GrantPromo,
    example: { given: [], when: promo('A', '5'), writes: 'PromoGranted' },
  },
  VoidPromo: {
    act: acts.VoidPromo,
    rule: rules.VoidPromo,
    example: { given: [promo('A', '5')], when: voiding('A'), writes: 'PromoVoided' },
  },
  RedeemPromoCode: {
    act: acts.RedeemPromoCode,
    rule: rules.RedeemPromoCode,
    example: { given: [], when: redemption('A', '5'), writes: 'PromoGranted' },
  },
};
