import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { open, type Database as Table, type RootDatabase } from 'lmdb';
import { disk } from './disk.js';

/** A stream's number and a revision in it. */
export type StreamRevisionKey = [streamNumber: number, revision: number];

/** lmdb's name for the file that its tables are in. */
export const TABLES_FILE = 'data.mdb';

/** Fact: up to which position the tables have the events. */
export const INDEXED_POSITION = 'indexed-position';

/**
 * The tables that lead to events, and what streams are like. All of it can be built again from the events themselves.
 * They are of one data directory, all in one LMDB environment, so that one transaction changes all of them or none.
 * A commit is on disk (fsync) before its promise resolves: `overlappingSync`, which resolves earlier, is off.
 */
export interface Database {
  readonly directory: string;
  readonly root: RootDatabase;
  /** Stream number and revision → position. */
  readonly index: Table<Buffer, StreamRevisionKey>;
  /** Key of a stream's name → what must be known of the stream besides its events, as JSON. */
  readonly streams: Table<Buffer, Uint8Array>;
  /** Small facts about the log: format, counters. */
  readonly facts: Table<Buffer, string>;
}

export const POSITION_BYTES = 6;
const REVISION_BYTES = 6;
const STREAM_NUMBER_BYTES = 4;

const writeBigEndian = (target: Buffer, start: number, value: number, bytes: number): number => {
  let rest = value;
  for (let at = start + bytes - 1; at >= start; at--) {
    target[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return start + bytes;
};
const readBigEndian = (source: Uint8Array, start: number, bytes: number): number => {
  let value = 0;
  for (let at = start; at < start + bytes; at++) value = value * 256 + (source[at] as number);
  return value;
};

const revisionKeys = {
  writeKey: ([streamNumber, revision]: StreamRevisionKey, target: Buffer, start: number) =>
    writeBigEndian(target, writeBigEndian(target, start, streamNumber, STREAM_NUMBER_BYTES), revision, REVISION_BYTES),
  readKey: (source: Buffer, start: number): StreamRevisionKey => [
    readBigEndian(source, start, STREAM_NUMBER_BYTES),
    readBigEndian(source, start + STREAM_NUMBER_BYTES, REVISION_BYTES),
  ],
};

export const encodePosition = (position: number): Buffer => {
  const value = Buffer.allocUnsafe(POSITION_BYTES);
  writeBigEndian(value, 0, position, POSITION_BYTES);
  return value;
};
export const decodePosition = (value: Buffer): number => readBigEndian(value, 0, POSITION_BYTES);

const LONGEST_PLAIN_NAME = 1000;
const KEPT_OF_LONG_NAME = 900;

/** LMDB keys end at 1,978 bytes, stream names don't: a long name is kept in part and told apart by its SHA-256. */
export function streamNameKey(streamName: string): Buffer {
  const name = Buffer.from(streamName);
  if (name.length <= LONGEST_PLAIN_NAME) return name;
  // Longer than any plain name's key, so the two can't meet.
  return Buffer.concat(
    [name.subarray(0, KEPT_OF_LONG_NAME), createHash('sha256').update(name).digest()],
    LONGEST_PLAIN_NAME + 1,
  );
}

// lmdb accepts custom key encoders, but its type declarations don't name the option.
const withKeys = (name: string, keyEncoder: object) => ({ name, encoding: 'binary' as const, keyEncoder });

export function openDatabase(directory: string, { isDurable }: { isDurable: boolean }): Database {
  const root = open({
    path: directory,
    maxDbs: 12,
    overlappingSync: false,
    // Where this is on, a commit that fails also rejects a promise that lmdb gives to nobody, which ends the process.
    eventTurnBatching: false,
    noSync: !isDurable,
    encoding: 'binary',
  });
  return {
    directory,
    root,
    index: root.openDB<Buffer, StreamRevisionKey>(withKeys('index', revisionKeys)),
    streams: root.openDB<Buffer, Uint8Array>({ name: 'streams', encoding: 'binary', keyEncoding: 'binary' }),
    facts: root.openDB<Buffer, string>({ name: 'facts', encoding: 'binary' }),
  };
}

/** How much a transaction changes. */
export interface Change {
  readonly rows: number;
  /** Of new rows, values and keys. */
  readonly bytes: number;
}

const PAGE_BYTES = 4096;
const LEAST_ROOM_BYTES = 1024 * 1024;

/**
 * Changes rows in one transaction, and resolves when that is on disk. Rejects, with the cause, if nothing is changed.
 * Where lmdb 3.5.6 can't write a page it writes its own message beyond the end of a buffer, which may end the process: it is not
 * asked to when there may be no room.
 */
export async function commitRows(database: Database, change: Change, make: () => void): Promise<void> {
  const { bavail, bsize } = disk.statfsSync(database.directory);
  const left = bavail * bsize;
  const needed = LEAST_ROOM_BYTES + roomFor(database, change);
  if (left < needed) throw new Error(`the tables may need ${needed} bytes, but the disk has ${left} free`);
  try {
    await disk.commit(database.root, make);
  } catch (error) {
    throw await causeOf(error);
  }
}

/** A transaction writes copies of pages. For a row one, and as much again for splits and those above; but no page twice. */
function roomFor({ directory }: Database, { rows, bytes }: Change): number {
  const tables = disk.statSync(join(directory, TABLES_FILE)).size;
  return Math.min(2 * rows * PAGE_BYTES, tables + 2 * bytes);
}

/** lmdb rejects another promise with the cause, in the same turn, if it knows any. */
function causeOf(error: unknown): Promise<unknown> {
  const { commitError } = error as { commitError?: Promise<never> };
  const sameTurn = new Promise((resolve) => setImmediate(resolve, error));
  return Promise.race([commitError?.catch((cause: unknown) => cause) ?? error, sameTurn]);
}
