/** What the formats of caches (bookmarks, snapshots, waypoints, the key index) have in common. */

/** As base64. */
export const wordsText = ({ buffer, byteOffset, byteLength }: Uint32Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** What `wordsText` was given. */
export function wordsIn(text: string): Uint32Array {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  return new Uint32Array(bytes.buffer, 0, bytes.length >>> 2);
}

/** What is stored for speed alone and can't be read is as if it were not there. */
export function ifWhole<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
