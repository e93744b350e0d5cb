/** What a run of events did to an account's rows, as commands for Redis. */
import { fieldOf, fieldsIn, summaryField } from '../redis/account-hash.js';
import type { AccountChange, AccountRows } from '../projection/fold.js';
import { type Place, listOf, member } from '../redis/keys.js';
import { encodeLine } from '../redis/lines.js';
import type { AnyProjection, Placed } from '../projection/projection.js';
import type { AccountWrite, Operation, Rewrite } from '../redis/redis-store.js';
import { type Places, entryText, placeIn } from '../redis/register.js';

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
  const { from, to, revision, counts } = change;
  const set: string[] = [...summaryField({ streamRevision: to, revision, counts })];
  const deleted: string[] = [];
  const others: Operation[] = indexed(place, known.places, change.places);
  let size = 0;
  for (const [projection, { rows, lines }] of change.of) {
    for (const [key, row] of rows) {
      const field = fieldOf(projection.name, key);
      const text = row === null ? null : JSON.stringify(row);
      size += text?.length ?? 0;
      if (text === null) deleted.push(field);
      else set.push(field, text);
    }
    for (const [list, texts] of byList(projection, lines)) {
      push(others, 'RPUSH', keys.lines(shard, projection.name, accountId, list), texts);
    }
  }
  const writes: Operation[] = [];
  push(writes, 'HSET', rowsKey, set);
  push(writes, 'HDEL', rowsKey, deleted);
  const entry = entryText(to, change.places);
  const fields = fieldsIn(known);
  return { write: { accountId, entry, rowsKey, fields, from, to, writes: [...writes, ...others] }, size };
}

/** The account's rows and some of its lists as they are to be, whatever is there. `before`: places to be left. */
export function rewritten(
  place: Place,
  account: AccountRows,
  lists: ReadonlyMap<string, readonly string[]>,
  before: Places,
): Rewrite {
  const { keys, shard, accountId } = place;
  const { streamRevision: to, places } = account;
  const rowsKey = keys.rows(shard, accountId);
  const set: string[] = [...summaryField(account)];
  for (const [projection, { rows }] of account.of) {
    for (const [key, row] of rows) set.push(fieldOf(projection.name, key), JSON.stringify(row));
  }
  const writes: Operation[] = [{ command: 'DEL', key: rowsKey, args: [] }];
  push(writes, 'HSET', rowsKey, set);
  for (const [key, texts] of lists) writes.push(...rewrittenList(key, texts));
  writes.push(...indexed(place, before, new Map()), ...indexed(place, new Map(), places));
  return { accountId, entry: entryText(to, places), to, writes };
}

function rewrittenList(key: string, texts: readonly string[]): readonly Operation[] {
  const writes: Operation[] = [{ command: 'DEL', key, args: [] }];
  push(writes, 'RPUSH', key, texts);
  return writes;
}

function push(writes: Operation[], command: string, key: string, args: readonly (string | number)[]): void {
  for (let at = 0; at < args.length; at += MOST_ARGUMENTS) {
    writes.push({ command, key, args: args.slice(at, at + MOST_ARGUMENTS) });
  }
}

/** What moves the account's rows from their places to those after. */
function indexed({ keys, shard, accountId }: Place, before: Places, after: Places): Operation[] {
  const writes: Operation[] = [];
  const write = (command: string, place: string, ...scores: readonly number[]) => {
    const { projection, index, key } = placeIn(place);
    const args = [...scores, member(accountId, key)];
    writes.push({ command, key: keys.index(shard, projection, index), args });
  };
  for (const place of before.keys()) if (!after.has(place)) write('ZREM', place);
  for (const [place, score] of after) if (before.get(place) !== score) write('ZADD', place, score);
  return writes;
}

/** Lines as they are stored, by the list that they belong to. */
export function byList(projection: AnyProjection, lines: readonly Placed[]): ReadonlyMap<number, readonly string[]> {
  const lists = new Map<number, string[]>();
  for (const line of lines) {
    const list = listOf(line.revision);
    const texts = lists.get(list);
    if (texts) texts.push(encodeLine(projection, line));
    else lists.set(list, [encodeLine(projection, line)]);
  }
  return lists;
}
