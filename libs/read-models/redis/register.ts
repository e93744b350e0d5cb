/**
 * A shard's register, one hash: its checkpoint, and of every aggregate how far its rows are and where they stand in the
 * indexes. It is written together with them, so what is in the register and not there is lost, and a lost index is made
 * again from here. The checkpoint being in it, a register that is lost can't look like one without aggregates.
 */

/** Field of the checkpoint: position that the shard reflects, empty before the first event. No stream's name begins with a slash. */
export const CHECKPOINT = '/checkpoint';

/** Field, of an aggregate's rows, of what is said of them all. No row's field is without a slash. */
export const SUMMARY = 'revision';

/** Scores by place: a row in an index, see `placeOf`. `text` is what the register holds of them. */
export type Places = { readonly scores: ReadonlyMap<string, number>; readonly text: string };

/** By place: the text is the same however the rows came where they are. */
export const placesOf = (scores: ReadonlyMap<string, number>): Places => ({
  scores,
  text: JSON.stringify([...scores].sort(([one], [other]) => (one < other ? -1 : 1))),
});
export const NOWHERE: Places = placesOf(new Map());

export const placeOf = (projection: string, index: string, key: string): string => `${projection}/${index}/${key}`;

/** Names of projections and indexes have no slash; row keys may. */
export function placeIn(text: string): { readonly projection: string; readonly index: string; readonly key: string } {
  const [projection = '', index = ''] = text.split('/', 2);
  return { projection, index, key: text.slice(projection.length + index.length + 2) };
}

/** The aggregate's field. It begins with the stream revision: scripts.ts compares that. */
export const entryText = (streamRevision: number, { text }: Places): string => `${streamRevision} ${text}`;

export const streamRevisionIn = (entry: string): number => Number.parseInt(entry, 10);

export function placesIn(entry: string): Places {
  const text = entry.slice(entry.indexOf(' ') + 1);
  return { scores: new Map(JSON.parse(text) as [string, number][]), text };
}
