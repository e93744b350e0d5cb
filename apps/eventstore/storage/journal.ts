import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';

const syncData = promisify(fdatasync);

const PREFIX = 'journal-';
const HEADER_BYTES = 8;
const LENGTH_BYTES = 4;
/** A segment is closed when it reaches this size; it is deleted when the tables hold all of it. */
const SEGMENT_BYTES = 16 * 1024 * 1024;

export class DamagedJournal extends Error {}

export interface JournalOptions {
  readonly isDurable: boolean;
  /** Told what the journal did on its own account, in a sentence. */
  readonly notice: (sentence: string) => void;
}

/**
 * Where appends become durable: one write and one fdatasync for a group of them, half of what a commit of LMDB costs.
 * The tables follow in larger transactions. A group is one checksummed frame, so a crash leaves all of it or nothing.
 */
export class Journal {
  private segments: { readonly file: string; readonly firstPosition: number }[] = [];
  private descriptor: number | undefined;
  private length = 0;

  constructor(
    private readonly directory: string,
    private readonly options: JournalOptions,
  ) {}

  /** Hands out every record that was written completely, in order. To be called once, before the first `append`. */
  replay(onRecord: (record: Buffer) => void): void {
    const files = readdirSync(this.directory)
      .filter((name) => name.startsWith(PREFIX))
      .sort();
    for (const [index, file] of files.entries()) {
      const bytes = readFileSync(join(this.directory, file));
      const end = readFrames(bytes, onRecord);
      if (end === bytes.length) continue;
      if (index < files.length - 1)
        throw new DamagedJournal(`${file} is damaged at byte ${end}, and later segments follow it.`);
      this.options.notice(
        `The last ${bytes.length - end} bytes of ${file} were cut: a write that a crash interrupted, never acknowledged.`,
      );
    }
  }

  /** After the tables have taken over all that `replay` handed out. */
  clear(): void {
    for (const name of readdirSync(this.directory)) if (name.startsWith(PREFIX)) rmSync(join(this.directory, name));
    this.segments = [];
  }

  /** Resolves when the records are on disk. One call at a time. Rejects with nothing written. */
  async append(records: readonly Buffer[], firstPosition: number): Promise<void> {
    const descriptor = this.segmentFor(firstPosition);
    const frame = frameOf(records);
    const start = this.length;
    try {
      writeFully(descriptor, frame, start);
      if (this.options.isDurable) await syncData(descriptor);
      this.length = start + frame.length;
    } catch (error) {
      ftruncateSync(descriptor, start);
      throw error;
    }
  }

  /** Drops the segments whose last position the tables hold. */
  forgetUpTo(position: number): void {
    for (let next = this.segments[1]; next && next.firstPosition <= position + 1; next = this.segments[1]) {
      rmSync((this.segments.shift() as { file: string }).file, { force: true });
    }
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  private segmentFor(firstPosition: number): number {
    if (this.descriptor !== undefined && this.length < SEGMENT_BYTES) return this.descriptor;
    this.close();
    const file = join(this.directory, PREFIX + String(firstPosition).padStart(16, '0'));
    const descriptor = openSync(file, 'w');
    if (this.options.isDurable) syncDirectory(this.directory);
    this.segments.push({ file, firstPosition });
    this.length = 0;
    this.descriptor = descriptor;
    return descriptor;
  }
}

function frameOf(records: readonly Buffer[]): Buffer {
  const size = records.reduce((sum, record) => sum + LENGTH_BYTES + record.length, HEADER_BYTES);
  const frame = Buffer.allocUnsafe(size);
  let at = HEADER_BYTES;
  for (const record of records) {
    frame.writeUInt32LE(record.length, at);
    record.copy(frame, at + LENGTH_BYTES);
    at += LENGTH_BYTES + record.length;
  }
  frame.writeUInt32LE(size - HEADER_BYTES, 0);
  frame.writeUInt32LE(crc32(frame.subarray(HEADER_BYTES)), LENGTH_BYTES);
  return frame;
}

/** Returns where the last whole frame ends. */
function readFrames(bytes: Buffer, onRecord: (record: Buffer) => void): number {
  let start = 0;
  while (start + HEADER_BYTES <= bytes.length) {
    const end = start + HEADER_BYTES + bytes.readUInt32LE(start);
    if (end === start + HEADER_BYTES || end > bytes.length) break;
    const content = bytes.subarray(start + HEADER_BYTES, end);
    if (crc32(content) !== bytes.readUInt32LE(start + LENGTH_BYTES)) break;
    for (let at = 0; at < content.length;) {
      const recordEnd = at + LENGTH_BYTES + content.readUInt32LE(at);
      onRecord(content.subarray(at + LENGTH_BYTES, recordEnd));
      at = recordEnd;
    }
    start = end;
  }
  return start;
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
