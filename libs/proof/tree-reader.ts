/** What a checkpoint proves of its tree: any of its hashes, and where in it an event is. */
import { type Position, comparePositions } from '#event-store/port/event-store.js';
import { type CheckpointLog, LogAltered, type StoredCheckpoint } from './checkpoint-log.js';
import { type Hash, type Range, joined, placesIn } from './merkle.js';
import { TILE, type TilePlace, tileOf, within } from './tree.js';

/** Reads tiles once. */
export class TreeReader {
  private readonly read = new Map<string, Promise<readonly Hash[]>>();

  constructor(
    private readonly log: Pick<CheckpointLog, 'tile' | 'endOfTile'>,
    private readonly stored: StoredCheckpoint,
  ) {}

  /** The hashes of ranges of leaves, in their order. */
  async path(ranges: readonly Range[]): Promise<readonly Hash[]> {
    return Promise.all(ranges.map((range) => this.range(range)));
  }

  /**
   * The place among all leaves of an event that lies at `position`, which the checkpoint reaches. Throws `LogAltered` where
   * the event is not the one that was signed. Reads O(log n) tiles.
   */
  async indexOf(leaf: Hash, position: Position): Promise<number> {
    const index = await this.tileAt(position);
    const within = (await this.hashesAt({ row: 0, index })).findIndex((each) => each.equals(leaf));
    if (within < 0) throw new LogAltered('The event is not the one that was signed');
    return index * TILE + within;
  }

  private async range(range: Range): Promise<Hash> {
    const hashes = placesIn(range).map(async (place) => {
      const { inTile, ...tile } = tileOf(place);
      return within(await this.hashesAt(tile), inTile);
    });
    return joined(await Promise.all(hashes));
  }

  /** Of a tile, or of what comes behind the last. */
  private async hashesAt(tile: TilePlace): Promise<readonly Hash[]> {
    if (tile.index === this.fullTiles(tile.row)) return this.stored.rest[tile.row] ?? [];
    const name = `${tile.row}/${tile.index}`;
    const read = this.read.get(name) ?? this.log.tile(tile);
    this.read.set(name, read);
    return read;
  }

  /** The tile of leaves that reaches a position, the first of those that do. */
  private async tileAt(position: Position): Promise<number> {
    let [low, high] = [0, this.fullTiles(0)];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const end = await this.log.endOfTile({ row: 0, index: middle });
      if (comparePositions(end, position) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private fullTiles(row: number): number {
    return Math.floor(this.stored.checkpoint.size / TILE ** (row + 1));
  }
}
