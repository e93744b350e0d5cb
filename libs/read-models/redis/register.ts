/**
 * A shard's register, one hash: its checkpoint, and of every account how far its rows are and where they stand in the
 * indexes. It is written together with them, so what is in the register and not there is lost, and a lost index is made
 * again from here. The checkpoint being in it, a register that is lost can't look like one without accounts.
 */

/** Field of the checkpoint: position that the shard reflects, empty before the first event. No account's id has a slash. */
export const CHECKPOINT = '/checkpoint';

/** Scores by place: a row in an index, see `placeOf`. */
export type Places = ReadonlyMap<string, number>;

export const placeOf = (projection: string, index: string, key: string): string => `${projection}/${index}/${key}`;

/** Names of projections and indexes have no slash; row keys may. */
export function placeIn(text: string): { readonly projection: string; readonly index: string; readonly key: string } {
  const [projection = '', index = ''] = text.split('/', 2);
  return { projection, index, key: text.slice(projection.length + index.length + 2) };
}

/** The account's field. It begins with the stream revision: scripts.ts compares that. */
export const entryText = (streamRevision: number, places: Places): string =>
  `${streamRevision} ${JSON.stringify([...places])}`;

export const streamRevisionIn = (entry: string): number => Number.parseInt(entry, 10);

export const placesIn = (entry: string): Places =>
  new Map(JSON.parse(entry.slice(entry.indexOf(' ') + 1)) as [string, number][]);
