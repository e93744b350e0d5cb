import { endOfList, listOf } from './keys.js';
import { decodeLine } from './lines.js';
import { readLists } from './read-lists.js';
import type { AnyProjection, Placed, Projection } from '../projection/projection.js';
import { LinesLost, ReadModelRebuilding } from '../reader/queries.js';
import type { ServingBuild } from '../builds/serving-build.js';

/** Lists read in one go: two for a page, more for whoever goes on, as long as they are no larger than this together. */
const FIRST_LISTS = 2;
const MOST_LISTS = 32;
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
  let lists = FIRST_LISTS;
  for (let newest = listOf(upTo); newest >= 0;) {
    const wanted = Array.from({ length: Math.min(lists, newest + 1) }, (_, nth) => newest - nth);
    const stored = await readLists(builds, stream, projection.name, wanted);
    if (stored === 'rebuilding') throw new ReadModelRebuilding();
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
