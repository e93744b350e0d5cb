import { closeEach, disk, writeFully } from './disk.js';
import type { SegmentFile } from './segment-files.js';
import { frameOf } from './segment-frames.js';
import { GrowingOffsets, Segment } from './segment.js';

export interface GrowingSegmentOptions {
  readonly isDurable: boolean;
  /** `w` for a new one. */
  readonly flags: 'w' | 'r+';
  /** Of the records that it has, up to `length`. */
  readonly offsets: number[];
  readonly length: number;
  /** Whether bytes that count for nothing lie behind `length`. */
  readonly hasRemains: boolean;
}

/** A frame of this size is put together in memory that is used again; a larger one in memory of its own. */
const USUAL_FRAME_BYTES = 256 * 1024;

/** The segment that takes new frames. */
export class GrowingSegment {
  readonly segment: Segment;
  readonly offsets: GrowingOffsets;
  private descriptor: number | undefined;
  private readonly isDurable: boolean;
  private hasRemains: boolean;
  private readonly frameMemory = Buffer.allocUnsafeSlow(USUAL_FRAME_BYTES);
  /** Where the last whole frame ends. */
  length: number;

  /** Opens its file: what can't be opened throws here. */
  constructor(
    readonly file: SegmentFile,
    { isDurable, flags, offsets, length, hasRemains }: GrowingSegmentOptions,
  ) {
    this.isDurable = isDurable;
    this.hasRemains = hasRemains;
    this.length = length;
    this.offsets = new GrowingOffsets(offsets);
    this.segment = new Segment(file.path, file.firstPosition, this.offsets, () => this.length);
    this.descriptor = disk.openSync(file.path, flags);
  }

  /** Resolves when the records are on disk. Rejects with nothing written. */
  async append(records: readonly Buffer[]): Promise<void> {
    this.cutRemains();
    const { bytes, offsets } = frameOf(records, this.frameMemory);
    try {
      this.hasRemains = true;
      writeFully(this.opened, bytes, this.length);
      if (this.isDurable) await disk.fdatasync(this.opened);
      this.hasRemains = false;
    } catch (error) {
      this.cutIfPossible();
      throw error;
    }
    for (const offset of offsets) this.offsets.offsets.push(this.length + offset);
    this.length += bytes.length;
  }

  /**
   * Cuts what a failed append, or a crash, left behind the last frame: it may be a whole frame, and must not come back when
   * others have been appended, here or in the next segment.
   */
  cutRemains(): void {
    if (!this.hasRemains) return;
    disk.ftruncateSync(this.opened, this.length);
    if (this.isDurable) disk.fsyncSync(this.opened);
    this.hasRemains = false;
  }

  close(): void {
    const { descriptor } = this;
    this.descriptor = undefined;
    closeEach([{ close: () => descriptor !== undefined && disk.closeSync(descriptor) }, this.segment]);
  }

  private get opened(): number {
    if (this.descriptor === undefined) throw new Error(`${this.file.path} is closed.`);
    return this.descriptor;
  }

  private cutIfPossible(): void {
    try {
      this.cutRemains();
    } catch {
      // Nothing is appended before it has been cut, so the next append reports what is wrong, if it still is.
    }
  }
}
