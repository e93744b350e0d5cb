import { readdirSync, readFileSync, truncateSync, writeFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

/** What becomes of a file. Places are parts of its length. */
export type Damage =
  | { readonly flipAt: number; readonly bits: number }
  | { readonly truncateAt: number }
  | { readonly tail: Uint8Array }
  | { readonly repeatFrom: number; readonly repeatTo: number };

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

export const damages: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ flipAt: place, bits: fc.integer({ min: 1, max: 255 }) }) },
  { weight: 3, arbitrary: fc.record({ truncateAt: place }) },
  fc.record({
    tail: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      fc.nat(9000).map((n) => new Uint8Array(n + 1)),
    ),
  }),
  fc.record({ repeatFrom: place, repeatTo: place }),
);

export function damage(path: string, how: Damage): void {
  const bytes = readFileSync(path);
  const at = (part: number): number => Math.floor(part * bytes.length);
  if ('flipAt' in how) {
    if (bytes.length === 0) return;
    bytes[at(how.flipAt)] = (bytes[at(how.flipAt)] as number) ^ how.bits;
    writeFileSync(path, bytes);
  } else if ('truncateAt' in how) truncateSync(path, at(how.truncateAt));
  else if ('tail' in how) appendFileSync(path, how.tail);
  else
    appendFileSync(
      path,
      bytes.subarray(at(Math.min(how.repeatFrom, how.repeatTo)), at(Math.max(how.repeatFrom, how.repeatTo))),
    );
}

/** Every file but those that LMDB writes to by being opened. */
export const contentsOf = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory)
      .filter((name) => !name.endsWith('.mdb'))
      .map((name) => [name, readFileSync(join(directory, name)).toString('latin1')]),
  );
