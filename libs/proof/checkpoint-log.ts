/**
 * Checkpoints and the tiles of their tree as streams of their own. The log alone decides what is stored in them, so several
 * processes may write: whoever comes second finds there what it was going to write.
 */
import { randomUUID } from 'node:crypto';
import { jsonBytes } from '#event-store/codec/hash-chain.js';
import { type EventStore, type Position, type StoredEvent, comparePositions } from '#event-store/port/event-store.js';
import { positionIn, positionText } from '#event-store/port/position-text.js';
import { sendAppend } from '#event-store/port/send-append.js';
import { readerOf } from '#event-store/port/stream-reader.js';
import { streamName } from '#event-store/port/streams.js';
import type { SignedCheckpoint } from './checkpoint.js';
import type { Hash } from './merkle.js';
import { type Rest, type Tile, type TilePlace, rootOf, sizeOf } from './tree.js';

/** A checkpoint and what of its tree is in no tile yet. */
export type StoredCheckpoint = { readonly checkpoint: SignedCheckpoint; readonly rest: Rest };

/** What is stored is not what follows from the log: one of both was altered. Trying again mends nothing. */
export class LogAltered extends Error {
  override readonly name = 'LogAltered';
}

type StoredTile = { readonly hashes: string; readonly upTo: string };

const CHECKPOINTS = streamName('checkpoints');
const tilesOf = (row: number): string => streamName('checkpoint-tiles', `${row}`);
const HASH_BYTES = 32;
const APPEND_DEADLINE_MS = 6_000;

export class CheckpointLog {
  constructor(private readonly store: EventStore) {}

  async last(): Promise<StoredCheckpoint | null> {
    const stored = await readerOf(this.store, CHECKPOINTS).last();
    return stored && checkpointIn(stored);
  }

  /** Null where there is none of that number. */
  async at(number: number): Promise<StoredCheckpoint | null> {
    const stored = await readerOf(this.store, CHECKPOINTS).at(number - 1);
    return stored && checkpointIn(stored);
  }

  /** The first that holds an event at `position`; null where none does yet. Reads O(log n) of them. */
  async firstWith(position: Position): Promise<SignedCheckpoint | null> {
    const holds = ({ checkpoint }: StoredCheckpoint) =>
      comparePositions(position, positionIn(checkpoint.position)) <= 0;
    const newest = await this.last();
    if (newest === null || !holds(newest)) return null;
    let found = newest;
    let low = 1;
    while (low < found.checkpoint.number) {
      const middle = Math.floor((low + found.checkpoint.number) / 2);
      const stored = await this.at(middle);
      if (stored === null) throw new LogAltered(`Checkpoint ${middle} is missing`);
      if (holds(stored)) found = stored;
      else low = middle + 1;
    }
    return found.checkpoint;
  }

  /** Up to `count` of them, oldest first. */
  async page(first: number, count: number): Promise<readonly SignedCheckpoint[]> {
    const stored = await readerOf(this.store, CHECKPOINTS).page(first - 1, count);
    return stored.map((each) => checkpointIn(each).checkpoint);
  }

  /** False: there is one of that number by now. Throws where it can't be known. */
  async add({ checkpoint, rest }: StoredCheckpoint): Promise<boolean> {
    const data = { ...checkpoint, rest: rest.map(packed) };
    return this.append(CHECKPOINTS, 'CheckpointSigned', data, checkpoint.number - 1);
  }

  /** `upTo` is the position of its last leaf. Throws `LogAltered` where another tile is stored at its place. */
  async addTile(tile: Tile, upTo: Position): Promise<void> {
    const { row, index, hashes } = tile;
    const data = { hashes: packed(hashes), upTo: positionText(upTo) };
    if (await this.append(tilesOf(row), 'TileSealed', data, index)) return;
    const stored = await this.stored(tile);
    if (stored.hashes !== data.hashes)
      throw new LogAltered(`Tile ${index} of ${tilesOf(row)} is not what the log gives`);
  }

  /** Throws where there is none at that place. */
  async tile(place: TilePlace): Promise<readonly Hash[]> {
    return unpacked((await this.stored(place)).hashes);
  }

  /** Where a tile's last leaf lies in the log. */
  async endOfTile(place: TilePlace): Promise<Position> {
    return positionIn((await this.stored(place)).upTo);
  }

  /** All tiles of a row, in order. */
  async *tiles(row: number): AsyncGenerator<readonly Hash[], void, void> {
    for await (const { data } of readerOf(this.store, tilesOf(row)).pages(0)) {
      yield unpacked((data as StoredTile).hashes);
    }
  }

  private async stored({ row, index }: TilePlace): Promise<StoredTile> {
    const stored = await readerOf(this.store, tilesOf(row)).at(index);
    if (!stored) throw new LogAltered(`Tile ${index} of ${tilesOf(row)} is missing`);
    return stored.data as StoredTile;
  }

  private async append(stream: string, type: string, data: object, at: number): Promise<boolean> {
    const event = { id: randomUUID(), type, data: jsonBytes(data), metadata: jsonBytes({}) };
    const sending = { stream, events: [event], expected: at === 0 ? ('no_stream' as const) : at - 1 };
    const settled = await sendAppend(this.store, sending, APPEND_DEADLINE_MS);
    if (settled.outcome === 'unknown') throw settled.cause;
    if (settled.outcome === 'appended') return true;
    if (settled.actual === 'no_stream' || settled.actual < at) throw new LogAltered(`${stream} ends before ${at}`);
    return false;
  }
}

const packed = (hashes: readonly Hash[]): string => Buffer.concat(hashes).toString('base64');

function unpacked(text: string): readonly Hash[] {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, nth) =>
    bytes.subarray(nth * HASH_BYTES, (nth + 1) * HASH_BYTES),
  );
}

/** Throws `LogAltered` where its tree does not have the root that was signed. */
function checkpointIn({ data, streamRevision }: StoredEvent): StoredCheckpoint {
  const { rest: texts, ...checkpoint } = data as SignedCheckpoint & { readonly rest: readonly string[] };
  const rest = texts.map(unpacked);
  const isWhole =
    checkpoint.number === streamRevision + 1 &&
    sizeOf(rest) === checkpoint.size &&
    rootOf(rest).toString('hex') === checkpoint.rootHash;
  if (!isWhole) throw new LogAltered(`Checkpoint ${streamRevision + 1} is not what was signed`);
  return { checkpoint, rest };
}
