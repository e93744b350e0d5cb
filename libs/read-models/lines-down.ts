import { listOf, shardOf } from './keys.js';
import { decodeLine } from './lines.js';
import type { AnyProjection, Placed, Projection } from './projection.js';
import { ReadModelRebuilding } from './queries.js';
import type { ServingBuild } from './serving-build.js';

/** Lists read in one go: one for a page, more for whoever goes on, as long as they are no larger than this together. */
const MOST_LISTS = 8;
const MOST_CHARACTERS = 1024 * 1024;

/**
 * Settled lines up to a revision, newest first. Lines never change and come in the order of revisions, so all that is
 * yielded is as of that revision, however long it takes.
 */
export async function* linesDown<Row, Line extends Placed>(
  builds: ServingBuild,
  accountId: string,
  projection: Projection<Row, Line>,
  upTo: number,
): AsyncGenerator<readonly Line[], void, void> {
  const shard = shardOf(accountId);
  let lists = 1;
  for (let newest = listOf(upTo); newest >= 0;) {
    const wanted = Array.from({ length: Math.min(lists, newest + 1) }, (_, nth) => newest - nth);
    const answers = await builds.read(shard, (keys) =>
      wanted.map((list) => ({
        command: 'LRANGE',
        key: keys.lines(shard, projection.name, accountId, list),
        args: [0, -1],
      })),
    );
    if (answers === 'rebuilding') throw new ReadModelRebuilding();
    newest -= lists;
    lists =
      charactersIn(answers as readonly (readonly string[])[]) > MOST_CHARACTERS ? 1 : Math.min(lists * 2, MOST_LISTS);
    for (const answer of answers) {
      const lines = (answer as readonly string[]).map((text) => decodeLine(projection as AnyProjection, text) as Line);
      const settled = lines.filter((line) => line.revision <= upTo).reverse();
      if (settled.length > 0) yield settled;
    }
  }
}

const charactersIn = (lists: readonly (readonly string[])[]): number =>
  lists.reduce((sum, list) => list.reduce((characters, line) => characters + line.length, sum), 0);
