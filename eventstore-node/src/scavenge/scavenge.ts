import { dirname } from 'node:path';
import { commitRows, type Database, type StreamRevisionKey } from '../storage/database.js';
import { disk, syncDirectory } from '../storage/disk.js';
import type { LogParts } from '../storage/log-parts.js';
import { decodeRecordedEvent, TOMBSTONE_REVISION } from '../storage/recorded-event.js';
import { segmentFile, unfinished } from '../storage/segment-files.js';
import { storeOffsets } from '../storage/segment.js';
import type { FinishedSegment } from '../storage/segments.js';
import type { StreamState } from '../storage/stream-catalog.js';
import { isRemovable } from './removable.js';
import { SegmentContents } from './segment-contents.js';
import { writeSegment } from './segment-rewrite.js';

/** Called often; the segment that is being looked at when it returns true stays as it is. */
export type IsStopping = () => boolean;

export interface ScavengeSums {
  spaceSavedBytes: number;
  segmentsRewritten: number;
}

interface Removal {
  readonly isRemoved: (index: number) => boolean;
  /** Rows of the index that lead to what goes. */
  readonly rows: readonly StreamRevisionKey[];
}

/** Between two turns of everyone else. */
const EVENTS_AT_ONCE = 500;
const ROWS_AT_ONCE = 2000;

const othersTurn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Takes events that nobody can read any more out of the files, and out of the tables: writes each finished segment anew
 * without them. Positions and revisions of the rest stay. Whatever instant it is cut short at, either file of a segment is
 * whole, and the log is the same to its readers: the new file is on disk before the index forgets what it leaves out, and
 * has its name only after that.
 */
export async function scavenge(log: LogParts, isStopping: IsStopping): Promise<ScavengeSums> {
  const sums: ScavengeSums = { spaceSavedBytes: 0, segmentsRewritten: 0 };
  for (const segment of log.segments.finishedSegments()) {
    if (!(await log.inTables(segment.segment.lastPosition, isStopping))) break;
    const saved = await scavengeSegment(log, segment, isStopping);
    sums.spaceSavedBytes += saved;
    if (saved > 0) sums.segmentsRewritten++;
    if (isStopping()) break;
  }
  return sums;
}

/** How many bytes it saved. */
async function scavengeSegment(log: LogParts, old: FinishedSegment, isStopping: IsStopping): Promise<number> {
  const contents = await SegmentContents.of(old);
  const removal = await whatGoes(log, contents, isStopping);
  if (!removal) return 0;
  const directory = dirname(old.file.path);
  const file = segmentFile(directory, old.file.firstPosition, old.file.generation + 1);
  const { offsets, size } = await writeSegment(file, contents.remaining(removal.isRemoved));
  try {
    await forget(log.database, removal.rows);
    const stored = storeOffsets(file.path, offsets);
    disk.renameSync(unfinished(file.path), file.path);
    syncDirectory(directory);
    log.segments.replace(old, file, stored, size);
  } catch (error) {
    // The old file goes on being read. A new one that has its name already is the same to readers at the next start.
    disk.rmSync(unfinished(file.path), { force: true });
    throw error;
  }
  return old.size - size;
}

/** Undefined if nothing goes, or the scavenge was stopped. */
async function whatGoes(
  { catalog, durablePosition }: LogParts,
  contents: SegmentContents,
  isStopping: IsStopping,
): Promise<Removal | undefined> {
  const removed = new Uint8Array(contents.count);
  const rows: StreamRevisionKey[] = [];
  /** Of one turn: in the next one they may have changed. */
  const seen = new Map<string, StreamState | undefined>();
  const find = (name: string): StreamState | undefined => {
    if (!seen.has(name)) seen.set(name, catalog.peek(name));
    return seen.get(name);
  };
  for (let index = 0; index < contents.count; index++) {
    if (index % EVENTS_AT_ONCE === 0) {
      seen.clear();
      await othersTurn();
    }
    if (isStopping()) return undefined;
    const record = contents.recordAt(index);
    if (!record) continue;
    const event = decodeRecordedEvent(record);
    if (!isRemovable(event, find, durablePosition())) continue;
    removed[index] = 1;
    const stream = find(event.streamName);
    if (stream && event.revision !== TOMBSTONE_REVISION) rows.push([stream.number, event.revision]);
  }
  return removed.includes(1) ? { isRemoved: (index) => removed[index] === 1, rows } : undefined;
}

async function forget(database: Database, rows: readonly StreamRevisionKey[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    await commitRows(database, { rows: some.length, bytes: 0 }, () => {
      for (const row of some) void database.index.remove(row);
    });
  }
}
