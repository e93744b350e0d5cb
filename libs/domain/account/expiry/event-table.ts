import { change } from '../bucket-changes.js';
import { type EventTable, nothing } from '../event-record.js';
import type { Entry } from '../events.js';
import type { Account } from '../state.js';
import { type BucketFactEvent, afterDueFact } from './after-due-fact.js';
import type { ExpiryEvent } from './events.js';

const fold = (account: Account, event: ExpiryEvent): Account =>
  change(account, event.data.bucketId, (bucket) => afterDueFact(bucket, event));

export const expiryEvents = {
  BucketActivated: {
    fold,
    makes: nothing,
    rowsIn: ['movements', 'transactions'],
    takesCredits: false,
    beginsDueFact: true,
  },
  BucketExpired: {
    fold,
    makes: nothing,
    rowsIn: ['movements', 'transactions'],
    takesCredits: ({ cause }) => cause === 'expired' || cause === 'replaced',
    beginsDueFact: ({ cause }) => cause === 'expired',
  },
  BucketExpiryReversed: { fold, makes: nothing, rowsIn: ['movements', 'transactions'], takesCredits: false },
} satisfies EventTable<ExpiryEvent>;

/** Written out: it is checked for every entry that is folded. */
export const isBucketFact = (event: Entry): event is BucketFactEvent =>
  event.type === 'BucketActivated' ||
  event.type === 'BucketExpired' ||
  event.type === 'BucketExpiryReversed' ||
  (event.type === 'AlertRaised' && event.data.alert === 'expiring');
