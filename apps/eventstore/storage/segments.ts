import {
  closeSync,
  fdatasync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import type { LoggedEvent } from './recorded-event.js';
import { frameOf, scanFrames } from './segment-frames.js';
import { removeSegment, segmentFile, segmentFilesIn, syncDirectory, type SegmentFile } from './segment-files.js';
import { GrowingOffsets, loadOffsets, Segment, storeOffsets, type Offsets } from './segment.js';

const syncData = promisify(fdatasync);

const MOST_OPEN_SEGMENTS = 64;
const FIRST_POSITION = 1;

export interface SegmentsOptions {
  readonly isDurable: boolean;
  /** A segment is finished when it reaches this size. */
  readonly segmentBytes: number;
  /** Told what was done without being asked for, in a sentence. */
  readonly notice: (sentence: string) => void;
}

/** A segment that takes no new frames. */
export interface FinishedSegment {
  readonly file: SegmentFile;
  readonly segment: Segment;
  readonly size: number;
}

/** The segment that takes new frames. */
interface GrowingSegment {
  readonly file: SegmentFile;
  readonly segment: Segment;
  readonly descriptor: number;
  readonly offsets: GrowingOffsets;
  length: number;
}

/**
 * The events themselves, in files that only grow: one write and one fdatasync for a group of appends make them durable,
 * and reading them is reading a file, so that neither costs memory. LMDB keeps what leads to them.
 */
export class Segments {
  private readonly finished: FinishedSegment[] = [];
  private mustRollOver = false;
  private readonly inUse = new Set<Segment>();
  private growing: GrowingSegment | undefined;

  constructor(
    private readonly directory: string,
    private readonly options: SegmentsOptions,
  ) {
    this.open();
  }

  /** 0 for none. */
  get lastPosition(): number {
    return (
      this.growing?.segment.lastPosition ??
      this.finished[this.finished.length - 1]?.segment.lastPosition ??
      FIRST_POSITION - 1
    );
  }

  /** Resolves when the records are on disk. One call at a time. Rejects with nothing written. */
  async append(records: readonly Buffer[]): Promise<void> {
    const growing = this.segmentForNext();
    const { bytes, offsets } = frameOf(records);
    const start = growing.length;
    try {
      writeFully(growing.descriptor, bytes, start);
      if (this.options.isDurable) await syncData(growing.descriptor);
    } catch (error) {
      ftruncateSync(growing.descriptor, start);
      throw error;
    }
    for (const offset of offsets) growing.offsets.offsets.push(start + offset);
    growing.length = start + bytes.length;
  }

  /** Events from `start` on, as many as `limit` and `maxBytes` allow and one file holds; none behind the last. */
  forwards(start: number, limit: number, maxBytes: number): LoggedEvent[] {
    for (let at = start; ;) {
      const segment = this.segmentOf(at);
      if (!segment) return [];
      const events = segment.read(at, at + segment.countWithin(at, limit, maxBytes) - 1);
      if (events.length > 0) return events;
      at = segment.gapAround(at).last + 1;
    }
  }

  /** As `forwards`, from `start` down, the latest first. */
  backwards(start: number, limit: number, maxBytes: number): LoggedEvent[] {
    for (let at = start; ;) {
      const segment = this.segmentOf(at);
      if (!segment) return [];
      const events = segment.read(at - segment.countWithinBackwards(at, limit, maxBytes) + 1, at);
      if (events.length > 0) return events.reverse();
      at = segment.gapAround(at).first - 1;
    }
  }

  /** Undefined beyond the end, and where a scavenge has taken the event out. */
  at(position: number): Buffer | undefined {
    return this.segmentOf(position)?.read(position, position)[0]?.record;
  }

  /** The next append begins a new segment: those before it are finished then. */
  rollOver(): void {
    this.mustRollOver = true;
  }

  /** Those that no new frames can come into any more. */
  finishedSegments(): readonly FinishedSegment[] {
    return this.growing ? [...this.finished] : [];
  }

  /** Reads from another file from now on, whose records are the same but for gaps, and removes the old one. */
  replace(old: FinishedSegment, file: SegmentFile, offsets: Offsets, size: number): void {
    const segment = new Segment(file.path, file.firstPosition, offsets, () => size);
    this.finished[this.finished.indexOf(old)] = { file, segment, size };
    this.inUse.delete(old.segment);
    old.segment.close();
    removeSegment(old.file);
  }

  close(): void {
    for (const { segment } of this.finished) segment.close();
    this.growing?.segment.close();
    if (this.growing) closeSync(this.growing.descriptor);
    this.growing = undefined;
  }

  private segmentOf(position: number): Segment | undefined {
    const { growing, finished } = this;
    if (position > this.lastPosition || position < FIRST_POSITION) return undefined;
    if (growing && position >= growing.segment.firstPosition) return growing.segment;
    let low = 0;
    for (let high = finished.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if ((finished[middle] as FinishedSegment).file.firstPosition <= position) low = middle;
      else high = middle - 1;
    }
    return this.opened((finished[low] as FinishedSegment).segment);
  }

  /** Keeps the files of the segments read last open, and closes the others'. */
  private opened(segment: Segment): Segment {
    this.inUse.delete(segment);
    this.inUse.add(segment);
    if (this.inUse.size > MOST_OPEN_SEGMENTS) {
      const oldest = this.inUse.values().next().value as Segment;
      oldest.close();
      this.inUse.delete(oldest);
    }
    return segment;
  }

  private segmentForNext(): GrowingSegment {
    const isFull = (this.growing?.length ?? 0) >= this.options.segmentBytes;
    const isLeft = this.mustRollOver && this.growing?.length !== 0;
    this.mustRollOver = false;
    if (this.growing && !isFull && !isLeft) return this.growing;
    if (this.growing) this.finish(this.growing);
    this.growing = this.grow(segmentFile(this.directory, this.lastPosition + 1), [], 0);
    if (this.options.isDurable) syncDirectory(this.directory);
    return this.growing;
  }

  private grow(file: SegmentFile, offsets: number[], length: number): GrowingSegment {
    const growingOffsets = new GrowingOffsets(offsets);
    const descriptor = openSync(file.path, length === 0 ? 'w' : 'r+');
    const growing: GrowingSegment = {
      file,
      segment: new Segment(file.path, file.firstPosition, growingOffsets, () => growing.length),
      descriptor,
      offsets: growingOffsets,
      length,
    };
    return growing;
  }

  private finish({ file, segment, descriptor, offsets, length }: GrowingSegment): void {
    closeSync(descriptor);
    segment.close();
    this.addFinished(file, storeOffsets(file.path, offsets.offsets), length);
    this.growing = undefined;
  }

  private addFinished(file: SegmentFile, offsets: Offsets, size: number): void {
    this.finished.push({ file, segment: new Segment(file.path, file.firstPosition, offsets, () => size), size });
  }

  private open(): void {
    const files = segmentFilesIn(this.directory);
    for (const [index, file] of files.entries()) {
      const next = files[index + 1];
      if (!next) this.reopenLast(file);
      else {
        const offsets = loadOffsets(file.path, next.firstPosition - file.firstPosition);
        this.addFinished(file, offsets, statSync(file.path).size);
      }
    }
  }

  /** The last segment may end in a frame that a crash cut short; nobody was told that it was written. */
  private reopenLast(file: SegmentFile): void {
    const bytes = readFileSync(file.path);
    const { offsets, end } = scanFrames(bytes);
    if (end < bytes.length) {
      truncateSync(file.path, end);
      this.options.notice(
        `The last ${bytes.length - end} bytes of ${file.path} were cut: a write that a crash interrupted, never acknowledged.`,
      );
    }
    this.growing = this.grow(file, offsets, end);
  }
}

function writeFully(descriptor: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length;)
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
}
