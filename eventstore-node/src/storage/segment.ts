import { DamagedLog } from './damaged-log.js';
import { closeEach, disk, OpenedFile } from './disk.js';
import type { LoggedEvent } from './recorded-event.js';
import { offsetsFile, unfinished } from './segment-files.js';
import { GAP_BYTES, gapIn, recordIn } from './segment-frames.js';

const OFFSET_BYTES = 4;

/** Where a segment's records begin: in memory while it grows, in a file beside it afterwards. */
export interface Offsets {
  readonly count: number;
  /** The offsets of the records `from` to `to`, `to` excluded. */
  slice(from: number, to: number): ArrayLike<number>;
  close(): void;
}

/** A file of the log. Its records are those of consecutive positions; a scavenge leaves gaps for those it takes out. */
export class Segment {
  private readonly source: OpenedFile;

  constructor(
    readonly file: string,
    readonly firstPosition: number,
    private readonly offsets: Offsets,
    /** Where the last whole frame ends. */
    private readonly end: () => number,
  ) {
    this.source = new OpenedFile(file);
  }

  get lastPosition(): number {
    return this.firstPosition + this.offsets.count - 1;
  }

  /**
   * The events from one position to another, both included and both here. Their bytes are read at once. Fewer, if some
   * are gone; none, if they all lie in one gap.
   */
  read(first: number, last: number): LoggedEvent[] {
    const from = first - this.firstPosition;
    const to = last - this.firstPosition + 1;
    const isLast = to === this.offsets.count;
    const offsets = this.offsets.slice(from, isLast ? to : to + 1);
    const start = offsets[0] as number;
    const end = isLast ? this.end() : (offsets[offsets.length - 1] as number);
    const bytes = this.source.read(start, end - start);
    const events: LoggedEvent[] = [];
    for (let index = 0; index < to - from; index++) {
      const offset = (offsets[index] as number) - start;
      // A gap that goes on behind `last` has no bytes among those read.
      const record = offset < bytes.length ? recordIn(bytes, offset) : undefined;
      if (record) events.push({ position: first + index, record });
    }
    return events;
  }

  /** The first and the last position of the gap that `position` lies in. */
  gapAround(position: number): { first: number; last: number } {
    const [offset = 0] = Array.from(
      this.offsets.slice(position - this.firstPosition, position - this.firstPosition + 1),
    );
    const gap = gapIn(this.source.read(offset, GAP_BYTES), 0);
    if (!gap) throw new DamagedLog(`${this.file} has neither an event nor a gap at position ${position}.`);
    const first = this.firstPosition + gap.firstIndex;
    return { first, last: first + gap.count - 1 };
  }

  /** How many events from `first` on have at most so many bytes together; at least one. */
  countWithin(first: number, limit: number, bytes: number): number {
    const from = first - this.firstPosition;
    const offsets = this.offsets.slice(from, Math.min(from + limit + 1, this.offsets.count));
    const start = offsets[0] as number;
    let count = 1;
    while (count < Math.min(limit, offsets.length) && (offsets[count] as number) - start < bytes) count++;
    return count;
  }

  /** As `countWithin`, for the events from `last` down. */
  countWithinBackwards(last: number, limit: number, bytes: number): number {
    const to = last - this.firstPosition + 1;
    const offsets = this.offsets.slice(Math.max(0, to - limit), to);
    const end = offsets[offsets.length - 1] as number;
    let count = 1;
    while (count < offsets.length && end - (offsets[offsets.length - 1 - count] as number) < bytes) count++;
    return count;
  }

  /** Closes its files; the next read opens them again. */
  close(): void {
    closeEach([this.source, this.offsets]);
  }
}

/** Offsets of a finished segment, read from its file when needed, so that memory does not grow with the log. */
export class StoredOffsets implements Offsets {
  private readonly source: OpenedFile;

  constructor(
    file: string,
    readonly count: number,
  ) {
    this.source = new OpenedFile(file);
  }

  slice(from: number, to: number): Uint32Array {
    const bytes = this.source.read(from * OFFSET_BYTES, (to - from) * OFFSET_BYTES);
    // A copy of its own: the array must begin at a multiple of four in its memory.
    return new Uint32Array(new Uint8Array(bytes).buffer);
  }

  close(): void {
    this.source.close();
  }
}

export class GrowingOffsets implements Offsets {
  constructor(readonly offsets: number[] = []) {}

  get count(): number {
    return this.offsets.length;
  }

  slice(from: number, to: number): number[] {
    return this.offsets.slice(from, to);
  }

  close(): void {
    // There is no file yet.
  }
}

/** Writes the offsets of a segment that is finished. They can be built again from the segment. */
export function storeOffsets(segmentPath: string, offsets: ArrayLike<number>): StoredOffsets {
  const file = offsetsFile(segmentPath);
  disk.writeFileSync(unfinished(file), offsetBytes(offsets), { flush: true });
  disk.renameSync(unfinished(file), file);
  return new StoredOffsets(file, offsets.length);
}

/** Whether the file beside a segment agrees with the segment itself. */
export function areStored(segmentPath: string, offsets: ArrayLike<number>): boolean {
  const file = offsetsFile(segmentPath);
  const size = disk.statSync(file, { throwIfNoEntry: false })?.size;
  return size === offsets.length * OFFSET_BYTES && disk.readFileSync(file).equals(offsetBytes(offsets));
}

const offsetBytes = (offsets: ArrayLike<number>): Uint8Array => new Uint8Array(Uint32Array.from(offsets).buffer);
