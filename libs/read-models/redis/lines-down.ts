import { endOfList, listOf, placeOf, shardOf } from './keys.js';
import { LINE_COUNTS, countIn, countKeyOf } from './line-counts.js';
import { decodeLine } from './lines.js';
import { LOOKUP_OPERATIONS, type Wanted, found, lookup } from './row-hash.js';
import type { AnyProjection, Placed, Projection } from '../projection/projection.js';
import { LinesLost, ReadModelRebuilding } from '../reader/queries.js';
import type { ServingBuild } from '../builds/serving-build.js';

/** Lists read in one go: one for a page, more for whoever goes on, as long as they are no larger than this together. */
const MOST_LISTS = 8;
const MOST_CHARACTERS = 1024 * 1024;

/**
 * Settled lines up to a revision, newest first. Lines never change and come in the order of revisions, so all that is
 * yielded is as of that revision, however long it takes.
 */
export async function* linesDown<Row, Line extends Placed, Entry>(
  builds: ServingBuild,
  stream: string,
  projection: Projection<Row, Line, Entry>,
  upTo: number,
): AsyncGenerator<readonly Line[], void, void> {
  let lists = 1;
  for (let newest = listOf(upTo); newest >= 0;) {
    const wanted = Array.from({ length: Math.min(lists, newest + 1) }, (_, nth) => newest - nth);
    const stored = await readLists(builds, stream, projection.name, wanted);
    newest -= lists;
    lists = charactersIn(stored) > MOST_CHARACTERS ? 1 : Math.min(lists * 2, MOST_LISTS);
    for (const [nth, list] of wanted.entries()) {
      const texts = stored[nth];
      if (!texts) {
        await builds.report(stream);
        throw new LinesLost(Math.min(upTo, endOfList(list)));
      }
      const lines = texts.map((text) => decodeLine(projection as AnyProjection, text) as Line);
      const settled = lines.filter((line) => line.revision <= upTo).reverse();
      if (settled.length > 0) yield settled;
    }
  }
}

const charactersIn = (lists: readonly (readonly string[] | null)[]): number =>
  lists.reduce((sum, list) => (list ?? []).reduce((characters, line) => characters + line.length, sum), 0);

/** What is in the lists; null where a list does not have as many lines as were written there. */
async function readLists(
  builds: ServingBuild,
  stream: string,
  projection: string,
  lists: readonly number[],
): Promise<readonly (readonly string[] | null)[]> {
  const shard = shardOf(stream);
  const counts: Wanted = new Map([[LINE_COUNTS, new Set(lists.map((list) => countKeyOf(projection, list)))]]);
  const answers = await builds.read(shard, (keys) => [
    ...lookup(placeOf(keys, stream), counts),
    ...lists.map((list) => ({
      command: 'LRANGE',
      key: keys.lines(shard, projection, stream, list),
      args: [0, -1],
    })),
  ]);
  if (answers === 'rebuilding') throw new ReadModelRebuilding();
  const seen = found(counts, answers);
  if (typeof seen === 'string') return lists.map(() => null);
  const rows = seen.rows.get(LINE_COUNTS.name);
  return lists.map((list, nth) => {
    const texts = answers[LOOKUP_OPERATIONS + nth] as readonly string[];
    return texts.length === countIn(rows?.get(countKeyOf(projection, list)), list) ? texts : null;
  });
}
