/** Seeded: the same seed draws the same. */
export class Randomness {
  constructor(private state: number) {}

  /** mulberry32. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** From 0 up to and without `end`. */
  below(end: number): number {
    return this.next() % end;
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from');
    return item;
  }

  /** One more source, for whoever must draw the same whatever others draw meanwhile. */
  apart(): Randomness {
    return new Randomness(this.next());
  }
}
