import { granted, withBucket } from '../bucket-changes.js';
import type { EventTable } from '../event-record.js';
import { grantedPrepaid } from '../grants.js';
import type { ReturnEvent } from './events.js';

export const returnEvents = {
  CreditsReturned: {
    fold: (account, event) => withBucket(account, granted(grantedPrepaid(event, 'return'), event.data.amount, false)),
    makes: ({ bucketId }) => [bucketId],
    rowsIn: ['movements', 'transactions', 'notifications'],
    takesCredits: false,
  },
} satisfies EventTable<ReturnEvent>;
