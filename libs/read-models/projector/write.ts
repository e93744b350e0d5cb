/** What a run of events did to an aggregate's rows, as commands for Redis. */
import { settlePlaces } from '../projection/places.js';
import type { AggregateRows } from '../projection/rows.js';
import { type Place, member } from '../redis/keys.js';
import type { AggregateWrite, Operation, Rewrite } from '../redis/operations.js';
import { NOWHERE, type Places, entryText, placeIn } from '../redis/register.js';
import { everyPart, fieldsOf, pushRow } from '../redis/row-fields.js';
import { summaryField } from '../redis/row-hash.js';
import { MOST_ARGUMENTS } from '../redis/scripts.js';

/** What is to be written of rows that have changed since they were stored. */
export function written(place: Place, rows: AggregateRows): AggregateWrite {
  settlePlaces(rows);
  const { keys, shard, stream } = place;
  const { stored, streamRevision: to, places } = rows;
  const rowsKey = keys.rows(shard, stream);
  const set: string[] = [...summaryField(rows)];
  const deleted: string[] = [];
  const others: Operation[] = places === stored.places ? [] : indexed(place, stored.places, places);
  for (const { projection, rows: own, changed, lists } of rows.touched) {
    for (let nth = 0; changed && nth < changed.keys.length; nth++) {
      const key = changed.keys[nth] ?? '';
      const row = own.get(key);
      if (row === undefined) deleted.push(...fieldsOf(projection, key));
      else pushRow(set, projection, key, row, (part) => changed.hasPart(nth, part));
    }
    for (const { list, texts } of lists ?? []) {
      push(others, 'RPUSH', keys.lines(shard, projection.name, stream, list), texts);
    }
  }
  if (deleted.length > 0) push(others, 'HDEL', rowsKey, deleted);
  const entry = entryText(to, places);
  return ofRows({
    stream,
    entry,
    rowsKey,
    fields: stored.fields,
    from: stored.streamRevision,
    to,
    set,
    writes: others,
  });
}

/** The aggregate's rows and some of its lists as they are to be, whatever is there. `before`: places to be left. */
export function rewritten(
  place: Place,
  rows: AggregateRows,
  lists: ReadonlyMap<string, readonly string[]>,
  before: Places,
): Rewrite {
  const { keys, shard, stream } = place;
  const { streamRevision: to, places } = rows;
  const rowsKey = keys.rows(shard, stream);
  const set: string[] = [...summaryField(rows)];
  for (const { projection, rows: own } of rows.of) {
    for (const [key, row] of own) pushRow(set, projection, key, row, everyPart);
  }
  const writes: Operation[] = [{ command: 'DEL', key: rowsKey, args: [] }];
  push(writes, 'HSET', rowsKey, set);
  for (const [key, texts] of lists) writes.push(...rewrittenList(key, texts));
  writes.push(...indexed(place, before, NOWHERE), ...indexed(place, NOWHERE, places));
  return { stream, entry: entryText(to, places), to, writes };
}

/** Rows of which most are as they are stored already: `stored` are their fields and texts, `rows` those that were made anew. */
export type Composed = {
  readonly stored: readonly string[];
  readonly rows: AggregateRows;
  readonly places: Places;
  readonly lists: ReadonlyMap<string, readonly string[]>;
};

/** An aggregate that a build does not have yet. */
export function composed(place: Place, { stored, rows, places, lists }: Composed): AggregateWrite {
  const { keys, shard, stream } = place;
  const { streamRevision, revision } = rows;
  const rowsKey = keys.rows(shard, stream);
  const set = [...stored];
  for (const { projection, rows: own } of rows.of) {
    for (const [key, row] of own) pushRow(set, projection, key, row, everyPart);
  }
  set.push(...summaryField({ streamRevision, revision, fields: set.length / 2 + 1 }));
  const writes: Operation[] = [];
  for (const [key, texts] of lists) writes.push(...rewrittenList(key, texts));
  writes.push(...indexed(place, NOWHERE, places));
  const entry = entryText(streamRevision, places);
  return ofRows({ stream, entry, rowsKey, fields: 0, from: -1, to: streamRevision, set, writes });
}

/** What is more than one command can set is set by others. */
function ofRows(write: AggregateWrite): AggregateWrite {
  const { set, rowsKey, writes } = write;
  if (set.length <= MOST_ARGUMENTS) return write;
  const others = [...writes];
  push(others, 'HSET', rowsKey, set.slice(MOST_ARGUMENTS));
  return { ...write, set: set.slice(0, MOST_ARGUMENTS), writes: others };
}

function rewrittenList(key: string, texts: readonly string[]): readonly Operation[] {
  const writes: Operation[] = [{ command: 'DEL', key, args: [] }];
  push(writes, 'RPUSH', key, texts);
  return writes;
}

function push(writes: Operation[], command: string, key: string, args: readonly (string | number)[]): void {
  if (args.length > 0 && args.length <= MOST_ARGUMENTS) writes.push({ command, key, args });
  else {
    for (let at = 0; at < args.length; at += MOST_ARGUMENTS) {
      writes.push({ command, key, args: args.slice(at, at + MOST_ARGUMENTS) });
    }
  }
}

/** What moves the aggregate's rows from their places to those after. */
function indexed({ keys, shard, stream }: Place, before: Places, after: Places): Operation[] {
  const writes: Operation[] = [];
  const write = (command: string, place: string, ...scores: readonly number[]) => {
    const { projection, index, key } = placeIn(place);
    const args = [...scores, member(stream, key)];
    writes.push({ command, key: keys.index(shard, projection, index), args });
  };
  for (const place of before.scores.keys()) if (!after.scores.has(place)) write('ZREM', place);
  for (const [place, score] of after.scores) if (before.scores.get(place) !== score) write('ZADD', place, score);
  return writes;
}
