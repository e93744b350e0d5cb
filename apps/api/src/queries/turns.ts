/** Answers that fold or hold much of an account are made a few at a time: memory holds so many, however many are asked for. */
const AT_ONCE = 4;

export class Turns {
  private free = AT_ONCE;
  private readonly waiting: (() => void)[] = [];

  /** Whoever came first goes first. Nothing that has to be waited for (a revision, say) belongs into `work`. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}
