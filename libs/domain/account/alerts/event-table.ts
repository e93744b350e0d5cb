import { type EventTable, nothing } from '../event-record.js';
import type { AlertEvent } from './events.js';

export const alertEvents = {
  AlertRaised: { fold: (account) => account, makes: nothing, rowsIn: ['notifications'], takesCredits: false },
} satisfies EventTable<AlertEvent>;
