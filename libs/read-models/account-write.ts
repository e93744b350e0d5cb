/** What a run of events did to an account's rows, as commands for Redis. */
import type { AccountChange, AccountRows } from './fold.js';
import { fieldOf, revisionFields } from './account-hash.js';
import { type Place, listOf, member } from './keys.js';
import { encodeLine } from './lines.js';
import type { AnyProjection, Placed } from './projection.js';
import type { AccountWrite, Operation } from './redis-store.js';

/** Arguments of one command; Lua can't pass much more at once. */
const MOST_ARGUMENTS = 1_000;

/** What is to be written, and how many characters of rows that are. */
export function written(
  place: Place,
  known: AccountRows,
  change: AccountChange,
): { write: AccountWrite; size: number } {
  const { keys, shard, accountId } = place;
  const rowsKey = keys.rows(shard, accountId);
  const { from, to, revision } = change;
  const set: string[] = [...revisionFields({ streamRevision: to, revision })];
  const deleted: string[] = [];
  const others: Operation[] = [];
  let size = 0;
  for (const [projection, { rows, lines }] of change.of) {
    for (const [key, row] of rows) {
      const field = fieldOf(projection.name, key);
      const text = row === null ? null : JSON.stringify(row);
      size += text?.length ?? 0;
      if (text === null) deleted.push(field);
      else set.push(field, text);
    }
    if (projection.indexes) others.push(...indexed(place, projection, known.of.get(projection)?.rows, rows));
    for (const [list, texts] of byList(projection, lines)) {
      push(others, 'RPUSH', keys.lines(shard, projection.name, accountId, list), texts);
    }
  }
  const writes: Operation[] = [];
  push(writes, 'HSET', rowsKey, set);
  push(writes, 'HDEL', rowsKey, deleted);
  return { write: { rowsKey, from, to, writes: [...writes, ...others] }, size };
}

function push(writes: Operation[], command: string, key: string, args: readonly (string | number)[]): void {
  for (let at = 0; at < args.length; at += MOST_ARGUMENTS) {
    writes.push({ command, key, args: args.slice(at, at + MOST_ARGUMENTS) });
  }
}

function indexed(
  { keys, shard, accountId }: Place,
  { name, indexes = {} }: AnyProjection,
  before: ReadonlyMap<string, unknown> | undefined,
  rows: ReadonlyMap<string, unknown>,
): readonly Operation[] {
  return Object.entries(indexes).flatMap(([index, scoreOf]) =>
    [...rows].flatMap(([field, row]): Operation[] => {
      const [old, score] = [before?.get(field), row].map((each) => (each ? scoreOf(each) : null));
      if (score === old) return [];
      const key = keys.index(shard, name, index);
      if (score === null || score === undefined) return [{ command: 'ZREM', key, args: [member(accountId, field)] }];
      return [{ command: 'ZADD', key, args: [score, member(accountId, field)] }];
    }),
  );
}

function byList(projection: AnyProjection, lines: readonly Placed[]): ReadonlyMap<number, readonly string[]> {
  const lists = new Map<number, string[]>();
  for (const line of lines) {
    const list = listOf(line.revision);
    const texts = lists.get(list);
    if (texts) texts.push(encodeLine(projection, line));
    else lists.set(list, [encodeLine(projection, line)]);
  }
  return lists;
}
