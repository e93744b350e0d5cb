/** Entries and the events that hold them: an account's revision counts entries, not events (design 2). */
import type { Origin } from '../messages.js';
import type { AccountEvent, ChargeLine, UsageCharged } from './events.js';

/** An entry by itself: an event with a single line, or one that holds nothing else. */
export type Entry = AccountEvent;

/** At most this many charges leave as one event. */
export const LINES_PER_EVENT = 256;

export function entriesOf(event: AccountEvent): readonly Entry[] {
  if (event.type !== 'UsageCharged' || event.data.lines.length === 1) return [event];
  return event.data.lines.map((line) => usageCharged(line, event));
}

/** Whether this entry made what the id names: a transaction, a bucket, a purchase, a withdrawal. */
export function creates(entry: Entry, id: string): boolean {
  switch (entry.type) {
    case 'UsageCharged':
      return entry.data.lines[0]?.transactionId === id;
    case 'UsageRefunded':
      return entry.data.transactionId === id || entry.data.allocation.some(({ bucketId }) => bucketId === id);
    case 'PromoGranted':
    case 'PurchaseApproved':
    case 'PurchaseCompleted':
      return entry.data.bucketId === id;
    case 'PurchaseOpened':
      return entry.data.purchaseId === id;
    case 'WithdrawalRequested':
      return entry.data.withdrawalId === id;
    default:
      return false;
  }
}

/** Neighbouring charges of one time of recording become one event. Revisions and order stay as they are. */
export function pack(events: readonly AccountEvent[], linesPerEvent = LINES_PER_EVENT): readonly AccountEvent[] {
  if (events.length === 1) return events;
  const packed: AccountEvent[] = [];
  let lines: ChargeLine[] = [];
  let open: UsageCharged | undefined;
  const close = () => {
    if (open) packed.push(lines.length === open.data.lines.length ? open : { ...open, data: { lines } });
    open = undefined;
  };
  for (const event of events) {
    if (event.type !== 'UsageCharged') {
      close();
      packed.push(event);
      continue;
    }
    for (const line of event.data.lines) {
      if (!open || lines.length >= linesPerEvent || open.recordedAt !== event.recordedAt) {
        close();
        open = usageCharged(line, event);
        lines = [];
      }
      lines.push(line);
    }
  }
  close();
  return packed;
}

/** The event of one line. Its envelope repeats what the line says of itself. */
export function usageCharged(line: ChargeLine, { recordedAt }: Pick<UsageCharged, 'recordedAt'>): UsageCharged {
  const { revision, effectiveAt } = line;
  return { type: 'UsageCharged', revision, recordedAt, effectiveAt, origin: originOf(line), data: { lines: [line] } };
}

/** Written out: for every charge, spreading what may be absent costs more than the rest of its event. */
function originOf({ key, requestHash, actor }: ChargeLine): Origin {
  if (key === undefined) return { actor };
  return requestHash === undefined ? { key, actor } : { key, requestHash, actor };
}
