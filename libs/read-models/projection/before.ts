/** Up to so many keys, looking through them costs less than a map does. */
const MOST_WITHOUT_MAP = 8;

/** Rows as they were when they first changed, in the order in which they did. A run changes one or two of them mostly. */
export class Before {
  readonly keys: string[] = [];
  readonly rows: unknown[] = [];
  private known: Set<string> | null = null;

  /** Keeps the first of each key. */
  keep(key: string, row: unknown): void {
    if (this.has(key)) return;
    this.keys.push(key);
    this.rows.push(row);
    this.known?.add(key);
  }

  private has(key: string): boolean {
    if (this.keys.length <= MOST_WITHOUT_MAP) return this.keys.includes(key);
    this.known ??= new Set(this.keys);
    return this.known.has(key);
  }
}
