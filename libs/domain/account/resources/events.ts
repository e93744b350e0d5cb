/** What runs on the account's credits starts and stops. */
import type { Event, Instant } from '../../messages.js';
import type { Amount } from '../../money.js';
import { type EventTable, nothing } from '../event-record.js';
import { without } from '../state.js';

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

export type Resource = {
  readonly resourceId: string;
  readonly kind: ResourceKind;
  readonly product: string;
  readonly gpu?: string;
  readonly ratePerHour: Amount;
  /** The entry that started it: its place in the order of starts. */
  readonly revision: number;
  readonly startedAt: Instant;
  readonly isAccessible: boolean;
  /** Running time up to here is charged; of storage that is out of reach, when service ended. */
  readonly chargedUntil: Instant;
  /** The running time that is charged, without what storage was out of reach for: what was charged is `accrued` of it. */
  readonly servedMs: number;
};

/** Finds whether a resource of this id ever ran, however long ago. */
export const startOf = (resourceId: string): string => `start of ${resourceId}`;

export const resourceEvents = {
  ResourceStarted: {
    fold(account, { data, revision, effectiveAt }) {
      const { name: _, ...terms } = data;
      const resource = {
        ...terms,
        revision,
        startedAt: effectiveAt,
        isAccessible: true,
        chargedUntil: effectiveAt,
        servedMs: 0,
      };
      return { ...account, resources: { ...account.resources, [resource.resourceId]: resource } };
    },
    makes: nothing,
    rowsIn: ['resources', 'burnRate'],
    takesCredits: false,
    marks: ({ resourceId }) => ({ mark: startOf(resourceId) }),
  },
  ResourceStopped: {
    fold: (account, { data }) => ({ ...account, resources: without(account.resources, data.resourceId) }),
    makes: nothing,
    rowsIn: ['resources', 'burnRate'],
    takesCredits: false,
  },
} satisfies EventTable<ResourceEvent>;
