/** Numbers out of numbers. Percentiles are by nearest rank. */
export function percentile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

export const ascending = (numbers) => Float64Array.from(numbers).sort();

export const median = (numbers) => percentile(ascending(numbers), 0.5);
