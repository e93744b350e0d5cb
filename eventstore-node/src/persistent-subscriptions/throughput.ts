export interface Measured {
  readonly total: number;
  readonly sinceLast: number;
  readonly perSecond: number;
}

/** Counts items; rates are since the measurement before, as the server tells them. */
export class Throughput {
  private total = 0;
  private lastTotal = 0;

  constructor(private lastAt: number) {}

  count(): void {
    this.total++;
  }

  measure(now: number): Measured {
    const sinceLast = this.total - this.lastTotal;
    const elapsedMs = now - this.lastAt;
    this.lastTotal = this.total;
    this.lastAt = now;
    return {
      total: this.total,
      sinceLast,
      perSecond: elapsedMs > 0 ? Math.floor((sinceLast * 1000) / elapsedMs) : 0,
    };
  }
}
