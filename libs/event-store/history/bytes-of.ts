/** How much memory plain data take. Estimated, as V8 reports it for no object. */

const OBJECT_BYTES = 24;
const STRING_BYTES = 16;
const ARRAY_BYTES = 48;
/** Measured. Less than a word, since strings that several objects share are counted in each of them. */
const PROPERTY_BYTES = 5;

/** Plain data. A string that is shared counts wherever it is. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return STRING_BYTES + 8 * Math.ceil(value.length / 8);
  if (typeof value !== 'object' || value === null) return 0;
  let bytes = Array.isArray(value) ? ARRAY_BYTES : OBJECT_BYTES;
  for (const each of Object.values(value)) bytes += PROPERTY_BYTES + bytesOf(each);
  return bytes;
}
