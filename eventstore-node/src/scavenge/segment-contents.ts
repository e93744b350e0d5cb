import { endsTooEarly } from '../storage/damaged-log.js';
import { disk } from '../storage/disk.js';
import { gapIn, recordIn, scanFrames, type FrameEntry } from '../storage/segment-frames.js';
import type { FinishedSegment } from '../storage/segments.js';

/** What a segment holds, by index. Its bytes are in memory as long as this is: one segment at a time. */
export class SegmentContents {
  private constructor(
    private readonly bytes: Buffer,
    private readonly offsets: readonly number[],
  ) {}

  static async of({ file, segment }: FinishedSegment): Promise<SegmentContents> {
    const bytes = await disk.read(file.path);
    const { offsets, end } = scanFrames(bytes);
    const lastPosition = file.firstPosition + offsets.length - 1;
    if (lastPosition !== segment.lastPosition)
      throw endsTooEarly(file.path, end, lastPosition, 'later events follow it.');
    return new SegmentContents(bytes, offsets);
  }

  get count(): number {
    return this.offsets.length;
  }

  /** Undefined where there is a gap already. */
  recordAt(index: number): Buffer | undefined {
    const offset = this.offsets[index] as number;
    return gapIn(this.bytes, offset) ? undefined : recordIn(this.bytes, offset);
  }

  /** What is left without those that are removed: records, and one gap for each run of those that are gone. */
  *remaining(isRemoved: (index: number) => boolean): Generator<FrameEntry> {
    let gapStart: number | undefined;
    for (let index = 0; index < this.count; index++) {
      const record = isRemoved(index) ? undefined : this.recordAt(index);
      if (!record) {
        gapStart ??= index;
        continue;
      }
      if (gapStart !== undefined) yield { firstIndex: gapStart, count: index - gapStart };
      gapStart = undefined;
      yield record;
    }
    if (gapStart !== undefined) yield { firstIndex: gapStart, count: this.count - gapStart };
  }
}
