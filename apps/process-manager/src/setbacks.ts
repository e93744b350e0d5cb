/** Which accounts failed lately and for how long they are left alone. On the monotonic clock; losing it costs a retry. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

export class Setbacks {
  readonly #waits = new Map<string, { readonly pauseMs: number; readonly until: number }>();

  get size(): number {
    return this.#waits.size;
  }

  isWaiting(accountId: string): boolean {
    return (this.#waits.get(accountId)?.until ?? 0) > performance.now();
  }

  add(accountId: string): void {
    const pauseMs = Math.min(2 * (this.#waits.get(accountId)?.pauseMs ?? FIRST_PAUSE_MS / 2), LONGEST_PAUSE_MS);
    this.#waits.set(accountId, { pauseMs, until: performance.now() + pauseMs });
  }

  clear(accountId: string): void {
    this.#waits.delete(accountId);
  }

  /** Forgets accounts that have nothing due any more: somebody else saw to them. */
  keepOnly(accountIds: ReadonlySet<string>): void {
    for (const accountId of this.#waits.keys()) if (!accountIds.has(accountId)) this.#waits.delete(accountId);
  }
}
