/** What a run of events did to an account's rows, as commands for Redis. */
import type { AccountChange, AccountRows } from './fold.js';
import { type Place, listOf, member, revisionText } from './keys.js';
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
  const writes: Operation[] = [];
  let size = 0;
  for (const [projection, { rows, lines }] of change.of) {
    const key = place.keys.rows(place.shard, projection.name, place.accountId);
    const set: string[] = [];
    const deleted: string[] = [];
    for (const [field, row] of rows) {
      if (row === null) deleted.push(field);
      else {
        const text = JSON.stringify(row);
        size += text.length;
        set.push(field, text);
      }
    }
    push(writes, 'HSET', key, set);
    push(writes, 'HDEL', key, deleted);
    writes.push(...indexed(place, projection, known.of.get(projection)?.rows, rows));
    for (const [list, texts] of byList(projection, lines)) {
      push(writes, 'RPUSH', place.keys.lines(place.shard, projection.name, place.accountId, list), texts);
    }
  }
  const { from, to, revision } = change;
  const revisionKey = place.keys.revision(place.shard, place.accountId);
  return { write: { revisionKey, from, to, revisionText: revisionText(to, revision), writes }, size };
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
