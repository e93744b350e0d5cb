/** Where rows stand in indexes once they have changed. */
import { type Places, placeOf, placesOf } from '../redis/register.js';
import type { DraftRows } from './draft-rows.js';
import type { AggregateRows } from './rows.js';

/** Once for all that has changed since they were stored. */
export function settlePlaces(rows: AggregateRows): void {
  for (const draft of rows.touched) rows.places = moved(rows.places, draft);
}

function moved(places: Places, { projection, rows, changed }: DraftRows): Places {
  const { name, indexes } = projection;
  if (!indexes || !changed) return places;
  let after = places;
  for (const key of changed.keys) {
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
