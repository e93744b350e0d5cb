import type { EventLog } from '../storage/event-log.js';
import { decodeRecordedEvent } from '../storage/recorded-event.js';
import { OPERATORS } from '../storage/stream-acl.js';

/** The stream with links to the events of all scavenges. */
export const HISTORY = '$scavenges';
export const STARTED = '$scavengeStarted';
export const COMPLETED = '$scavengeCompleted';

/** Kept for thirty days, and for operators to read. */
export const HISTORY_METADATA = JSON.stringify({
  $maxAge: 30 * 24 * 3600,
  $acl: { $r: OPERATORS, $w: [], $d: [], $mr: [], $mw: [] },
});

export const streamOf = (scavengeId: string): string => `${HISTORY}-${scavengeId}`;

const LINK_TO_START = /^0@\$scavenges-(.+)$/;
const LINKS_AT_ONCE = 256;

/** Ids of scavenges that have begun, and whose end is not recorded. */
export function unfinishedScavenges({ catalog, reader }: EventLog): string[] {
  const unfinished: string[] = [];
  const history = catalog.find(HISTORY);
  for (let at = 0; history;) {
    const links = reader.streamForwards(history, at, LINKS_AT_ONCE);
    for (const { record } of links) {
      const [, scavengeId] = LINK_TO_START.exec(String(decodeRecordedEvent(record).data)) ?? [];
      const stream = scavengeId && catalog.find(streamOf(scavengeId));
      const [last] = stream ? reader.streamBackwards(stream, stream.lastRevision, 0, 1) : [];
      if (scavengeId && last && decodeRecordedEvent(last.record).type === STARTED) unfinished.push(scavengeId);
    }
    const last = links[links.length - 1];
    if (!last) break;
    at = last.revision + 1;
  }
  return unfinished;
}

/** As the server writes it: `00:00:01.2340000`. */
export function timeSpan(ms: number): string {
  const whole = (value: number): string => String(Math.trunc(value)).padStart(2, '0');
  const [hours, minutes, seconds] = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60].map(whole);
  return `${hours}:${minutes}:${seconds}.${String(ms % 1000).padStart(3, '0')}0000`;
}
