import type { Checkpoints } from './checkpoints.js';
import type { GroupSettings } from './group-settings.js';
import type { Progress } from './progress.js';

/** Decides when a checkpoint is due, by the group's settings, and writes one at a time. */
export class Checkpointing {
  private lastOrdinal = 0;
  private lastAt = -Infinity;
  private isWriting = false;
  /** The last attempt failed: the next one is left to the tick, or there would be one for each acknowledgement. */
  private hasFailed = false;

  constructor(
    private readonly settings: GroupSettings,
    private readonly progress: Progress,
    private readonly checkpoints: Checkpoints,
    /** Where the group resumed: the last checkpoint there is. */
    public lastPlace: number | undefined,
  ) {}

  /** `isTimeCheck` once a second: then the lower bound counts, otherwise the upper one. */
  async consider(isTimeCheck: boolean): Promise<void> {
    const reached = this.progress.reached();
    if (!reached || this.isWriting || (this.hasFailed && !isTimeCheck)) return;
    const settledSince = reached.ordinal - this.lastOrdinal;
    if (!this.isDue(settledSince, isTimeCheck)) return;
    this.isWriting = true;
    this.hasFailed = true;
    this.lastAt = performance.now();
    try {
      await this.checkpoints.save(reached.place);
      this.hasFailed = false;
      this.lastOrdinal = reached.ordinal;
      this.lastPlace = reached.place;
    } finally {
      this.isWriting = false;
    }
  }

  private isDue(settledSince: number, isTimeCheck: boolean): boolean {
    if (settledSince <= 0) return false;
    const { minCheckPointCount, maxCheckPointCount, checkPointAfterMs } = this.settings;
    if (settledSince >= maxCheckPointCount) return true;
    const isTime = checkPointAfterMs !== 0 && performance.now() - this.lastAt >= checkPointAfterMs;
    return isTimeCheck && isTime && settledSince >= minCheckPointCount;
  }
}
