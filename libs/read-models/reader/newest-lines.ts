/**
 * An aggregate's newest lines as they are stored, with rows that reflect the same revision, in one round trip. They are commands
 * of their own, since a script that hands over lines costs Redis four times as much; so lines may have come in between, which is noticed.
 */
import type { ServingBuild } from '../builds/serving-build.js';
import type { AnyProjection } from '../projection/projection.js';
import { listOf, shardOf } from '../redis/keys.js';
import { LINE_COUNTS, countIn, countKeyOf } from '../redis/line-counts.js';
import { isPacked, linesIn } from '../redis/packed-lists.js';
import type { RedisStore } from '../redis/redis-store.js';
import { type Found, type Wanted, found, lookArguments } from '../redis/row-hash.js';
import type { Queries, Results } from './queries.js';
import { resultsOf, wantedBy } from './wanted.js';

export type LinesRequest = {
  readonly projection: Pick<AnyProjection, 'name'>;
  readonly count: number;
  /** A revision that the aggregate has or had: its newest lines are looked for from there. */
  readonly near: number;
  readonly revisionIn: (line: string) => number;
};

export type NewestLines<Q extends Queries> = {
  readonly revision: number;
  readonly rows: Results<Q>;
  /** Settled ones, the newest first; all of them, where they are fewer than were asked for. */
  readonly lines: readonly string[];
};

/** The last lines of a list that is plain; a packed one is one text of bytes. */
type StoredList = { readonly list: number; readonly length: number; readonly lines: readonly Buffer[] };
type Look = { readonly answers: readonly unknown[]; readonly lists: readonly StoredList[] };

const MOST_LISTS = 12;

/** Null where more has to be read than so many lists, or something is not there: whoever goes down the lines finds out. */
export async function newestLines<Q extends Queries>(
  builds: ServingBuild,
  store: RedisStore,
  stream: string,
  queries: Q,
  request: LinesRequest,
): Promise<NewestLines<Q> | null> {
  const rows = wantedBy(Object.values(queries));
  let { near } = request;
  // Once more where the newest lines turn out to be in another list.
  for (let tries = 0; tries < 2; tries++) {
    const lists = listsFrom(near, request.count);
    const wanted = withCounts(rows, request.projection.name, lists);
    const looked = await look(builds, store, stream, wanted, request, lists);
    if (looked === null) return null;
    const seen = found(wanted, looked.answers);
    if (typeof seen === 'string') return null;
    if (listOf(seen.revision) === lists[0]) {
      const lines = newestOf(looked.lists, seen, request);
      return lines && { revision: seen.revision, rows: resultsOf(queries, seen.rows), lines };
    }
    near = seen.revision;
  }
  return null;
}

/** The list of a revision, and those before that are likely to be needed: not every revision has a line. */
function listsFrom(near: number, count: number): readonly number[] {
  const list = listOf(near);
  const needed = list - Math.max(0, listOf(near - Math.ceil(REVISIONS_PER_LINE * count))) + 1;
  return Array.from({ length: Math.min(needed, MOST_LISTS) }, (_, nth) => list - nth);
}
const REVISIONS_PER_LINE = 1.25;

const withCounts = (rows: Wanted, projection: string, lists: readonly number[]): Wanted =>
  new Map([...rows, [LINE_COUNTS, new Set(lists.map((list) => countKeyOf(projection, list)))]]);

/** First the rows, then the lists: these show at least what the rows reflect. */
async function look(
  builds: ServingBuild,
  store: RedisStore,
  stream: string,
  wanted: Wanted,
  { projection: { name }, count }: LinesRequest,
  lists: readonly number[],
): Promise<Look | null> {
  const shard = shardOf(stream);
  const looked = await builds.attempt(async (keys): Promise<Look | null> => {
    const rows = store.run('look', [keys.register(shard), keys.rows(shard, stream)], lookArguments(stream, wanted));
    const stored = lists.map(async (list) => {
      const key = keys.lines(shard, name, stream, list);
      const [lines, length] = await Promise.all([
        store.callBytes({ command: 'LRANGE', key, args: [-count, -1] }),
        store.call({ command: 'LLEN', key, args: [] }),
      ]);
      return { list, lines: lines as readonly Buffer[], length: length as number };
    });
    const [answers, ...found] = await Promise.all([rows, ...stored]);
    return answers === null ? null : { answers: answers as readonly unknown[], lists: found };
  });
  return looked === 'rebuilding' ? null : looked;
}

/** Null where a list is not what was counted, but for lines that are newer than the rows, or where more lines are needed. */
function newestOf(
  lists: readonly StoredList[],
  { revision, rows }: Found,
  { projection: { name }, count, revisionIn }: LinesRequest,
): readonly string[] | null {
  const counts = rows.get(LINE_COUNTS.name);
  const newest: string[] = [];
  let isAll = false;
  for (const stored of lists) {
    const { list } = stored;
    const counted = countIn(counts?.get(countKeyOf(name, list)), list);
    const { lines, length } = isPacked(stored.lines) ? unpacked(stored, counted) : plain(stored);
    const own = lines.toReversed();
    const first = own.findIndex((line) => revisionIn(line) <= revision);
    const ahead = first < 0 ? own.length : first;
    if (length - ahead !== counted) return null;
    for (const line of own.slice(ahead)) newest.push(line);
    isAll = list === 0 && lines.length === length;
    // What comes before is in this list, and was not fetched.
    if (lines.length < length || newest.length >= count) break;
  }
  return newest.length >= count || isAll ? newest.slice(0, count) : null;
}

const plain = ({ lines, length }: StoredList) => ({ lines: lines.map((line) => line.toString()), length });

/** No line where it is not all there. */
function unpacked({ lines: stored }: StoredList, counted: number) {
  const lines = linesIn(stored, counted) ?? [];
  return { lines, length: lines.length };
}
