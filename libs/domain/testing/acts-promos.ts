import fc from 'fast-check';
import type { Scope } from '../account/events.js';
import { instant } from '../messages.js';
import { type Acts, HOUR, act, anyAmount, idsOf, inTime, maybe, oneOf, present, rarely, span } from './act.js';

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

export const promoActs: Acts<'GrantPromo' | 'VoidPromo' | 'RedeemPromoCode'> = {
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
