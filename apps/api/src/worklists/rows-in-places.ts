/** The rows that stand in places of an index, read account by account. */
import type { Placed, Projection } from '#read-models/projection/projection.js';
import { some } from '#read-models/reader/queries.js';
import type { Due } from '#read-models/reader/due.js';
import type { Live } from '../queries/live.js';

/** Null where a row is not there any more. */
export async function rowsIn<Row, Line extends Placed>(
  live: Live,
  projection: Projection<Row, Line>,
  places: readonly Due[],
): Promise<readonly (Row | null)[]> {
  const keys = new Map<string, string[]>();
  for (const { id, key } of places) keys.set(id, [...(keys.get(id) ?? []), key]);
  const readings = await Promise.all(
    [...keys].map(async ([id, own]) => [id, await live.require(id, { rows: some(projection, own) })] as const),
  );
  const rows = new Map(readings.map(([id, reading]) => [id, reading.rows.rows]));
  return places.map(({ id, key }) => rows.get(id)?.get(key) ?? null);
}
