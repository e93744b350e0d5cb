import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, type Database as Table, type RootDatabase } from 'lmdb';
import { disk } from './disk.js';

/** A stream's number and a revision in it. */
export type StreamRevisionKey = [streamNumber: number, revision: number];

/** Fact: up to which position the tables tell of the events. */
export const INDEXED_POSITION = 'indexed-position';

/**
 * The tables that lead to events, and what streams are like. All of it can be told again from the events themselves.
 * They are of one data directory, all in one LMDB environment, so that one transaction changes all of them or none.
 * A commit is on disk (fsync) before its promise resolves: `overlappingSync`, which resolves earlier, is off.
 */
export interface Database {
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
  mkdirSync(directory, { recursive: true });
  const root = open({ path: directory, maxDbs: 12, overlappingSync: false, noSync: !isDurable, encoding: 'binary' });
  return {
    root,
    index: root.openDB<Buffer, StreamRevisionKey>(withKeys('index', revisionKeys)),
    streams: root.openDB<Buffer, Uint8Array>({ name: 'streams', encoding: 'binary', keyEncoding: 'binary' }),
    facts: root.openDB<Buffer, string>({ name: 'facts', encoding: 'binary' }),
  };
}

/**
 * Changes rows in one transaction, and resolves when they are on disk. Of a commit that fails lmdb tells three times: by the
 * transaction's promise, by those of the changes, and by one in the error, for the cause. A rejection that nobody listens to
 * would end the process.
 */
export async function commitRows(root: RootDatabase, changes: () => Iterable<Promise<boolean>>): Promise<void> {
  const made = new Set<Promise<boolean>>();
  try {
    await disk.commit(root, () => {
      for (const change of changes()) made.add(change);
      for (const change of made) change.catch(() => undefined);
    });
  } catch (error) {
    throw await causeOf(error);
  }
}

/** The cause is known in the same turn, if it ever is. */
function causeOf(error: unknown): Promise<unknown> {
  const { commitError } = error as { commitError?: Promise<never> };
  const sameTurn = new Promise((resolve) => setImmediate(resolve, error));
  return Promise.race([commitError?.catch((cause: unknown) => cause) ?? error, sameTurn]);
}
