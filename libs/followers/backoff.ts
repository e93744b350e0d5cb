/** Pauses between tries that fail, each twice as long as the one before. On the monotonic clock; losing one costs a try. */
export type Pauses = { readonly firstMs: number; readonly longestMs: number };

export class Backoff {
  private pauseMs = 0;
  private failedInARow = 0;

  constructor(private readonly pauses: Pauses) {}

  /** Since the last success. */
  get failures(): number {
    return this.failedInARow;
  }

  /** Counts a failure. Returns the pause before the next try. */
  fail(): number {
    const { firstMs, longestMs } = this.pauses;
    this.failedInARow++;
    this.pauseMs = Math.min(Math.max(firstMs, 2 * this.pauseMs), longestMs);
    return this.pauseMs;
  }

  /** Counts a success. Returns whether there were failures before it. */
  succeed(): boolean {
    const wasFailing = this.failedInARow > 0;
    this.pauseMs = 0;
    this.failedInARow = 0;
    return wasFailing;
  }
}

/** A backoff for each of many things that fail one by one; those that do not fail take no memory. */
export class Backoffs {
  private readonly waiting = new Map<string, { readonly backoff: Backoff; until: number }>();

  constructor(private readonly pauses: Pauses) {}

  get size(): number {
    return this.waiting.size;
  }

  isWaiting(id: string): boolean {
    return (this.waiting.get(id)?.until ?? 0) > performance.now();
  }

  fail(id: string): void {
    const known = this.waiting.get(id) ?? { backoff: new Backoff(this.pauses), until: 0 };
    known.until = performance.now() + known.backoff.fail();
    this.waiting.set(id, known);
  }

  succeed(id: string): void {
    this.waiting.delete(id);
  }

  /** Forgets all others. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.waiting.keys()) if (!ids.has(id)) this.waiting.delete(id);
  }
}
