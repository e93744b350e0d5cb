/** The last lines of which something holds, found by halving: what it costs grows with their logarithm. */
import type { ServingBuild } from '../builds/serving-build.js';
import type { AnyProjection, Placed, Projection } from '../projection/projection.js';
import { listOf, placeOf, shardOf } from '../redis/keys.js';
import { type CountedList, LINE_COUNTS, countKeysUpTo, listsIn } from '../redis/line-counts.js';
import { decodeLine } from '../redis/lines.js';
import { readLists } from '../redis/read-lists.js';
import { found, lookup } from '../redis/row-hash.js';

/** What is sought holds of the lines up to a place and of none behind it. */
export type Holds<Line> = (line: Line) => boolean;

export type LineSearch<Line> = { readonly sought: readonly Holds<Line>[]; readonly counts: Holds<Line> };

/**
 * For each of `sought` the last settled line up to a revision of which it holds, among those that `counts` does of; null where
 * there is none. Null for all where not everything is there: who goes down the lines finds out.
 */
export async function lastLines<Row, Line extends Placed, Entry>(
  builds: ServingBuild,
  stream: string,
  projection: Projection<Row, Line, Entry>,
  upTo: number,
  { sought, counts }: LineSearch<Line>,
): Promise<readonly (Line | null)[] | null> {
  const lines = await LinesByPlace.of<Line>(builds, stream, projection, upTo);
  if (!lines) return null;
  const searches = sought.map((holds) => new Search(holds, lines.length));
  for (let open = searches; open.length > 0; open = open.filter(({ isDone }) => !isDone)) {
    if (!(await lines.read(open.map(({ place }) => place)))) return null;
    for (const search of open)
      search.go(({ place, holds }) => {
        const line = lines.at(place);
        return line.revision <= upTo && holds(line);
      });
  }
  return lastThatCount(
    lines,
    searches.map(({ last }) => last),
    counts,
  );
}

/** From each place down to the first that counts, in steps that grow. */
async function lastThatCount<Line extends Placed>(
  lines: LinesByPlace<Line>,
  places: readonly number[],
  counts: Holds<Line>,
): Promise<readonly (Line | null)[] | null> {
  const from = [...places];
  for (let portion = 1; ; portion *= 2) {
    const wanted = from.flatMap((place) => placesDown(place, portion));
    if (!(await lines.read(wanted))) return null;
    let isOpen = false;
    for (const [nth, place] of from.entries()) {
      const down = placesDown(place, portion);
      const seen = down.find((each) => counts(lines.at(each)));
      from[nth] = seen ?? place - down.length;
      if (seen === undefined && from[nth] >= 0) isOpen = true;
    }
    if (!isOpen) return from.map((place) => (place < 0 ? null : lines.at(place)));
  }
}

const placesDown = (place: number, count: number): readonly number[] =>
  Array.from({ length: Math.min(count, place + 1) }, (_, nth) => place - nth);

/** Halves what is between the last place of which it is known to hold and the first of which it does not. */
class Search<Line> {
  last = -1;

  constructor(
    readonly holds: Holds<Line>,
    private end: number,
  ) {}

  get isDone(): boolean {
    return this.end - this.last <= 1;
  }

  get place(): number {
    return Math.floor((this.last + this.end) / 2);
  }

  go(test: (search: this) => boolean): void {
    if (test(this)) this.last = this.place;
    else this.end = this.place;
  }
}

/** With the place of its first line. */
type ListAt = CountedList & { readonly first: number };

/** An aggregate's lines, counted from the first on through all lists. */
class LinesByPlace<Line extends Placed> {
  private readonly texts = new Map<number, readonly string[]>();

  private constructor(
    private readonly builds: ServingBuild,
    private readonly stream: string,
    private readonly projection: AnyProjection,
    /** Those that have lines. */
    private readonly lists: readonly ListAt[],
  ) {}

  static async of<Line extends Placed>(
    builds: ServingBuild,
    stream: string,
    projection: AnyProjection,
    upTo: number,
  ): Promise<LinesByPlace<Line> | null> {
    const wanted = new Map([[LINE_COUNTS, countKeysUpTo(projection.name, listOf(upTo))]]);
    const answers = await builds.read(shardOf(stream), (keys) => lookup(placeOf(keys, stream), wanted));
    const seen = answers === 'rebuilding' ? answers : found(wanted, answers);
    if (typeof seen === 'string') return null;
    let first = 0;
    const lists = listsIn(seen.rows.get(LINE_COUNTS.name) ?? new Map())
      .filter((list) => list.projection === projection.name)
      .toSorted((one, other) => one.list - other.list)
      .map((list) => ({ ...list, first: (first += list.count) - list.count }));
    return new LinesByPlace<Line>(builds, stream, projection, lists);
  }

  get length(): number {
    const last = this.lists.at(-1);
    return last ? last.first + last.count : 0;
  }

  /** The line of a place that was read. */
  at(place: number): Line {
    const { list, first } = this.listAt(place);
    const text = this.texts.get(list)?.[place - first];
    if (text === undefined) throw new Error(`Line ${place} of ${this.stream} was not read`);
    return decodeLine(this.projection, text) as Line;
  }

  /** In one go, with what is in their lists beside them. False where one of them is not there. */
  async read(places: readonly number[]): Promise<boolean> {
    const wanted = [...new Set(places.map((place) => this.listAt(place).list))].filter((list) => !this.texts.has(list));
    if (wanted.length === 0) return true;
    const stored = await readLists(this.builds, this.stream, this.projection.name, wanted);
    if (stored === 'rebuilding') return false;
    for (const [nth, list] of wanted.entries()) {
      const texts = stored[nth];
      if (!texts) return false;
      this.texts.set(list, texts);
    }
    return true;
  }

  /** The last list whose first line is not behind the place. */
  private listAt(place: number): ListAt {
    let [last, end] = [0, this.lists.length];
    while (end - last > 1) {
      const middle = Math.floor((last + end) / 2);
      if ((this.lists[middle]?.first ?? Infinity) <= place) last = middle;
      else end = middle;
    }
    const list = this.lists[last];
    if (!list) throw new Error(`There is no line ${place} of ${this.stream}`);
    return list;
  }
}
