/** Which account is charged next: seeded, so that both sides get the same ones. */

/**
 * Uniform numbers from 0 below 1 (mulberry32).
 * @param {number} seed
 */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Zipf: the n-th account is drawn in proportion to 1 / n^exponent.
 * @param {number} count
 * @param {number} exponent
 * @param {number} seed
 */
export function zipf(count, exponent, seed) {
  const cumulated = new Float64Array(count);
  let sum = 0;
  for (let n = 0; n < count; n++) cumulated[n] = sum += 1 / (n + 1) ** exponent;
  const next = random(seed);
  return () => {
    const drawn = next() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {number} */ (cumulated[middle]) < drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
