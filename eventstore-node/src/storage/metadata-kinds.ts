/** What the properties of metadata that the server knows must be. */
import { readAcl } from './stream-acl.js';

const isLong = (value: unknown): boolean => Number.isInteger(value) && Math.abs(value as number) < 2 ** 63;

/** More seconds than its kind of duration holds. */
const TOO_LONG_SECONDS = 922_337_203_686;
const isDuration = (value: unknown): boolean => isLong(value) && Math.abs(value as number) < TOO_LONG_SECONDS;

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  $maxCount: isLong,
  $maxAge: isDuration,
  $tb: isLong,
  $tmp: (value) => typeof value === 'boolean',
  $cacheControl: isDuration,
  $acl: (value) => readAcl(value) !== undefined,
};

export const isReadableMetadata = (json: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(kinds).every(([name, isOfItsKind]) => !(name in json) || isOfItsKind(json[name]));
