/** The requests of a process that have no answer yet. Each is answered once; later answers to it count for nothing. */
export class OpenRequests {
  private count = 0;
  private readonly whenDone: (() => void)[] = [];

  /** Opens a request: `begin` queues it, with the two ends of its promise. It is not open where that throws. */
  open<T>(begin: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let isAnswered = false;
      const answering =
        <V>(give: (value: V) => void) =>
        (value: V): void => {
          if (isAnswered) return;
          isAnswered = true;
          give(value);
          if (--this.count === 0) for (const done of this.whenDone.splice(0)) done();
        };
      begin(answering(resolve), answering(reject));
      this.count++;
    });
  }

  /** Resolves when all of them are answered. */
  async answered(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => this.whenDone.push(resolve));
  }
}
