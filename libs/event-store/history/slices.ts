/** Folding a long history in slices: others get their turn of the event loop in between. */
import { setImmediate as turn } from 'node:timers/promises';

const SLICE_MS = 20;

export class Slices {
  private since = performance.now();

  /** True where whoever folds has held the event loop for long enough, and is to await `next`. */
  get isOver(): boolean {
    return performance.now() - this.since > SLICE_MS;
  }

  async next(): Promise<void> {
    await turn();
    this.since = performance.now();
  }
}
