/** Plans are chosen and end; their allowances are refreshed. */
import type { Event, Instant } from '../../messages.js';
import type { Amount } from '../../money.js';
import type { Scope } from '../credits.js';

/** What a plan gives each cycle, as it was in the catalogue. A cycle is so many hours; a plan without allowance has none. */
export type CycleTerms = { readonly allowance: Amount; readonly refreshHours: number; readonly scope?: Scope };

/** The cycle of an allowance, when it is over: it stood from one instant to the other. */
export type EndedAllowance = { readonly bucketId: string; readonly effectiveAt: Instant; readonly expiresAt: Instant };

/**
 * The plan in force from now on. `isKept`: it was in force before, and only `paidUntil` is set. `ends`: the allowance of the
 * plan before. `resumes`: the allowance of this plan's last cycle, which is not over. `ended`: its time was paid until now.
 */
export type PlanChosen = Event<
  'PlanChosen',
  {
    readonly plan: string;
    readonly terms?: CycleTerms;
    readonly paidUntil?: Instant;
    readonly cause: 'chosen' | 'ended';
    /** The plan whose time was over. */
    readonly endedPlan?: string;
    readonly isKept?: true;
    readonly ends?: EndedAllowance;
    readonly resumes?: string;
  }
>;

/**
 * A cycle's allowance. It stands until an entry ends it, and renews itself at the end of each cycle in which nothing of it
 * was used, which is no entry. `late`: of a cycle that has passed so, for usage of its time; then `expiresAt` says its end.
 */
export type AllowanceRefreshed = Event<
  'AllowanceRefreshed',
  {
    readonly bucketId: string;
    readonly plan: string;
    readonly amount: Amount;
    readonly refreshHours: number;
    readonly scope?: Scope;
    readonly cause: 'chosen' | 'refresh' | 'late';
    readonly expiresAt?: Instant;
    readonly ends?: EndedAllowance;
  }
>;

/** The catalogue's terms of the plan in force have changed: these hold from the next cycle on, which begins at `from`. */
export type PlanTermsChanged = Event<
  'PlanTermsChanged',
  { readonly plan: string; readonly terms: CycleTerms; readonly from: Instant }
>;

export type PlanEvent = PlanChosen | AllowanceRefreshed | PlanTermsChanged;

/** The plan in force, where it is not the standard one, with the terms of the cycle that runs. */
export type Plan = {
  readonly plan: string;
  readonly allowance: Amount;
  readonly refreshHours: number;
  readonly scope?: Scope;
  readonly since: Instant;
  readonly paidUntil?: Instant;
  /** The allowance that stands. */
  readonly bucketId?: string;
  /** Its refresh is an entry: something of it was used, or the terms change. */
  readonly refreshesAt?: Instant;
  /** Those of the next cycle on. */
  readonly next?: CycleTerms;
};
