/** Where rows stand in indexes once they have changed. */
import { type Places, placeOf, placesOf } from '../redis/register.js';
import type { KnownRows } from './rows.js';

/** Where the aggregate's rows stand once some of a projection have changed. */
export function moved(places: Places, { projection, rows }: KnownRows, changed: Iterable<string>): Places {
  const { name, indexes } = projection;
  if (!indexes) return places;
  let after = places;
  for (const key of changed) {
    const row = rows.get(key);
    for (const index of Object.keys(indexes)) {
      const score = row === undefined ? null : (indexes[index]?.(row) ?? null);
      const place = placeOf(name, index, key);
      if (score === (after.scores.get(place) ?? null)) continue;
      const scores = new Map(after.scores);
      if (score === null) scores.delete(place);
      else scores.set(place, score);
      after = placesOf(scores);
    }
  }
  return after;
}
