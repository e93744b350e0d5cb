/** One aggregate in a build of which one read model is made anew. */
import { streamPrefix } from '#event-store/port/streams.js';
import { BuildLost } from '../builds/build-lost.js';
import type { AnyProjection } from '../projection/projection.js';
import { type AggregateRows, newRows } from '../projection/rows.js';
import { type BuildKeys, type Place, listOf } from '../redis/keys.js';
import { LINE_COUNTS, countPrefixOf, listsIn } from '../redis/line-counts.js';
import { isWholeList } from '../redis/packed-lists.js';
import { type Places, SUMMARY, placeIn, placesIn, placesOf, streamRevisionIn } from '../redis/register.js';
import { prefixesOf } from '../redis/row-fields.js';
import { type Found, found, lookup } from '../redis/row-hash.js';
import { ShardWrite } from '../redis/shard-write.js';
import { Rebuilt, type Reprojection, reproject } from './reproject.js';
import { composed } from './write.js';

export type TakenFrom = Reprojection & {
  /** Of the new build, and of the one that serves. */
  readonly keys: BuildKeys;
  readonly from: BuildKeys;
  readonly readModel: string;
};

/** Texts of lines, by the key of their list. */
type Lists = ReadonlyMap<string, readonly string[]>;
/** What is made anew of an aggregate. */
type Anew = { readonly rows: AggregateRows; readonly lists: Lists };

const LISTS_AT_ONCE = 64;
const EVERY_COUNT = new Map([[LINE_COUNTS, 'every row' as const]]);
const FROM_IS_GONE = 'The build that rows are taken over from is gone';

/** Writes it as the serving build has it at this moment, where the new one does not have it yet. Rejects with `BuildLost`. */
export async function takeAggregate(parts: TakenFrom, place: Place): Promise<void> {
  const { store, keys, from, registry, readModel } = parts;
  const { shard } = place;
  const answers = await store.read(from.register(shard), lookup({ ...place, keys: from }, EVERY_COUNT));
  if (answers === null) throw new BuildLost(FROM_IS_GONE);
  const [entry, , hash] = answers as [string, number, readonly string[]];
  const wholly = () => reproject(parts, place, streamRevisionIn(entry));
  const seen = found(EVERY_COUNT, answers);
  const others = typeof seen === 'string' ? null : await otherLists(parts, place, seen);
  if (typeof seen === 'string' || !others) return wholly();
  const projection = registry.find(({ name }) => name === readModel);
  if (!projection) throw new Error(`There is no read model ${readModel}`);
  const { rows, lists } = await madeAnew(parts, place, projection, seen);
  const write = new ShardWrite(keys.register(shard), { known: '', after: '' });
  write.add(
    composed(place, {
      stored: withoutRowsOf(projection, hash),
      rows,
      places: withPlacesOf(rows, readModel, placesIn(entry)),
      lists: new Map([...others, ...lists]),
    }),
  );
  const [outcomes] = await store.apply([write]);
  if (!outcomes) throw new BuildLost(`The register of shard ${shard} is gone`);
  if (outcomes[0] === 'damaged') await wholly();
}

/**
 * Lists of the other read models: those that nothing comes to any more are copied, of the others answers what they had at
 * that moment. Null where one is not whole.
 */
async function otherLists(parts: TakenFrom, place: Place, { revision, rows }: Found): Promise<Lists | null> {
  const { store, keys, from, readModel } = parts;
  const { shard, stream } = place;
  const all = listsIn(rows.get(LINE_COUNTS.name) ?? new Map()).filter(({ projection }) => projection !== readModel);
  const named = all.map(({ projection, list, count }) => ({
    isFull: list < listOf(revision + 1),
    count,
    before: from.lines(shard, projection, stream, list),
    after: keys.lines(shard, projection, stream, list),
  }));
  const full = named.filter(({ isFull }) => isFull);
  for (let at = 0; at < full.length; at += LISTS_AT_ONCE) {
    const some = full.slice(at, at + LISTS_AT_ONCE);
    const copied = [keys.register(shard), ...some.flatMap(({ before, after }) => [before, after])];
    const copies = (await store.run('copy', copied, [])) as readonly (number | string)[] | null;
    if (copies === null) throw new BuildLost(`The register of shard ${shard} is gone`);
    const isWhole = some.every(({ count }, nth) =>
      isWholeList(Number(copies[2 * nth]), String(copies[2 * nth + 1]), count),
    );
    if (!isWhole) return null;
  }
  const lists = new Map<string, readonly string[]>();
  for (const { count, before, after } of named.filter(({ isFull }) => !isFull)) {
    const texts = await store.call({ command: 'LRANGE', key: before, args: [0, count - 1] });
    lists.set(after, texts as readonly string[]);
    if (lists.get(after)?.length !== count) return null;
  }
  return lists;
}

/** What the one read model has of it, out of the log; nothing where the aggregate is of another kind. */
async function madeAnew(
  { store, history }: TakenFrom,
  place: Place,
  projection: AnyProjection,
  { streamRevision, revision }: Found,
): Promise<Anew> {
  const nothing = { ...newRows([], projection.of, true), streamRevision, revision };
  if (!place.stream.startsWith(streamPrefix(projection.of))) return { rows: nothing, lists: new Map() };
  const rebuilt = new Rebuilt([projection], store, place);
  await rebuilt.foldOn(history, streamRevision);
  return { rows: rebuilt.rows ?? nothing, lists: rebuilt.lists };
}

/** Fields and texts in turn, without what is made anew and what is said of them all. */
function withoutRowsOf(projection: AnyProjection, hash: readonly string[]): readonly string[] {
  const prefixes = [...prefixesOf(projection).map((prefix) => `${prefix}/`), countPrefixOf(projection.name)];
  const kept: string[] = [];
  for (let at = 0; at < hash.length; at += 2) {
    const [field = '', text = ''] = hash.slice(at, at + 2);
    if (field !== SUMMARY && !prefixes.some((prefix) => field.startsWith(prefix))) kept.push(field, text);
  }
  return kept;
}

function withPlacesOf({ places }: AggregateRows, readModel: string, stored: Places): Places {
  const others = [...stored.scores].filter(([text]) => placeIn(text).projection !== readModel);
  return placesOf(new Map([...others, ...places.scores]));
}
