/** Which log it is: Redis may hold read models of another one, when an address was changed or a data folder replaced. */
import type { EventStore } from '#event-store/port/event-store.js';

/** The id of the log's first event; null while it is empty. Rejects where the log can't be reached. */
export type LogIdentity = () => Promise<string | null>;

/** A process speaks to one log: once known, it is not asked again. */
export function identityOf(log: Pick<EventStore, 'readAll'>): LogIdentity {
  let known: string | null = null;
  return async () => {
    if (known === null) for await (const { id } of log.readAll({ maxCount: 1 })) known = id;
    return known;
  };
}

/** Whether a build that was bound to a log (or to none yet) is one of ours. */
export const isOfLog = (bound: string | undefined, log: string | null): boolean => bound === undefined || bound === log;
