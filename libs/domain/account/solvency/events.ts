/** What follows from debt and from new credits: repayment, grace, termination, restoring. */
import type { Event, Instant } from '../../messages.js';
import type { Amount } from '../../money.js';
import type { AllocationLine } from '../credits.js';

/** What repaid one debt. `revision` is the entry that had left it. */
export type Repayment = {
  readonly revision: number;
  readonly from: readonly AllocationLine[];
  /** The model of the usage, where an allowance repays. */
  readonly model?: string;
};

/**
 * Debt, repaid oldest first. `repayments` are in the order of the entries that left the debt. `goesOnAt`: there were more
 * debts than one entry names; the next ones are due at that instant, which is that of this decision. `isContinued`: of such an earlier one.
 */
export type OverdraftRepaid = Event<
  'OverdraftRepaid',
  {
    readonly amount: Amount;
    readonly repayments: readonly Repayment[];
    readonly goesOnAt?: Instant;
    readonly isContinued?: true;
  }
>;

export type GraceStarted = Event<'GraceStarted', { readonly deadline: Instant }>;

export type GraceEnded = Event<'GraceEnded', Record<string, never>>;

/**
 * Effective at the deadline however late it is recorded. `instances` (clusters among them) end, `storage` becomes
 * inaccessible.
 */
export type ServiceTerminated = Event<
  'ServiceTerminated',
  { readonly instances: readonly string[]; readonly storage: readonly string[] }
>;

export type ServiceRestored = Event<'ServiceRestored', { readonly storage: readonly string[] }>;

export type SolvencyEvent = OverdraftRepaid | GraceStarted | GraceEnded | ServiceTerminated | ServiceRestored;
