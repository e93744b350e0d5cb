import { disk } from '../storage/disk.js';
import { entrySize, frameOf, type FrameEntry } from '../storage/segment-frames.js';
import { unfinished, type SegmentFile } from '../storage/segment-files.js';

/** Frames of a rewritten segment are about this large. */
const FRAME_BYTES = 1024 * 1024;

export interface WrittenSegment {
  readonly offsets: readonly number[];
  readonly size: number;
}

/** Writes a segment under the name of an unfinished file, and sees it to the disk. Leaves no file if it fails. */
export async function writeSegment({ path }: SegmentFile, entries: Iterable<FrameEntry>): Promise<WrittenSegment> {
  try {
    return await writeFile(unfinished(path), entries);
  } catch (error) {
    disk.rmSync(unfinished(path), { force: true });
    throw error;
  }
}

async function writeFile(path: string, entries: Iterable<FrameEntry>): Promise<WrittenSegment> {
  const descriptor = disk.openSync(path, 'w');
  try {
    const written = await writeFrames(descriptor, entries);
    await disk.fdatasync(descriptor);
    return written;
  } finally {
    disk.closeSync(descriptor);
  }
}

async function writeFrames(descriptor: number, entries: Iterable<FrameEntry>): Promise<WrittenSegment> {
  const offsets: number[] = [];
  let size = 0;
  for (const group of groups(entries)) {
    const frame = frameOf(group);
    for (const offset of frame.offsets) offsets.push(size + offset);
    for (let sent = 0; sent < frame.bytes.length;)
      sent += (await disk.write(descriptor, frame.bytes, sent, frame.bytes.length - sent, size + sent)).bytesWritten;
    size += frame.bytes.length;
  }
  return { offsets, size };
}

function* groups(entries: Iterable<FrameEntry>): Generator<FrameEntry[]> {
  let group: FrameEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    group.push(entry);
    bytes += entrySize(entry);
    if (bytes < FRAME_BYTES) continue;
    yield group;
    group = [];
    bytes = 0;
  }
  if (group.length > 0) yield group;
}
