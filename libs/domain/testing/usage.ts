/** How histories try charges and refunds. */
import fc from 'fast-check';
import { type Instant, instant } from '../messages.js';
import { amount } from '../money.js';
import { type Acts, DAY, HOUR, MINUTE, act, anyAmount, decimal, idsOf, labels, maybe, present, which } from './act.js';
import type { Model } from './model-state.js';
import { usageRules as rules } from './model-usage.js';
import { charge, funded, refund } from './steps.js';
import type { Tested } from './tested.js';

/** When usage happened: now, some time from now, or about when a bucket became spendable or expired. */
type UsedAt = 'now' | { readonly ms: number } | { readonly bucket: number; readonly offset: number };

const cost = fc.oneof(
  { weight: 8, arbitrary: anyAmount },
  { weight: 1, arbitrary: fc.constant(amount('0')) },
  {
    weight: 1,
    arbitrary: fc.record({
      quantity: fc.bigInt(0n, 10n ** 8n).map((units) => decimal(units, 6)),
      unitPrice: fc.bigInt(0n, 10n ** 12n).map((units) => amount(decimal(units, 12))),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      inputTokens: fc.nat(2_000_000),
      outputTokens: fc.nat(9999),
      inputTokenPrice: fc.constant(amount('0.0000025')),
      outputTokenPrice: fc.constant(amount('0.000000000001')),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      inputTokens: fc.nat(9),
      outputTokens: fc.nat(9),
      inputTokenPrice: fc.constant(amount('0.0000025')),
      outputTokenPrice: fc.constant(amount('0.000000000001')),
      cachedInputTokens: fc.nat(2_000_000),
      cachedInputTokenPrice: fc.constant(amount('0.00000125')),
      cacheWriteTokens: fc.nat(9999),
      cacheWriteTokenPrice: fc.constant(amount('0.000003')),
      reasoningTokens: fc.nat(9999),
      reasoningTokenPrice: fc.constant(amount('0.00002')),
      units: fc.constant({ image: { quantity: '1.5', unitPrice: amount('0.04') } }),
    }),
  },
);

const usedAt: fc.Arbitrary<UsedAt> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<UsedAt>('now') },
  {
    weight: 2,
    arbitrary: fc.record({
      ms: fc.constantFrom(
        1000,
        5 * MINUTE,
        5 * MINUTE + 1,
        -1,
        -HOUR,
        -DAY,
        -3 * DAY + 1,
        -3 * DAY,
        -3 * DAY - 1,
        -30 * DAY,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ bucket: which, offset: fc.constantFrom(-1, 0, 1) }) },
);

function occurredAt(used: UsedAt, { buckets }: Model, now: number): Instant | null {
  if (used === 'now') return null;
  if ('ms' in used) return instant(now + used.ms);
  const bounds = buckets.flatMap((bucket) => [bucket.until ?? bucket.from, bucket.from]).reverse();
  const at = bounds[used.bucket % Math.max(bounds.length, 1)];
  return at === undefined || at > now ? null : instant(at + used.offset);
}

const acts: Acts<'ChargeUsage' | 'Refund'> = {
  ChargeUsage: act({
    weight: 18,
    fields: fc.record({
      cost,
      product: fc.constantFrom('inference', 'vm'),
      model: maybe(fc.constantFrom('llama', 'mistral')),
      gpu: maybe(fc.constantFrom('h100', 'l4')),
      usedAt,
      mode: fc.constantFrom('authorize' as const, 'record' as const),
      onInsufficient: maybe(fc.constant('pend' as const)),
      labels,
    }),
    data: ({ model, gpu, onInsufficient, usedAt: used, labels: own, ...usage }, circumstances) => ({
      ...usage,
      ...own,
      ...present({ model, gpu, onInsufficient, occurredAt: occurredAt(used, circumstances.model, circumstances.now) }),
    }),
  }),
  Refund: act({
    weight: 9,
    fields: fc.record({ which, amount: maybe(anyAmount) }),
    targets: ({ charges, payments }, isAny) =>
      isAny ? idsOf([...payments, ...charges]) : idsOf(charges.filter(({ refunded, amount }) => refunded < amount)),
    data: ({ which: nth, amount: part }, { id }) => ({ transactionId: id(nth, 'tx'), ...present({ amount: part }) }),
  }),
};

/** What tests know of its commands. */
export const usage: Tested<'ChargeUsage' | 'Refund'> = {
  ChargeUsage: {
    act: acts.ChargeUsage,
    rule: rules.ChargeUsage,
    example: { given: [funded], when: charge('1'), writes: 'UsageCharged' },
  },
  Refund: {
    act: acts.Refund,
    rule: rules.Refund,
    example: { given: [funded, charge('1')], when: refund('charge'), writes: 'UsageRefunded' },
  },
};
