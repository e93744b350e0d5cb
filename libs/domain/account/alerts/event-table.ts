import { change } from '../bucket-changes.js';
import { type EventTable, nothing } from '../event-record.js';
import { afterNotice } from './expiry-notices.js';
import type { AlertEvent } from './events.js';

export const alertEvents = {
  AlertRaised: {
    fold: (account, { data }) => (data.alert === 'expiring' ? change(account, data.bucketId, afterNotice) : account),
    makes: nothing,
    rowsIn: ['notifications'],
    takesCredits: false,
    beginsDueFact: ({ alert }) => alert === 'expiring',
  },
} satisfies EventTable<AlertEvent>;
