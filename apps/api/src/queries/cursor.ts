/** Where the next page begins. Opaque to clients: it names places in an account's history, so it outlives new entries. */
import { hash } from 'node:crypto';
import { DomainError } from '#domain/errors.js';

/** `list`: of what and whose, as `holds/acme`; the cursor is of no other. Places are whole numbers, zero or above. */
export const cursorOf = (list: string, ...places: readonly number[]): string =>
  Buffer.from([sealOf(list), ...places].join('.')).toString('base64url');

/** Throws `invalid` naming `cursor` where it is none of this list's, which have `count` places. */
export function placesIn(list: string, cursor: string, count: number): readonly number[] {
  const [, ...places] = Buffer.from(cursor, 'base64url').toString().split('.');
  const isOurs = places.length === count && places.every((place) => /^(0|[1-9]\d{0,14})$/.test(place));
  if (!isOurs || cursorOf(list, ...places.map(Number)) !== cursor) throw notOfThisList();
  return places.map(Number);
}

export const notOfThisList = (): DomainError =>
  new DomainError('invalid', 'cursor is not one that this list has given.', { field: 'cursor' });

const SEAL_LENGTH = 6;
const sealOf = (list: string): string => hash('sha256', list, 'base64url').slice(0, SEAL_LENGTH);
