const REMEMBERED = 1000;
const PERCENTILES = [90, 95, 99, 99.5, 99.9];

export interface Measurement {
  readonly key: string;
  readonly value: number;
}

/** How long a consumer took to answer its last messages, in milliseconds: a group's extra statistics. */
export class AnswerTimes {
  private readonly times: number[] = [];
  private next = 0;

  add(elapsedMs: number): void {
    this.times[this.next] = Math.round(elapsedMs);
    this.next = (this.next + 1) % REMEMBERED;
  }

  /** Under the server's names. None before the first answer. */
  measurements(): readonly Measurement[] {
    if (this.times.length === 0) return [];
    const sorted = [...this.times].sort((one, other) => one - other);
    const at = (percent: number) =>
      sorted[Math.min(Math.floor((percent * sorted.length) / 100), sorted.length - 1)] ?? 0;
    const sum = sorted.reduce((total, time) => total + time, 0);
    return [
      { key: 'Mean', value: Math.floor(sum / sorted.length) },
      { key: 'Median', value: at(50) },
      { key: 'Fastest', value: at(0) },
      ...[1, 2, 3, 4, 5].map((quintile) => ({ key: `Quintile ${quintile}`, value: at((quintile - 1) * 20) })),
      ...PERCENTILES.map((percent) => ({ key: `${percent}%`, value: at(percent) })),
      { key: 'Highest', value: at(100) },
    ];
  }
}
