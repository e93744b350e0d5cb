/** How many calls a connection carries at once. A server allows 100; further ones wait here, where they are seen. */
export class Slots {
  private taken = 0;
  private readonly waiting: { readonly go: () => void; readonly fail: (cause: Error) => void }[] = [];

  constructor(private readonly limit: () => number) {}

  /** Undefined where there is one at once. Each is given back with `release`. */
  take(): Promise<void> | undefined {
    if (this.taken < this.limit()) {
      this.taken++;
      return undefined;
    }
    return new Promise((go, fail) => this.waiting.push({ go, fail }));
  }

  /** Who waits longest goes on in its place. */
  release(): void {
    const next = this.waiting.shift();
    if (next) next.go();
    else this.taken--;
  }

  fail(cause: Error): void {
    for (const { fail } of this.waiting.splice(0)) fail(cause);
  }
}
