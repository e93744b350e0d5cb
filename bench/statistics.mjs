/** Numbers out of numbers. Percentiles are by nearest rank. */

/**
 * @param {ArrayLike<number>} sorted
 * @param {number} share
 */
export function percentile(sorted, share) {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** @param {readonly number[]} numbers */
export const ascending = (numbers) => Float64Array.from(numbers).sort();

/** @param {readonly number[]} numbers */
export const median = (numbers) => percentile(ascending(numbers), 0.5);
