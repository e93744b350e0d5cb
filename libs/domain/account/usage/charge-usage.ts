import { DomainError } from '../../errors.js';
import { type Command, type Instant, shifted } from '../../messages.js';
import { type Amount, ZERO, add, compare, isZero, multiply, parseAmount, subtract, sum } from '../../money.js';
import { type Allocation, type Usage, allocate, payableFor } from '../buckets.js';
import { command } from '../command.js';
import type { Draft } from '../draft.js';
import type { ChargeLine, Dimensions, Pricing, TokenPricing } from '../events.js';
import { pend } from '../payments/pending-payments.js';
import { openPastCycle } from '../plans/allowance.js';
import { pauseOf } from '../plans/pause.js';
import { overdraftLimitOf } from '../solvency/overdraft-limit.js';
import { repayableAt } from '../solvency/repayment.js';
import { secondsAfter } from '../solvency/solvency.js';
import type { Account } from '../state.js';
import { type Shortage, WAYS_OUT, requireService } from '../suspended.js';
import { LATE_USAGE_HOURS, LATE_USAGE_MS, usageTimeOf } from './late-usage.js';

export type ChargeUsage = Command<
  'ChargeUsage',
  Dimensions & {
    /** Stated as an amount, or as what it is computed from; prices of a model are those in force at `occurredAt`. */
    readonly cost: Amount | Pricing;
    readonly resourceId?: string;
    readonly occurredAt?: Instant;
    /** `record`: the usage has happened and is recorded whatever the balance. */
    readonly mode: 'authorize' | 'record';
    /** Where credits are missing, it waits for them instead of being refused. */
    readonly onInsufficient?: 'pend';
    readonly description?: string;
    readonly metadata?: Readonly<Record<string, string>>;
  }
>;

export const chargeUsage = command<ChargeUsage>('ChargeUsage', {
  decide(draft, { data, origin, now }) {
    const { cost, occurredAt, mode, onInsufficient } = data;
    const usedAt = usageTimeOf(occurredAt, mode, now);
    const usage = usageOf(data, usedAt, draft.at);
    const amount = amountOf(cost);
    if (usedAt < draft.at) openPastCycle(draft, usage, amount);
    const allocation = assess(draft.account, usage, amount, { mode, at: draft.at, onInsufficient });
    if (allocation === 'pend') {
      const failsAt = secondsAfter(now, draft.account.settings.graceWindowSeconds);
      const { cost: _, occurredAt: __, mode: ___, onInsufficient: ____, ...rest } = data;
      return pend(draft, { ...rest, amount, ...pricingOf(cost), failsAt }, usedAt);
    }
    for (const { bucket, amount: back } of allocation.revived) {
      draft.addInPlace('BucketExpiryReversed', { bucketId: bucket.bucketId, kind: bucket.kind, amount: back });
    }
    draft.addCharge(lineOf(draft, { data, origin }, { usedAt, amount, allocation }));
  },
  check: checkUsage,
  bringsCreditsIn: false,
});

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function usageOf({ product, model, gpu }: ChargeUsage['data'], usedAt: Instant, decidedAt: Instant): Usage {
  const usage: Mutable<Usage> = { usedAt, decidedAt, product };
  if (model !== undefined) usage.model = model;
  if (gpu !== undefined) usage.gpu = gpu;
  return usage;
}

type Decided = { readonly usedAt: Instant; readonly amount: Amount; readonly allocation: Allocation };

/** Written out, in the order in which it is stored: for every charge, spreading what may be absent costs more than allocating it. */
function lineOf(
  draft: Draft,
  { data, origin }: Pick<ChargeUsage, 'data' | 'origin'>,
  { usedAt, amount, allocation }: Decided,
): ChargeLine {
  const { key, requestHash, actor } = origin;
  const { cost, occurredAt, mode, product, model, gpu, resourceId, description, metadata } = data;
  const [revision, transactionId] = [draft.nextRevision, draft.newId('tx')];
  const line = { revision, transactionId, effectiveAt: usedAt } as Mutable<ChargeLine>;
  if (key !== undefined) line.key = key;
  if (requestHash !== undefined) line.requestHash = requestHash;
  line.actor = actor;
  line.mode = mode;
  if (occurredAt !== undefined && occurredAt < usedAt) line.occurredAt = occurredAt;
  line.product = product;
  if (model !== undefined) line.model = model;
  if (gpu !== undefined) line.gpu = gpu;
  if (resourceId !== undefined) line.resourceId = resourceId;
  if (description !== undefined) line.description = description;
  if (metadata !== undefined) line.metadata = metadata;
  line.amount = amount;
  if (typeof cost !== 'string') line.pricing = cost;
  line.allocation = allocation.lines;
  line.overdraft = allocation.shortfall;
  return line;
}

const pricingOf = (cost: Amount | Pricing) => (typeof cost === 'string' ? {} : { pricing: cost });

function checkUsage({ cost, occurredAt, mode, onInsufficient }: ChargeUsage['data'], now: Instant): void {
  if (mode === 'record' && onInsufficient !== undefined) {
    const message = 'What is recorded is never refused: it has nothing to wait for.';
    throw new DomainError('invalid', message, { field: 'onInsufficient' });
  }
  requireOccurredInTime(occurredAt, mode, now);
  amountOf(cost);
}

type Terms = Pick<ChargeUsage['data'], 'mode'> & {
  readonly at: Instant;
  readonly onInsufficient?: 'pend' | undefined;
};

/** Who pays for a usage, decided at `at`; `pend` where it is to wait. Throws the refusal that a charge of it would get. */
export function assess(
  account: Account,
  usage: Usage,
  amount: Amount,
  { mode, at, onInsufficient }: Terms,
): Allocation | 'pend' {
  const allocation = allocate(account, usage, amount);
  if (mode === 'record') return allocation;
  const { shortfall } = allocation;
  const shortage = () => ({ required: amount, available: payableFor(account, usage), shortfall });
  requireService(account, shortage);
  if (isZero(shortfall)) return allocation;
  const pause = pauseOf(account, usage, at);
  const limit = pause?.isInForce ? ZERO : overdraftLimitOf(account);
  if (isWithin(limit, account, allocation, { usage, at })) return allocation;
  if (onInsufficient === 'pend') return 'pend';
  throw insufficient(shortage(), pause?.resumesAt);
}

export const insufficient = (shortage: Shortage, resumesAt: Instant | null = null): DomainError =>
  new DomainError('insufficient-credits', NOT_ENOUGH, { ...shortage, resumesAt, options: WAYS_OUT });

/** What could not pay for the usage, of a moment before its grant say, may still repay its debt at once (rule 5.7). */
function isWithin(
  limit: Amount,
  account: Account,
  { lines, shortfall }: Allocation,
  { usage, at }: { readonly usage: Usage; readonly at: Instant },
): boolean {
  const overdraft = add(account.overdraft, shortfall);
  if (compare(overdraft, limit) <= 0) return true;
  const { product } = usage;
  const debt = { amount: shortfall, ...(product !== undefined && { usage: { ...usage, product } }) };
  return compare(subtract(overdraft, repayableAt(account, at, lines, debt)), limit) <= 0;
}

export const NOT_ENOUGH = 'Not enough credits. Use another payment method or request more.';

/** Computed amounts are exact; one that no longer has the form of an amount is refused. */
export function amountOf(cost: Amount | Pricing): Amount {
  if (typeof cost === 'string') return cost;
  const computed = 'quantity' in cost ? multiply(cost.quantity, cost.unitPrice) : costOfTokens(cost);
  if (!isZero(computed) && parseAmount(computed) === null) {
    const field = 'quantity' in cost ? 'quantity' : 'inputTokens';
    throw new DomainError('invalid', `The charge comes to ${computed} credits, more than an amount may be.`, { field });
  }
  return computed;
}

function costOfTokens(cost: TokenPricing): Amount {
  const { cachedInputTokens, cacheWriteTokens, reasoningTokens, units } = cost;
  const parts = [
    multiply(String(cost.inputTokens), cost.inputTokenPrice),
    multiply(String(cost.outputTokens), cost.outputTokenPrice),
  ];
  if (cachedInputTokens) parts.push(multiply(String(cachedInputTokens), cost.cachedInputTokenPrice ?? ZERO));
  if (cacheWriteTokens) parts.push(multiply(String(cacheWriteTokens), cost.cacheWriteTokenPrice ?? ZERO));
  if (reasoningTokens) parts.push(multiply(String(reasoningTokens), cost.reasoningTokenPrice ?? ZERO));
  if (units) for (const { quantity, unitPrice } of Object.values(units)) parts.push(multiply(quantity, unitPrice));
  return sum(parts);
}

/** A client's clock may be this far ahead (rule 2.14); what it states so counts as now. */
const CLOCK_AHEAD_MS = 5 * 60_000;

function requireOccurredInTime(occurredAt: Instant | undefined, mode: 'authorize' | 'record', now: Instant): void {
  if (occurredAt === undefined) return;
  const refuse = (message: string) => new DomainError('invalid', message, { field: 'occurredAt' });
  // Each bound costs a date: only the one that it may pass is computed.
  if (occurredAt > now && occurredAt > shifted(now, CLOCK_AHEAD_MS))
    throw refuse('occurredAt lies more than 5 minutes ahead.');
  if (mode === 'authorize' && occurredAt < now && occurredAt < shifted(now, -LATE_USAGE_MS))
    throw refuse(`occurredAt lies more than ${LATE_USAGE_HOURS} h back.`);
}
