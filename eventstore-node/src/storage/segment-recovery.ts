import { endsTooEarly, notWhole } from './damaged-log.js';
import { disk } from './disk.js';
import { decodeRecordedEvent } from './recorded-event.js';
import { filesIn, type SegmentFile } from './segment-files.js';
import { recordIn, scanFrames, wholeFrameAfter } from './segment-frames.js';
import { areStored, storeOffsets } from './segment.js';

export const FIRST_POSITION = 1;

/** Up to where events are known to be durable, and the file that has it. */
export interface KnownEnd {
  readonly position: number;
  readonly file: string;
}

/** A segment as it was found: whole up to `end`. */
export interface FoundSegment {
  readonly file: SegmentFile;
  readonly count: number;
  readonly end: number;
}

/** The segment that new frames go into. */
export interface LastSegment {
  readonly file: SegmentFile;
  readonly offsets: number[];
  readonly end: number;
  /** Behind `end`: a write that a crash cut short. */
  readonly tornBytes: number;
}

export interface FoundSegments {
  readonly finished: readonly FoundSegment[];
  readonly last: LastSegment | undefined;
}

/**
 * Looks at every byte of a log. First nothing is changed: where anything is not as it was acknowledged this throws, and all
 * is as it was. Only then what a crash left over is removed, and offsets that were lost are written again.
 */
export function recoverSegments(directory: string, known: KnownEnd): FoundSegments {
  const { segments, leftovers } = filesIn(directory);
  if (segments[0] && segments[0].firstPosition !== FIRST_POSITION)
    throw notWhole(`The log's first file is missing: the first in ${directory} is ${segments[0].path}.`);
  const withoutOffsets: SegmentFile[] = [];
  const finished = segments.slice(0, -1).map((file, index) => {
    const { offsets, end } = finishedSegment(file, segments[index + 1] as SegmentFile);
    if (!areStored(file.path, offsets)) withoutOffsets.push(file);
    return { file, end, count: offsets.length };
  });
  const last = segments.slice(-1).map(lastSegment)[0];
  requireKnownEnd(directory, last, known);
  for (const path of leftovers) disk.rmSync(path);
  for (const { path } of withoutOffsets) storeOffsets(path, scanFrames(disk.readFileSync(path)).offsets);
  return { finished, last };
}

function finishedSegment(file: SegmentFile, next: SegmentFile): { offsets: number[]; end: number } {
  const { offsets, end } = contentsOf(file, disk.readFileSync(file.path));
  const lastPosition = file.firstPosition + offsets.length - 1;
  if (lastPosition + 1 !== next.firstPosition)
    throw endsTooEarly(file.path, end, lastPosition, `later events follow it in ${next.path}.`);
  return { offsets, end };
}

/** A crash leaves at most one frame unfinished, the last. It was never acknowledged. */
function lastSegment(file: SegmentFile): LastSegment {
  const bytes = disk.readFileSync(file.path);
  const { offsets, end } = contentsOf(file, bytes);
  const behind = end < bytes.length ? wholeFrameAfter(bytes, end) : undefined;
  if (behind !== undefined) {
    const lastPosition = file.firstPosition + offsets.length - 1;
    throw endsTooEarly(file.path, end, lastPosition, `whole events follow it at byte ${behind}.`);
  }
  return { file, offsets, end, tornBytes: bytes.length - end };
}

/** What was cut off at the end of a frame, or acknowledged before it was damaged, is missed by what the tables know. */
function requireKnownEnd(directory: string, last: LastSegment | undefined, { position, file }: KnownEnd): void {
  const lastPosition = last ? last.file.firstPosition + last.offsets.length - 1 : FIRST_POSITION - 1;
  if (position <= lastPosition) return;
  if (!last)
    throw notWhole(
      `There are no events in ${directory}, but according to ${file} there were events up to position ${position}.`,
    );
  throw endsTooEarly(
    last.file.path,
    last.end,
    lastPosition,
    `according to ${file} there were events up to position ${position}.`,
  );
}

/** Records know their own positions, so that one file can't stand in for another, nor a frame be there twice. */
function contentsOf(file: SegmentFile, bytes: Buffer): { offsets: number[]; end: number } {
  const contents = scanFrames(bytes);
  const isRecord = (offset: number): boolean => recordIn(bytes, offset) !== undefined;
  for (const index of [contents.offsets.findIndex(isRecord), contents.offsets.findLastIndex(isRecord)]) {
    const record = index < 0 ? undefined : recordIn(bytes, contents.offsets[index] as number);
    const own = record && decodeRecordedEvent(record).position;
    if (own !== undefined && own !== file.firstPosition + index)
      throw notWhole(
        `${file.path} has the event of position ${own} where that of position ${file.firstPosition + index} belongs.`,
      );
  }
  return contents;
}
