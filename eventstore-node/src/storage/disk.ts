import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFile,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  write,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { promisify } from 'node:util';
import type { RootDatabase } from 'lmdb';

/**
 * What the log does to the disk, all of it: node's own functions, and LMDB's transaction. They are in one object because a
 * disk fails at any of them, and the specs let each of them fail at every place.
 */
export const disk = {
  openSync,
  closeSync,
  readSync,
  writeSync,
  ftruncateSync,
  fsyncSync,
  readFileSync,
  writeFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  readdirSync,
  statSync,
  statfsSync,
  read: promisify(readFile),
  write: promisify(write),
  fdatasync: promisify(fdatasync),
  commit: (root: RootDatabase, change: () => void): Promise<boolean> => root.batch(change),
};

export function writeFully(descriptor: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length;)
    written += disk.writeSync(descriptor, bytes, written, bytes.length - written, position + written);
}

/** A new file's name is durable only when its directory is synced. */
export function syncDirectory(directory: string): void {
  const descriptor = disk.openSync(directory, 'r');
  try {
    disk.fsyncSync(descriptor);
  } finally {
    disk.closeSync(descriptor);
  }
}

/** Closes each of them, whatever becomes of the others. Throws what the first one threw that failed. */
export function closeEach(closables: Iterable<{ close(): void }>): void {
  const errors: unknown[] = [];
  for (const closable of closables)
    try {
      closable.close();
    } catch (error) {
      errors.push(error);
    }
  if (errors.length > 0) throw errors[0];
}

/**
 * A file that is opened when it is first read. Its descriptor is closed by whoever takes it out of the field, and so once:
 * the number of a closed one belongs to whatever is opened next, a client's connection perhaps.
 */
export class OpenedFile {
  private descriptor: number | undefined;

  constructor(readonly path: string) {}

  read(start: number, length: number): Buffer {
    const descriptor = (this.descriptor ??= disk.openSync(this.path, 'r'));
    const bytes = Buffer.allocUnsafe(length);
    for (let read = 0; read < length;) {
      const count = disk.readSync(descriptor, bytes, read, length - read, start + read);
      if (count === 0) throw new Error(`${this.path} ends before byte ${start + length}.`);
      read += count;
    }
    return bytes;
  }

  /** The next read opens it again. */
  close(): void {
    const { descriptor } = this;
    this.descriptor = undefined;
    if (descriptor !== undefined) disk.closeSync(descriptor);
  }
}
