import { countEntries } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';

/** The revision of the event's last entry. */
export const lastRevision = (event: AccountEvent): number => event.revision + countEntries(event) - 1;
