/** Reads what the projector wrote. For the API and the process manager. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Position } from '#event-store/port/event-store.js';
import { type Due, type DueIndex, dueBy, settleDue } from './due.js';
import { registeredBy } from './registered.js';
import { streamName } from '#event-store/port/streams.js';
import { positionIn, positionText, shardOf } from '../redis/keys.js';
import { found, lookArguments } from '../redis/row-hash.js';
import { type LineSearch, lastLines } from './last-lines.js';
import { newestIn } from './newest.js';
import { type LinesRequest, type NewestLines, newestLines } from './newest-lines.js';
import { linesDown } from '../redis/lines-down.js';
import type { LogIdentity } from '../projector/log-identity.js';
import type { Placed, Projection, Registry } from '../projection/projection.js';
import { type NotThere, type Queries, type Reading, ReadModelBehind, type RowsMark } from './queries.js';
import { Progress } from './progress.js';
import { Shown } from './shown.js';
import { categoryOf, resultsOf, wantedBy } from './wanted.js';
import type { RedisStore } from '../redis/redis-store.js';
import { ServingBuild } from '../builds/serving-build.js';

export type ReadOptions = {
  /** Waits until the rows reflect this revision, up to `patienceMs`; then rejects with `ReadModelBehind`. */
  readonly minRevision?: number;
  readonly patienceMs?: number;
};

export type Reader = {
  /** As `read`, and waits for nothing. What is in Redis is not fetched where it is whole and of the mark still. */
  readUnless<Q extends Queries>(id: string, queries: Q, known: RowsMark): Promise<Reading<Q> | NotThere | 'unchanged'>;
  /** What an account's rows are of, see shown.ts; null where `read` has to find out. */
  shown(id: string): Promise<RowsMark | null>;
  /** Rows of one aggregate (an account, unless the queries are of another kind), all as of one revision. Rejects with `ReadModelUnavailable` where Redis can't be reached. */
  read<Q extends Queries>(id: string, queries: Q, options?: ReadOptions): Promise<Reading<Q> | NotThere>;
  /** Settled lines up to a revision, newest first, in portions. Throws `ReadModelRebuilding` or `LinesLost` where that begins. */
  lines<Row, Line extends Placed, Entry>(
    id: string,
    projection: Projection<Row, Line, Entry>,
    upTo: number,
  ): AsyncGenerator<readonly Line[], void, void>;
  /** The last settled lines up to a revision of which something holds, see last-lines.ts; null where `lines` has to be gone down. */
  lastLines<Row, Line extends Placed, Entry>(
    id: string,
    projection: Projection<Row, Line, Entry>,
    upTo: number,
    search: LineSearch<Line>,
  ): Promise<readonly (Line | null)[] | null>;
  /** Its newest settled lines as they are stored, with rows of that moment, in one call; null where that call does not do. */
  newestLines<Q extends Queries>(id: string, queries: Q, request: LinesRequest): Promise<NewestLines<Q> | null>;
  /** Everything up to this position is applied; null: nothing yet. */
  reach(): Promise<Position | null | 'rebuilding'>;
  /** Resolves true once everything up to the position is applied, false when that took longer than `patienceMs`. */
  hasReached(position: Position, patienceMs: number): Promise<boolean>;
  /** Rows of an index whose score is at most `until`, lowest first, over all aggregates. */
  due(index: DueIndex, until: number, limit: number): Promise<readonly Due[] | 'rebuilding'>;
  /** Those as the registers have them, in no order: exactly what the rows say, whatever the index has lost or lost too early. */
  registered(index: DueIndex, until: number, atLeast: Position): Promise<readonly Due[] | 'rebuilding' | 'behind'>;
  /**
   * Rows of any of the indexes, highest score first, over all aggregates of one kind; after a place, where one is given. `also`:
   * rows that come in their places as if they were in one of these.
   */
  newest(
    indexes: readonly DueIndex[],
    after: Due | null,
    limit: number,
    also?: readonly Due[],
  ): Promise<readonly Due[] | 'rebuilding'>;
  /** Takes a row out of the index that, as the log says, is not due. Where its score has changed since it stays. */
  settle(index: DueIndex, due: Due): Promise<void>;
};

const PATIENCE_MS = 5_000;
const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 50;

/** `identity`: which log the process speaks to. Read models of another one are not read. */
export function createReader(store: RedisStore, registry: Registry, deployment: string, identity: LogIdentity): Reader {
  const builds = new ServingBuild(store, registry, deployment, identity);
  const progress = new Progress(builds, store);
  const shown = new Shown(builds, store);

  async function look<Q extends Queries>(stream: string, queries: Q): Promise<Reading<Q> | NotThere> {
    const shard = shardOf(stream);
    const wanted = wantedBy(Object.values(queries));
    let build = '';
    const answers = await builds.attempt((keys) => {
      build = keys.all;
      return store.run(
        'look',
        [keys.register(shard), keys.rows(shard, stream)],
        lookArguments(stream, wanted),
      ) as Promise<readonly unknown[] | null>;
    });
    if (answers === 'rebuilding') return answers;
    const seen = found(wanted, answers);
    if (seen === 'damaged') await builds.report(stream);
    if (typeof seen === 'string') return seen;
    const { revision, text, rows } = seen;
    return { revision, mark: { build, text, revision }, rows: resultsOf(queries, rows) };
  }

  async function reach(): Promise<Position | null | 'rebuilding'> {
    const text = await builds.attempt((keys) => store.get(keys.reach));
    return text === 'rebuilding' ? text : positionIn(text);
  }

  return {
    shown: (id) => shown.of(streamName('account', id)),
    async read(id, queries, { minRevision = 0, patienceMs = PATIENCE_MS } = {}) {
      const until = performance.now() + patienceMs;
      const isThere = (reading: Reading<Queries> | NotThere) => isEnough(reading, minRevision);
      const stream = streamName(categoryOf(queries), id);
      const first = await look(stream, queries);
      if (isThere(first)) return first;
      const reached = await progress.until(shardOf(stream), until, async () => isThere(await look(stream, {})));
      const reading = reached ? await look(stream, queries) : first;
      if (isThere(reading)) return reading;
      throw new ReadModelBehind(typeof reading === 'string' ? 0 : reading.revision, minRevision);
    },
    async readUnless(id, queries, known) {
      const stream = streamName(categoryOf(queries), id);
      const mark = await shown.of(stream);
      return mark?.text === known.text && mark.build === known.build ? 'unchanged' : look(stream, queries);
    },
    lines: (id, projection, upTo) => linesDown(builds, streamName(projection.of, id), projection, upTo),
    lastLines: (id, projection, upTo, search) =>
      lastLines(builds, streamName(projection.of, id), projection, upTo, search),
    newestLines: (id, queries, request) =>
      newestLines(builds, store, streamName(categoryOf(queries), id), queries, request),
    reach,
    async hasReached(position, patienceMs) {
      const until = performance.now() + patienceMs;
      for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
        const reached = await reach();
        if (reached && reached !== 'rebuilding' && positionText(reached) >= positionText(position)) return true;
        if (performance.now() + wait > until) return false;
        await delay(wait);
      }
    },
    due: (index, until, limit) => dueBy(builds, index, until, limit),
    registered: (index, until, atLeast) => registeredBy(builds, store, index, until, atLeast),
    newest: (indexes, after, limit, also = []) => newestIn(builds, indexes, after, limit, also),
    settle: (index, due) => settleDue(builds, store, index, due),
  };
}

/** `absent` is before the first revision; without a build there is nothing to wait for. */
function isEnough(reading: Reading<Queries> | NotThere, minRevision: number): boolean {
  if (reading === 'absent') return minRevision === 0;
  return typeof reading === 'string' || reading.revision >= minRevision;
}
