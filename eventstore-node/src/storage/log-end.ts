import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { DamagedLog } from './damaged-log.js';
import { TABLES_FILE } from './database.js';
import { disk, writeFully } from './disk.js';
import { unfinished } from './segment-files.js';

export interface LogEnd {
  /** The events up to here are durable, and in the tables. */
  readonly position: number;
  /** The tables' file is not smaller than this. */
  readonly tablesBytes: number;
}

const NAME = 'log-end';
const DIGITS = 16;
const FORM = /^(position (\d{16}), data\.mdb (\d{16}) bytes), crc ([0-9a-f]{8})\n$/;

const crcOf = (text: string): string => crc32(text).toString(16).padStart(8, '0');
const digits = (value: number): string => String(value).padStart(DIGITS, '0');

/**
 * A file beside the tables that holds how far they and the log have come. A log that was cut at its end looks like one whose last
 * write a crash interrupted; what the tables know distinguishes the two, and this file where they were lost.
 */
export class LogEndFile {
  readonly path: string;
  /** The tables' own file. */
  readonly tables: string;

  constructor(directory: string) {
    this.path = join(directory, NAME);
    this.tables = join(directory, TABLES_FILE);
  }

  get hasTables(): boolean {
    return this.tablesSize() !== undefined;
  }

  /** Throws where the tables were cut: LMDB maps their file into memory, and whoever reads beyond its end is killed. */
  read(): LogEnd {
    const end = this.stored();
    const size = this.tablesSize();
    if (size !== undefined && size < end.tablesBytes)
      throw new DamagedLog(
        `${this.tables} ends at byte ${size}, but had ${end.tablesBytes} bytes. Nothing was changed. ` +
          'Remove data.mdb and lock.mdb: they are built again from the events.',
      );
    return end;
  }

  /** To be called when the tables hold what they have up to `position`. */
  write(position: number): void {
    const covered = `position ${digits(position)}, ${TABLES_FILE} ${digits(this.tablesSize() ?? 0)} bytes`;
    // Always as long, and within one sector: a disk has the old line or the new one.
    const line = Buffer.from(`${covered}, crc ${crcOf(covered)}\n`);
    if (!disk.statSync(this.path, { throwIfNoEntry: false })) {
      disk.writeFileSync(unfinished(this.path), line, { flush: true });
      return disk.renameSync(unfinished(this.path), this.path);
    }
    const descriptor = disk.openSync(this.path, 'r+');
    try {
      writeFully(descriptor, line, 0);
    } finally {
      disk.closeSync(descriptor);
    }
  }

  private stored(): LogEnd {
    if (!disk.statSync(this.path, { throwIfNoEntry: false })) return { position: 0, tablesBytes: 0 };
    const [, covered = '', position, tablesBytes, crc] = FORM.exec(disk.readFileSync(this.path, 'latin1')) ?? [];
    if (crc !== crcOf(covered))
      throw new DamagedLog(
        `${this.path} is not what was written to it. Nothing was changed. If data.mdb is in place, which has the same, remove ` +
          'this file; otherwise restore an undamaged copy of the directory.',
      );
    return { position: Number(position), tablesBytes: Number(tablesBytes) };
  }

  private tablesSize(): number | undefined {
    return disk.statSync(this.tables, { throwIfNoEntry: false })?.size;
  }
}
