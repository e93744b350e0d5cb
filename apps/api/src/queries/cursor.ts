/** Where the next page begins. Opaque to clients: it names places in an account's history, so it outlives new entries. */
import { DomainError } from '#domain/errors.js';

/** Places are whole numbers, zero or above. */
export const cursorOf = (...places: readonly number[]): string => Buffer.from(places.join('.')).toString('base64url');

/** Throws `invalid` naming `cursor` where it is none of this view's, which have `count` places. */
export function placesIn(cursor: string, count: number): readonly number[] {
  const places = Buffer.from(cursor, 'base64url').toString().split('.');
  const isOurs = places.length === count && places.every((place) => /^(0|[1-9]\d{0,14})$/.test(place));
  if (!isOurs || cursorOf(...places.map(Number)) !== cursor) {
    throw new DomainError('invalid', 'cursor is not one that this list has given.', { field: 'cursor' });
  }
  return places.map(Number);
}
