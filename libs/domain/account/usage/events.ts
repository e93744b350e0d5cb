/** Usage is charged and refunded. */
import type { Actor, Event, Instant, Turn } from '../../messages.js';
import type { Amount } from '../../money.js';
import type { AllocationLine, Dimensions, Reason } from '../credits.js';
import type { Period } from '../resources/events.js';

/** What is counted otherwise than in tokens; `quantity` has at most 6 decimals. */
export type UnitCost = { readonly quantity: string; readonly unitPrice: Amount };

/** Nothing is counted twice. What is absent was not used, and has its price beside it where it was. */
export type TokenPricing = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly inputTokenPrice: Amount;
  readonly outputTokenPrice: Amount;
  readonly cachedInputTokens?: number;
  readonly cachedInputTokenPrice?: Amount;
  readonly cacheWriteTokens?: number;
  readonly cacheWriteTokenPrice?: Amount;
  readonly reasoningTokens?: number;
  readonly reasoningTokenPrice?: Amount;
  readonly units?: Readonly<Record<string, UnitCost>>;
};

/** How the amount of a charge was stated, where not as an amount. The prices are those that were applied. */
export type Pricing = UnitCost | TokenPricing;

/** One charge: `amount` = sum of `allocation` + `overdraft`. `amount` and `overdraft` may be zero. */
export type ChargeLine = Dimensions & {
  readonly revision: number;
  readonly transactionId: string;
  readonly effectiveAt: Instant;
  readonly key?: string;
  readonly requestHash?: string;
  readonly actor: Actor;
  readonly mode: 'authorize' | 'record';
  /** As stated, where it lies too far back to be decided at (rule 5.4). */
  readonly occurredAt?: Instant;
  readonly amount: Amount;
  readonly allocation: readonly AllocationLine[];
  readonly overdraft: Amount;
  readonly resourceId?: string;
  readonly period?: Period;
  readonly pricing?: Pricing;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Of the event's envelope, for this entry. */
  readonly turn?: Turn;
};

/** Usage that was paid for, whatever entry says so: by itself, out of a hold. */
export type Charge = Pick<
  ChargeLine,
  | 'revision'
  | 'transactionId'
  | 'effectiveAt'
  | 'product'
  | 'model'
  | 'gpu'
  | 'resourceId'
  | 'amount'
  | 'allocation'
  | 'overdraft'
  | 'period'
> & { readonly holdId?: string };

export type UsageCharged = Event<'UsageCharged', { readonly lines: readonly ChargeLine[] }>;

/**
 * `amount` = `overdraft` + sum of `allocation`. `overdraft` is open debt of the charge that is given up. An allocation
 * line whose `source` is `refund` and whose bucket is new stands for the expired bucket `insteadOf`. `refundedBefore` is
 * what earlier refunds gave back of the charge; absent in older ones.
 */
export type UsageRefunded = Event<
  'UsageRefunded',
  {
    readonly transactionId: string;
    readonly chargeTransactionId: string;
    readonly chargeRevision: number;
    readonly amount: Amount;
    readonly refundedBefore?: Amount;
    readonly overdraft: Amount;
    readonly allocation: readonly (AllocationLine & { readonly insteadOf?: string })[];
    readonly product: string;
    /** The charge's; absent in older ones. */
    readonly model?: string;
    readonly resourceId?: string;
  } & Reason
>;

export type UsageEvent = UsageCharged | UsageRefunded;
