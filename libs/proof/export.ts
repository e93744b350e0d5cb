/**
 * The whole ledger as lines of JSON, for whoever wants to check it without the product: its events in the order of the log,
 * among them the leaves that were signed (a tile before the events that it is of) and the checkpoints (each behind its last event).
 */
import { hashOf } from '#event-store/codec/hash-chain.js';
import type { EventStore, StoredEvent } from '#event-store/port/event-store.js';
import { positionText } from '#event-store/port/position-text.js';
import type { CheckpointLog, StoredCheckpoint } from './checkpoint-log.js';
import type { SignedCheckpoint } from './checkpoint.js';
import { isOfLedger } from './leaves.js';
import type { Hash } from './merkle.js';
import { TILE } from './tree.js';

export const EXPORT_VERSION = 1;

export type EventLine = Pick<StoredEvent, 'stream' | 'streamRevision' | 'id' | 'type' | 'data' | 'metadata'> & {
  readonly line: 'event';
  /** `commit/prepare`. */
  readonly position: string;
  /** What the next event of its stream must name as the one before it. */
  readonly hash: string;
};
/** Leaves from `256 * index` on, base64; only the last tile has fewer than 256. */
export type TileLine = { readonly line: 'tile'; readonly index: number; readonly hashes: string };
export type CheckpointLine = { readonly line: 'checkpoint' } & SignedCheckpoint;
export type HeadLine = { readonly line: 'export'; readonly version: number };
export type ExportLine = HeadLine | EventLine | TileLine | CheckpointLine;

const PAGE = 64;

/** Read as they are taken. Where the log is shorter than what was signed, tiles and checkpoints go on behind its last event. */
export async function* exportOf(store: EventStore, log: CheckpointLog): AsyncGenerator<ExportLine, void, void> {
  yield { line: 'export', version: EXPORT_VERSION };
  const last = await log.last();
  const proof = last ? proofLines(log, last) : noLines();
  let next = await proof.next();
  let size = 0;
  for await (const event of store.readAll()) {
    if (!isOfLedger(event)) continue;
    for (; !next.done && next.value.at <= size; next = await proof.next()) yield next.value.line;
    yield eventLine(event);
    size++;
  }
  for (; !next.done; next = await proof.next()) yield next.value.line;
}

/** A line, and how many events come before it. */
type Placed = { readonly at: number; readonly line: TileLine | CheckpointLine };

async function* noLines(): AsyncGenerator<Placed, void, void> {}

/** Tiles and checkpoints in the order of their places; a checkpoint before the tile that begins where it ends. */
async function* proofLines(log: CheckpointLog, last: StoredCheckpoint): AsyncGenerator<Placed, void, void> {
  const tiles = tileLines(log, last);
  let tile = await tiles.next();
  for await (const checkpoint of checkpoints(log, last.checkpoint.number)) {
    for (; !tile.done && tile.value.index * TILE < checkpoint.size; tile = await tiles.next()) {
      yield { at: tile.value.index * TILE, line: tile.value };
    }
    yield { at: checkpoint.size, line: { line: 'checkpoint', ...checkpoint } };
  }
}

async function* tileLines(
  log: CheckpointLog,
  { checkpoint: { size }, rest }: StoredCheckpoint,
): AsyncGenerator<TileLine, void, void> {
  const full = Math.floor(size / TILE);
  let index = 0;
  if (full > 0) {
    for await (const hashes of log.tiles(0)) {
      yield tileLine(index++, hashes);
      if (index === full) break;
    }
  }
  if (size % TILE > 0) yield tileLine(full, rest[0] ?? []);
}

async function* checkpoints(log: CheckpointLog, last: number): AsyncGenerator<SignedCheckpoint, void, void> {
  for (let first = 1; first <= last; first += PAGE) yield* await log.page(first, Math.min(PAGE, last - first + 1));
}

const tileLine = (index: number, hashes: readonly Hash[]): TileLine => ({
  line: 'tile',
  index,
  hashes: Buffer.concat(hashes).toString('base64'),
});

const eventLine = (event: StoredEvent): EventLine => {
  const { stream, streamRevision, id, type, data, metadata, position } = event;
  return {
    line: 'event',
    position: positionText(position),
    stream,
    streamRevision,
    id,
    type,
    data,
    metadata,
    hash: hashOf(event),
  };
};
