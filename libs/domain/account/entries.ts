/** Entries and the events that hold them: an account's revision counts entries, not events. */
import type { Marks, Origin } from '../messages.js';
import { marksIn } from './event-table.js';
import type { AccountEvent, ChargeLine, EntriesJoined, Entry, UsageCharged } from './events.js';

export type { Entry } from './events.js';

/** No event holds more entries. */
export const ENTRIES_PER_EVENT = 256;
/** So many charges leave as one event: whoever needs one of them reads all, and more would hardly cost less. */
const CHARGES_PER_EVENT = 64;
/** Fewer neighbours than these stay events of their own, which are easier to read. */
const JOINED_FROM = 16;

export function entriesOf(event: AccountEvent): readonly Entry[] {
  if (event.type !== 'UsageCharged' || event.data.lines.length === 1) return unjoined(event);
  return event.data.lines.map((line) => usageCharged(line, event));
}

export function countEntries(event: AccountEvent): number {
  if (event.type === 'UsageCharged') return event.data.lines.length;
  return event.type === 'EntriesJoined' ? event.data.entries.length : 1;
}

/** The events that a joined one stands for; any other as it is, charges together. */
export const unjoined = (event: AccountEvent): readonly Entry[] =>
  event.type === 'EntriesJoined' ? partsOf(event) : [event];

function partsOf({ revision, recordedAt, origin, data }: EntriesJoined): readonly Entry[] {
  return data.entries.map(
    (entry, nth) => ({ ...entry, revision: revision + nth, recordedAt, origin }) as unknown as Entry,
  );
}

/** What an entry can be found by. What holds several is found entry by entry. */
export const marksOf = (event: AccountEvent): Marks => (event.type === 'EntriesJoined' ? {} : marksIn(event));

/**
 * Neighbouring charges of one time of recording become one event; so do many other entries of one time and origin.
 * Revisions and order stay as they are.
 */
export function pack(events: readonly AccountEvent[], entriesPerEvent = ENTRIES_PER_EVENT): readonly AccountEvent[] {
  const chargesPerEvent = Math.min(entriesPerEvent, CHARGES_PER_EVENT);
  if (events.length === 1) return events;
  const packed: AccountEvent[] = [];
  for (let start = 0; start < events.length;) {
    const run = runFrom(events, start);
    start += run.length;
    packed.push(...(run[0]?.type === 'UsageCharged' ? charges(run, chargesPerEvent) : joined(run, entriesPerEvent)));
  }
  return packed;
}

/** The neighbours that may become one event. */
function runFrom(events: readonly AccountEvent[], start: number): readonly AccountEvent[] {
  const first = events[start];
  let end = start + 1;
  for (let next = events[end]; first && next && mayJoin(first, next); next = events[end]) end++;
  return events.slice(start, end);
}

function mayJoin(a: AccountEvent, b: AccountEvent): boolean {
  if (a.recordedAt !== b.recordedAt || a.type === 'EntriesJoined' || b.type === 'EntriesJoined') return false;
  if (a.type === 'UsageCharged' || b.type === 'UsageCharged') return a.type === b.type;
  const [one, other] = [a.origin, b.origin];
  return (
    one.key === other.key &&
    one.requestHash === other.requestHash &&
    one.actor.key === other.actor.key &&
    one.actor.person === other.actor.person
  );
}

function charges(run: readonly AccountEvent[], linesPerEvent: number): readonly AccountEvent[] {
  const [first] = run;
  if (first?.type !== 'UsageCharged' || run.length === 1) return run;
  const lines = run.flatMap((event) => (event.type === 'UsageCharged' ? event.data.lines : []));
  return inPieces(lines, linesPerEvent).flatMap((piece) =>
    piece[0] ? [{ ...usageCharged(piece[0], first), data: { lines: piece } }] : [],
  );
}

function joined(run: readonly AccountEvent[], entriesPerEvent: number): readonly AccountEvent[] {
  if (run.length < JOINED_FROM) return run;
  return inPieces(run, entriesPerEvent).flatMap((piece): EntriesJoined[] => {
    const [first] = piece;
    if (!first) return [];
    const { revision, recordedAt, effectiveAt, origin } = first;
    const entries = piece.map(({ type, effectiveAt: at, data, turn }) => ({
      type,
      effectiveAt: at,
      data,
      ...(turn !== undefined && { turn }),
    }));
    return [{ type: 'EntriesJoined', revision, recordedAt, effectiveAt, origin, data: { entries } }];
  });
}

function inPieces<T>(items: readonly T[], length: number): readonly T[][] {
  return Array.from({ length: Math.ceil(items.length / length) }, (_, nth) =>
    items.slice(nth * length, (nth + 1) * length),
  );
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
