/** A process that can be killed at any point, for specs of what a kill leaves behind. */
import type { EventStore } from '#event-store/port/event-store.js';

/** A place in a process's work where it may be killed: from then on it does nothing any more, and notices nothing. */
export class Life {
  private steps = 0;
  private isBuried = false;
  private readonly waiting: ((cause: Error) => void)[] = [];

  constructor(private readonly endsAtStep: number) {}

  get isOver(): boolean {
    return this.steps > this.endsAtStep;
  }

  /** Never resolves once the life is over. */
  step(): Promise<void> {
    this.steps++;
    if (this.isBuried) return Promise.reject(new Error('It is dead'));
    return this.isOver ? new Promise((_, reject) => this.waiting.push(reject)) : Promise.resolve();
  }

  /** The test is over: whatever waits for a step of the dead need not wait any longer. */
  bury(): void {
    this.isBuried = true;
    for (const reject of this.waiting.splice(0)) reject(new Error('It is dead'));
  }
}

/** The log as that process reaches it: killed before a request was sent, or after it was carried out and not answered. */
export const reachedBy = (life: Life, store: EventStore): EventStore => ({
  async append(...request) {
    await life.step();
    const answer = await store.append(...request);
    await life.step();
    return answer;
  },
  readStream: (...request) => store.readStream(...request),
  readAll: (...request) => store.readAll(...request),
  subscribeToAll: (...request) => store.subscribeToAll(...request),
  dispose: () => store.dispose(),
});
