/** What runs on the account's credits starts and stops. */
import type { Event, Instant } from '../../messages.js';
import type { Amount } from '../../money.js';

/** A cluster obeys every rule for instances. */
export type ResourceKind = 'instance' | 'cluster' | 'storage';

/**
 * Of a charge that is a resource's running time from here up to the charge's `effectiveAt`: what has accrued by then at
 * this rate, less what was charged before. `isContinued`: of one fact with the charge before it.
 */
export type Period = { readonly from: Instant; readonly ratePerHour: Amount; readonly isContinued?: true };

export type ResourceStarted = Event<
  'ResourceStarted',
  {
    readonly resourceId: string;
    /** For people; rules never look at it. */
    readonly name?: string;
    readonly kind: ResourceKind;
    readonly product: string;
    readonly gpu?: string;
    readonly ratePerHour: Amount;
  }
>;

export type ResourceStopped = Event<'ResourceStopped', { readonly resourceId: string }>;

export type ResourceEvent = ResourceStarted | ResourceStopped;
