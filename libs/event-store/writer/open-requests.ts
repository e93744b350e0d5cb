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
    private readonly onResolve: (value: T) => void,
    private readonly onReject: (error: unknown) => void,
  ) {}

  resolve(value: T): void {
    if (this.isAnswered) return;
    this.isAnswered = true;
    this.onResolve(value);
    this.all.close();
  }

  reject(error: unknown): void {
    if (this.isAnswered) return;
    this.isAnswered = true;
    this.onReject(error);
    this.all.close();
  }
}
