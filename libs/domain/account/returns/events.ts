/** Money that was not paid in credits comes back as credits. */
import type { Event } from '../../messages.js';
import { granted, withBucket } from '../bucket-changes.js';
import type { BucketAmount } from '../credits.js';
import type { EventTable } from '../event-record.js';
import { grantedPrepaid } from '../grants.js';

/** `externalReference`: what the payment is known by elsewhere. The credits can be spent, not withdrawn. */
export type CreditsReturned = Event<
  'CreditsReturned',
  BucketAmount & { readonly product: string; readonly reason: string; readonly externalReference?: string }
>;

export type ReturnEvent = CreditsReturned;

export const returnEvents = {
  CreditsReturned: {
    fold: (account, event) => withBucket(account, granted(grantedPrepaid(event, 'return'), event.data.amount, false)),
    makes: ({ bucketId }) => [bucketId],
    rowsIn: ['movements', 'transactions', 'notifications'],
    takesCredits: false,
  },
} satisfies EventTable<ReturnEvent>;
