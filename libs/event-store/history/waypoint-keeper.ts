/** Has waypoints written, behind the backs of those who write: one stream after the other, by folding what was recorded since. */
import type { Event } from '#domain/messages.js';
import type { ExpectedRevision } from '../port/event-store.js';
import type { EntryReader } from './entry-reader.js';
import { type KeyGroup, type KeyIndex, WAYPOINTS_PER_GROUP } from './key-index.js';
import type { Folding } from './loaded-stream.js';
import type { RunningSums } from './running-sums.js';
import { WayOn } from './way-on.js';
import { type Waypoints, waypointsBefore } from './waypoints.js';

const CLOSES_WITHIN_MS = 1_000;

export class WaypointKeeper<State, E extends Event> {
  private readonly due = new Set<string>();
  private running: Promise<void> | undefined;
  private endsBy = Infinity;

  constructor(
    private readonly waypoints: Waypoints<State>,
    private readonly aggregate: Pick<Folding<State, E>['aggregate'], 'initialState' | 'evolveAll' | 'pack'>,
    private readonly sums: RunningSums<unknown, E>,
    private readonly index: KeyIndex,
    private readonly readerOf: (id: string) => EntryReader<E>,
  ) {}

  /** To be called for what was appended: entries after `before`, up to `revision`. */
  passed(id: string, before: number, revision: number): void {
    if (waypointsBefore(before) === waypointsBefore(revision)) return;
    this.due.add(id);
    this.running ??= this.run();
  }

  /** Writes what is due, unless that takes long: then whoever passes the next has more to fold. */
  async close(): Promise<void> {
    this.endsBy = performance.now() + CLOSES_WITHIN_MS;
    await this.running;
  }

  private async run(): Promise<void> {
    for (const id of this.due) {
      if (performance.now() > this.endsBy) return;
      this.due.delete(id);
      // Nothing depends on a waypoint: one that could not be written is written by whoever passes the next.
      await this.goOn(id).catch(() => {});
    }
    this.running = undefined;
  }

  private async keysOf(id: string, group: number): Promise<KeyGroup | null> {
    const last = WAYPOINTS_PER_GROUP * group;
    const waypoints = await this.waypoints.between(id, last - WAYPOINTS_PER_GROUP + 1, last);
    const end = waypoints[WAYPOINTS_PER_GROUP - 1];
    return end ? { revision: end.landmark.place.revision, keys: waypoints.map(({ keys }) => keys) } : null;
  }

  private async goOn(id: string): Promise<void> {
    const last = await this.waypoints.last(id);
    let end: ExpectedRevision = last ? last.at : 'no_stream';
    const way = new WayOn(this.aggregate, this.sums, last?.landmark);
    for await (const event of this.readerOf(id).events(way.place.streamRevision + 1)) {
      way.take(event);
      if (waypointsBefore(event.last) === way.number) continue;
      const written = await this.waypoints.write(id, way.finished(event), end);
      if (written === false || performance.now() > this.endsBy) return;
      end = written;
      const { number } = way;
      if (number % WAYPOINTS_PER_GROUP === 0)
        await this.index.extend(id, number / WAYPOINTS_PER_GROUP, (group) => this.keysOf(id, group));
    }
  }
}
