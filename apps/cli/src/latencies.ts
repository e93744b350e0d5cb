/** Latencies of many requests, in milliseconds. */
export type Latencies = { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number };

export function latenciesOf(durationsMs: readonly number[]): Latencies {
  const sorted = Float64Array.from(durationsMs).sort();
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}
