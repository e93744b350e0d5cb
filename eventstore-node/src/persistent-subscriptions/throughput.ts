export interface Measured {
  readonly total: number;
  readonly sinceLast: number;
  readonly perSecond: number;
}

/**
 * Counts items; rates are since the measurement before, as the server states them. By the monotonic clock, as all that
 * groups measure: the wall clock may be set back, and time-outs, checkpoints and rates are about time that passed.
 */
export class Throughput {
  private total = 0;
  private lastTotal = 0;
  private lastAt = performance.now();

  count(): void {
    this.total++;
  }

  measure(): Measured {
    const now = performance.now();
    const sinceLast = this.total - this.lastTotal;
    const elapsedMs = now - this.lastAt;
    this.lastTotal = this.total;
    this.lastAt = now;
    return {
      total: this.total,
      sinceLast,
      perSecond: elapsedMs >= 1 ? Math.floor((sinceLast * 1000) / elapsedMs) : 0,
    };
  }
}
