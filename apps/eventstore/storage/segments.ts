import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LoggedEvent } from './recorded-event.js';
import { frameOf, scanFrames } from './segment-frames.js';
import { GrowingOffsets, loadOffsets, Segment, storeOffsets } from './segment.js';

const syncData = promisify(fdatasync);

const PREFIX = 'events-';
const MOST_OPEN_SEGMENTS = 64;
const FIRST_POSITION = 1;

export interface SegmentsOptions {
  readonly isDurable: boolean;
  /** A segment is finished when it reaches this size. */
  readonly segmentBytes: number;
  /** Told what was done without being asked for, in a sentence. */
  readonly notice: (sentence: string) => void;
}

/** The segment that takes new frames. */
interface GrowingSegment {
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
  private readonly finished: Segment[] = [];
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
      this.growing?.segment.lastPosition ?? this.finished[this.finished.length - 1]?.lastPosition ?? FIRST_POSITION - 1
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
    const segment = this.segmentOf(start);
    if (!segment) return [];
    return segment.read(start, start + segment.countWithin(start, limit, maxBytes) - 1);
  }

  /** As `forwards`, from `start` down, the latest first. */
  backwards(start: number, limit: number, maxBytes: number): LoggedEvent[] {
    const segment = this.segmentOf(start);
    if (!segment) return [];
    return segment.read(start - segment.countWithinBackwards(start, limit, maxBytes) + 1, start).reverse();
  }

  at(position: number): Buffer | undefined {
    return this.segmentOf(position)?.read(position, position)[0]?.record;
  }

  close(): void {
    for (const segment of this.finished) segment.close();
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
      if ((finished[middle] as Segment).firstPosition <= position) low = middle;
      else high = middle - 1;
    }
    return this.opened(finished[low] as Segment);
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
    if (this.growing && this.growing.length < this.options.segmentBytes) return this.growing;
    if (this.growing) this.finish(this.growing);
    const firstPosition = this.lastPosition + 1;
    this.growing = this.grow(
      join(this.directory, PREFIX + String(firstPosition).padStart(16, '0')),
      firstPosition,
      [],
      0,
    );
    if (this.options.isDurable) syncDirectory(this.directory);
    return this.growing;
  }

  private grow(file: string, firstPosition: number, offsets: number[], length: number): GrowingSegment {
    const growingOffsets = new GrowingOffsets(offsets);
    const descriptor = openSync(file, length === 0 ? 'w' : 'r+');
    const growing: GrowingSegment = {
      segment: new Segment(file, firstPosition, growingOffsets, () => growing.length),
      descriptor,
      offsets: growingOffsets,
      length,
    };
    return growing;
  }

  private finish({ segment, descriptor, offsets, length }: GrowingSegment): void {
    closeSync(descriptor);
    segment.close();
    const stored = storeOffsets(segment.file, offsets.offsets);
    this.finished.push(new Segment(segment.file, segment.firstPosition, stored, () => length));
    this.growing = undefined;
  }

  private open(): void {
    const names = readdirSync(this.directory)
      .filter((name) => /^events-\d+$/.test(name))
      .sort();
    const starts = names.map((name) => Number(name.slice(PREFIX.length)));
    for (const [index, name] of names.entries()) {
      const file = join(this.directory, name);
      const next = starts[index + 1];
      if (next === undefined) this.reopenLast(file, starts[index] as number);
      else this.openFinished(file, starts[index] as number, next);
    }
  }

  private openFinished(file: string, first: number, next: number): void {
    const { size } = statSync(file);
    this.finished.push(new Segment(file, first, loadOffsets(file, next - first), () => size));
  }

  /** The last segment may end in a frame that a crash cut short; nobody was told that it was written. */
  private reopenLast(file: string, firstPosition: number): void {
    const bytes = readFileSync(file);
    const { offsets, end } = scanFrames(bytes);
    if (end < bytes.length) {
      truncateSync(file, end);
      this.options.notice(
        `The last ${bytes.length - end} bytes of ${file} were cut: a write that a crash interrupted, never acknowledged.`,
      );
    }
    this.growing = this.grow(file, firstPosition, offsets, end);
  }
}

function writeFully(descriptor: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length;)
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
}

/** A new file's name is durable only when its directory is synced. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}
