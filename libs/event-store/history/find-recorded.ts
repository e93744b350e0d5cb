/** Finds where a time lies in a stream: its times of recording never go backwards. */
import { type Event, type Instant, milliseconds } from '#domain/messages.js';
import type { EntryReader, ReadEvent } from './entry-reader.js';

/** Events among so few are read in one go. */
const FEW = 48;

type Known = { readonly streamRevision: number; readonly atMs: number };

/** The last revision recorded at or before `at`; 0 where there is none. `last`, the stream's last event, is later. */
export async function findRecordedBy<E extends Event>(
  reader: EntryReader<E>,
  at: Instant,
  last: ReadEvent<E>,
): Promise<number> {
  const wantedMs = milliseconds(at);
  let below: Known | undefined;
  let above: Known = { streamRevision: last.streamRevision, atMs: milliseconds(last.recordedAt) };
  for (let probe = 1; above.streamRevision - (below?.streamRevision ?? -1) > FEW; probe++) {
    const event = await reader.at(placeBetween(below, above, wantedMs, probe));
    if (!event) return 0;
    const known = { streamRevision: event.streamRevision, atMs: milliseconds(event.recordedAt) };
    if (event.recordedAt <= at) below = known;
    else if (below === undefined) return 0;
    else above = known;
  }
  // The one below is read again: it says which revision it reaches.
  const from = below?.streamRevision ?? 0;
  const events = await reader.page(from, above.streamRevision - from);
  return events.findLast(({ recordedAt }) => recordedAt <= at)?.last ?? 0;
}

/** First of all the stream's beginning; then by a guess that is rarely far off where events come evenly, at every third look the middle. */
function placeBetween(below: Known | undefined, above: Known, wantedMs: number, probe: number): number {
  const first = (below?.streamRevision ?? -1) + 1;
  const events = above.streamRevision - first;
  if (below === undefined) return 0;
  if (probe % 3 === 0) return first + Math.floor(events / 2);
  const share = (wantedMs - below.atMs) / Math.max(1, above.atMs - below.atMs);
  return first + Math.min(events - 1, Math.max(0, Math.floor(share * events)));
}
