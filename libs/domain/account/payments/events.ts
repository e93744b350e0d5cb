/** Usage waits for credits: then it is paid, or it fails. */
import type { Event, Instant } from '../../messages.js';
import type { Amount } from '../../money.js';
import type { AllocationLine, Dimensions } from '../credits.js';
import type { Pricing } from '../usage/events.js';

type Payment = Dimensions & {
  readonly transactionId: string;
  /** Stated, or computed at the prices of the usage's own time. */
  readonly amount: Amount;
  readonly resourceId?: string;
};

/** Nothing is set aside for it. `effectiveAt` is when it was used. */
export type PaymentPended = Event<
  'PaymentPended',
  Payment & {
    readonly failsAt: Instant;
    readonly pricing?: Pricing;
    readonly description?: string;
    readonly metadata?: Readonly<Record<string, string>>;
  }
>;

/** `pendedRevision`: the entry that it waited from. `amount` = sum of `allocation`. */
export type PendingPaymentSettled = Event<
  'PendingPaymentSettled',
  Payment & { readonly pendedRevision: number; readonly allocation: readonly AllocationLine[] }
>;

/** `expired`: no credits came in time; `terminated`: service ended before. */
export type PendingPaymentFailed = Event<
  'PendingPaymentFailed',
  Payment & { readonly pendedRevision: number; readonly cause: 'expired' | 'terminated' }
>;

export type PaymentEvent = PaymentPended | PendingPaymentSettled | PendingPaymentFailed;
