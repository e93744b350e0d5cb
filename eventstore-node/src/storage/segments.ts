import { closeEach, syncDirectory } from './disk.js';
import { GrowingSegment } from './growing-segment.js';
import type { LoggedEvent } from './recorded-event.js';
import { offsetsFile, removeSegment, segmentFile, type SegmentFile } from './segment-files.js';
import { FIRST_POSITION, recoverSegments, type KnownEnd, type LastSegment } from './segment-recovery.js';
import { Segment, storeOffsets, StoredOffsets, type Offsets } from './segment.js';

const MOST_OPEN_SEGMENTS = 64;

export interface SegmentsOptions {
  readonly isDurable: boolean;
  /** A segment is finished when it reaches this size. */
  readonly segmentBytes: number;
  /** Called with a sentence for each thing that is done unrequested. */
  readonly notice: (sentence: string) => void;
}

/** A segment that takes no new frames. */
export interface FinishedSegment {
  readonly file: SegmentFile;
  readonly segment: Segment;
  readonly size: number;
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
    known: KnownEnd,
  ) {
    const { finished, last } = recoverSegments(directory, known);
    for (const { file, count, end } of finished)
      this.addFinished(file, new StoredOffsets(offsetsFile(file.path), count), end);
    if (last) this.reopen(last);
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
    await this.segmentForNext().append(records);
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

  /** The event at `position` and those right behind it, as many as `limit` and `maxBytes` allow and one file holds; none in a gap. */
  neighbours(position: number, limit: number, maxBytes: number): LoggedEvent[] {
    const segment = this.segmentOf(position);
    if (!segment) return [];
    const count = limit === 1 ? 1 : segment.countWithin(position, limit, maxBytes);
    return segment.read(position, position + count - 1);
  }

  /** Undefined beyond the end, and where a scavenge has taken the event out. */
  at(position: number): Buffer | undefined {
    return this.neighbours(position, 1, 0)[0]?.record;
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
    const { growing } = this;
    this.growing = undefined;
    closeEach([...this.finished.map(({ segment }) => segment), ...(growing ? [growing] : [])]);
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
      this.inUse.delete(oldest);
      oldest.close();
    }
    return segment;
  }

  private segmentForNext(): GrowingSegment {
    const { growing } = this;
    const isFull = (growing?.length ?? 0) >= this.options.segmentBytes;
    const isLeft = this.mustRollOver && growing?.length !== 0;
    if (!growing || isFull || isLeft) return this.beginNext(growing);
    this.mustRollOver = false;
    return growing;
  }

  /** What was there goes on as it was until all of this is done. A step that fails is tried again before the next append. */
  private beginNext(old: GrowingSegment | undefined): GrowingSegment {
    old?.cutRemains();
    const offsets = old && storeOffsets(old.file.path, old.offsets.offsets);
    const file = segmentFile(this.directory, this.lastPosition + 1);
    const { isDurable } = this.options;
    const next = new GrowingSegment(file, { isDurable, flags: 'w', offsets: [], length: 0, hasRemains: false });
    try {
      if (isDurable) syncDirectory(this.directory);
    } catch (error) {
      next.close();
      throw error;
    }
    if (old && offsets) this.addFinished(old.file, offsets, old.length);
    this.growing = next;
    this.mustRollOver = false;
    old?.close();
    return next;
  }

  private addFinished(file: SegmentFile, offsets: Offsets, size: number): void {
    this.finished.push({ file, segment: new Segment(file.path, file.firstPosition, offsets, () => size), size });
  }

  private reopen({ file, offsets, end, tornBytes }: LastSegment): void {
    const { isDurable, notice } = this.options;
    const hasRemains = tornBytes > 0;
    this.growing = new GrowingSegment(file, { isDurable, flags: 'r+', offsets, length: end, hasRemains });
    if (!hasRemains) return;
    try {
      this.growing.cutRemains();
    } catch (error) {
      this.close();
      throw error;
    }
    notice(
      `Removed the last ${tornBytes} bytes of ${file.path}: a write that a crash interrupted and that was never acknowledged.`,
    );
  }
}
