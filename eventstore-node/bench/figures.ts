/** Rounds of one measurement, and tables of them. */
import { build, type Histogram } from 'hdr-histogram-js';

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.ceil(numbers.length / 2) - 1] ?? NaN;

/** Rates are medians of the rounds, latencies are over all of all rounds. */
export class Rounds {
  private readonly rates: number[] = [];
  private readonly latencies: Histogram = build({ numberOfSignificantValueDigits: 3 });

  record(sentAt: bigint): void {
    this.latencies.recordValue(Number((process.hrtime.bigint() - sentAt) / 1000n));
  }

  endRound(count: number, startedAt: bigint): void {
    this.rates.push(count / (Number(process.hrtime.bigint() - startedAt) / 1e9));
  }

  get rate(): string {
    return `${rounded(median(this.rates))}/s`;
  }

  get percentiles(): string {
    const at = (percentile: number) => (this.latencies.getValueAtPercentile(percentile) / 1000).toFixed(1);
    return `${at(50)} / ${at(99)} ms`;
  }
}

export const rounded = (value: number): string => Math.round(value).toLocaleString('en-US');
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

export class Durations {
  private readonly ms: number[] = [];

  async measure(work: () => Promise<unknown>): Promise<void> {
    const startedAt = process.hrtime.bigint();
    await work();
    this.ms.push(Number(process.hrtime.bigint() - startedAt) / 1e6);
  }

  get text(): string {
    return `${(median(this.ms) / 1000).toFixed(2)} s`;
  }
}

/** In the form that docs/measurements.md keeps. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), 3));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] as number)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
