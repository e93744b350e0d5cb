import { type EventTable, nothing } from '../event-record.js';
import type { AlertEvent } from './events.js';

export const alertEvents: EventTable<AlertEvent> = {
  AlertRaised: { fold: (account) => account, makes: nothing, takesCredits: false },
};
