/** The rows of one projection of an aggregate while its events are folded: as far as they are known, and what of them has changed. */
import { listOf } from '../redis/keys.js';
import { encodeLine } from '../redis/lines.js';
import { ChangedRows } from './changed-rows.js';
import type { AnyProjection, EveryRow, OwnRows, Placed } from './projection.js';

/** Lines as they are stored, of one list; so many of them are in its count. */
export type LinesOfList = { readonly list: number; readonly texts: string[]; counted: number };

/** One for all drafts, for memory: most aggregates have no rows of most projections. */
const NO_ROWS: ReadonlyMap<string, unknown> = new Map();
const NO_KEYS: ReadonlySet<string> = new Set();

/**
 * V8 keeps a text that was joined as a tree of its parts until somebody reads it, ten times as large, and lines wait for a while: here
 * it is read.
 */
function flat(text: string): string {
  Number(text);
  return text;
}

export class DraftRows implements OwnRows<unknown, Placed> {
  private own: Map<string, unknown> | null = null;
  private sought: Set<string> | null = null;
  /** Since they were stored; null where nothing has. */
  changed: ChangedRows | null = null;
  /** Lines that are not stored yet: their revisions never descend, and so lists follow each other. */
  lists: LinesOfList[] | null = null;
  /** By how many fields the aggregate has grown that are not in its own count yet. */
  grownBy = 0;

  constructor(
    readonly projection: AnyProjection,
    public isWhole: boolean,
    /** The aggregate's drafts of which anything is not stored: those that nothing happens to are not even looked at. */
    private readonly touched: DraftRows[],
  ) {}

  /** Rows that exist, as far as they are known. */
  get rows(): ReadonlyMap<string, unknown> {
    return this.own ?? NO_ROWS;
  }

  /** Keys that were looked up, existing or not; `isWhole`: all rows are known, and none is in here. */
  get lookedUp(): ReadonlySet<string> {
    return this.sought ?? NO_KEYS;
  }

  isKnown(key: string): boolean {
    return this.isWhole || this.rows.has(key) || this.lookedUp.has(key);
  }

  /** Takes in what was looked up: those that exist, of the keys that were sought. */
  learn(keys: ReadonlySet<string> | EveryRow, found: ReadonlyMap<string, unknown> | undefined): void {
    if (found && found.size > 0) {
      this.own ??= new Map();
      for (const [key, row] of found) this.own.set(key, row);
    }
    if (keys === 'every row') {
      this.isWhole = true;
      this.sought = null;
    } else if (!this.isWhole) {
      this.sought ??= new Set();
      for (const key of keys) this.sought.add(key);
    }
  }

  /** Lets go of rows that hardly any entry looks at again: who does has them looked up. They have to be stored. */
  forgetPast(): void {
    const { projection, own, sought } = this;
    if (!projection.isPast || !own) return;
    for (const key of own.keys()) {
      if (!projection.isPast(key)) continue;
      own.delete(key);
      this.isWhole = false;
    }
    for (const key of sought ?? NO_KEYS) if (projection.isPast(key)) sought?.delete(key);
  }

  get(key: string): unknown {
    return this.rows.get(key);
  }

  keys(): MapIterator<string> {
    return this.rows.keys();
  }

  values(): MapIterator<unknown> {
    return this.rows.values();
  }

  change(key: string, part?: string): object | undefined {
    const row = this.own?.get(key) as object | undefined;
    if (row !== undefined) this.mark(key, part);
    return row;
  }

  set(key: string, row: unknown, part?: string): void {
    // One that the entry did not name is new.
    if (this.rows.has(key)) this.mark(key, part);
    else {
      this.grownBy += this.fieldsOfRow;
      this.mark(key);
    }
    (this.own ??= new Map()).set(key, row);
  }

  delete(key: string): void {
    // One that the entry did not name was there.
    if (this.rows.has(key) || !this.isKnown(key)) this.grownBy -= this.fieldsOfRow;
    this.own?.delete(key);
    if (!this.isWhole) (this.sought ??= new Set()).add(key);
    this.mark(key);
  }

  append(line: Placed): void {
    const list = listOf(line.revision);
    const text = flat(encodeLine(this.projection, line));
    this.touch();
    const last = this.lists?.at(-1);
    if (last?.list === list) last.texts.push(text);
    else (this.lists ??= []).push({ list, texts: [text], counted: 0 });
  }

  /** All of it is stored, or about to be. */
  settle(): void {
    this.changed = null;
    this.lists = null;
  }

  private touch(): void {
    if (this.changed === null && this.lists === null) this.touched.push(this);
  }

  private get fieldsOfRow(): number {
    return this.projection.parts?.names.length ?? 1;
  }

  private mark(key: string, part?: string): void {
    this.touch();
    const place = part === undefined ? -1 : (this.projection.parts?.names.indexOf(part) ?? -1);
    (this.changed ??= new ChangedRows()).mark(key, place < 0 ? null : place);
  }
}
