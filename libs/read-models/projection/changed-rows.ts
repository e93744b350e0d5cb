/** Up to so many keys, looking through them costs less than a map does. */
const MOST_WITHOUT_MAP = 8;

/** Every part of a row. */
const ALL = -1;

/** Keys of rows that have changed since they were stored, each once, and which parts of each. A charge changes one or two. */
export class ChangedRows {
  readonly keys: string[] = [];
  /** By place among the keys: a bit for each part, by its place among the names. */
  private readonly parts: number[] = [];
  private places: Map<string, number> | null = null;

  /** `part`: its place among the names; null for all of them. */
  mark(key: string, part: number | null): void {
    const bits = part === null ? ALL : 1 << part;
    const place = this.placeOf(key);
    if (place >= 0) this.parts[place] = (this.parts[place] ?? 0) | bits;
    else {
      this.places?.set(key, this.keys.length);
      this.keys.push(key);
      this.parts.push(bits);
    }
  }

  /** Of the key at a place. */
  hasPart(place: number, part: number): boolean {
    return ((this.parts[place] ?? ALL) & (1 << part)) !== 0;
  }

  private placeOf(key: string): number {
    if (this.keys.length <= MOST_WITHOUT_MAP) return this.keys.indexOf(key);
    this.places ??= new Map(this.keys.map((known, place) => [known, place]));
    return this.places.get(key) ?? -1;
  }
}
