/** Where a request's answer goes: the two ends of a promise, or of what stands for one. Neither throws. */
export type Ends<T> = {
  resolve(value: T): void;
  reject(error: unknown): void;
};

/** The requests of a process that have no answer yet. */
export class OpenRequests {
  private count = 0;
  private readonly whenDone: (() => void)[] = [];

  open(): void {
    this.count++;
  }

  close(): void {
    if (--this.count === 0) for (const done of this.whenDone.splice(0)) done();
  }

  /** Resolves when all of them are answered. */
  async answered(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => this.whenDone.push(resolve));
  }
}

/** One of them. It is answered once; later answers to it count for nothing. */
export class OpenRequest<T> {
  private isAnswered = false;

  constructor(
    private readonly all: Pick<OpenRequests, 'close'>,
    private readonly ends: Ends<T>,
  ) {}

  resolve(value: T): void {
    if (this.isAnswered) return;
    this.isAnswered = true;
    this.ends.resolve(value);
    this.all.close();
  }

  reject(error: unknown): void {
    if (this.isAnswered) return;
    this.isAnswered = true;
    this.ends.reject(error);
    this.all.close();
  }
}
