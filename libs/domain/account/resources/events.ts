/** What runs on the account's credits starts and stops. */
import type { Event } from '../../messages.js';
import type { Amount } from '../../money.js';

/** A cluster obeys every rule for instances. */
export type ResourceKind = 'instance' | 'cluster' | 'storage';

export type ResourceStarted = Event<
  'ResourceStarted',
  {
    readonly resourceId: string;
    readonly kind: ResourceKind;
    readonly product: string;
    readonly gpu?: string;
    readonly ratePerHour: Amount;
  }
>;

export type ResourceStopped = Event<'ResourceStopped', { readonly resourceId: string }>;

export type ResourceEvent = ResourceStarted | ResourceStopped;
