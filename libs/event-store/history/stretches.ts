/**
 * Stretches of streams that were read lately, each from its waypoint on. Whoever asks for several things of one stretch, or
 * at the same time as others, has it read once. What is kept stays true: a log only grows.
 */
import { LRUCache } from 'lru-cache';
import type { Event } from '#domain/messages.js';
import { type EntryReader, type KnownEnd, NOWHERE } from './entry-reader.js';
import type { Folding } from './loaded-stream.js';
import { Packer } from './packer.js';
import { Stretch } from './stretch.js';
import { type Waypoint, type Waypoints, waypointsBefore } from './waypoints.js';

/** Room for some 200,000 entries of charges, most of it outside V8's heap. */
const LIMITS = {
  keptBytes: 32 * 1024 * 1024,
  /** So many, those that were asked for last, are kept as objects. */
  open: 12,
};
/** Names of those that were let go; who comes back is packed instead, which costs as much as half a reading. */
const REMEMBERED = 4_096;
/** A waypoint further back than so many is not near: a snapshot may be. */
const MOST_BACK = 2;

type Reading<State, E extends Event> = Promise<Stretch<State, E> | null>;

export class Stretches<State, E extends Event> {
  /** By the number of the waypoint that they begin with. Those who ask for one that is being read wait for the same. */
  private readonly kept: LRUCache<string, Stretch<State, E>>;
  private readonly packer: Packer<E>;
  private readonly open: LRUCache<string, Stretch<State, E>>;
  private readonly looking = new Map<string, Promise<readonly Waypoint<State>[]>>();
  private readonly letGo = new LRUCache<string, true>({ max: REMEMBERED });

  constructor(
    private readonly waypoints: Waypoints<State>,
    private readonly folding: Folding<State, E>,
    private readonly readerOf: (id: string) => EntryReader<E>,
    { keptBytes, open } = LIMITS,
  ) {
    this.kept = new LRUCache({ maxSize: keptBytes });
    this.open = new LRUCache({
      max: open,
      dispose: (stretch, name, reason) => {
        if (reason === 'evict') setImmediate(() => this.close(name, stretch));
      },
    });
    this.packer = new Packer(folding);
  }

  /** The stretch that the entry of a revision lies in, read `upTo` a revision where there is one; null where no waypoint is near. */
  async to(id: string, revision: number, upTo = revision): Reading<State, E> {
    const stretch = this.known(id, revision) ?? (await this.begin(id, revision));
    if (!stretch) return null;
    const name = nameOf(id, stretch.start);
    try {
      await stretch.reach(upTo);
      this.keep(name, stretch);
      this.open.set(name, stretch);
      return stretch;
    } catch (error) {
      this.kept.delete(name);
      this.open.delete(name);
      throw error;
    }
  }

  /** Of 257 to 512 e.g. it is the waypoint at 256, or where another event ends there the one before. */
  private known(id: string, revision: number): Stretch<State, E> | undefined {
    const number = waypointsBefore(revision - 1);
    const near = this.kept.get(`${number} ${id}`);
    if (near && near.start.revision < revision) return near;
    const before = this.kept.get(`${number - 1} ${id}`);
    return before && (near !== undefined || before.revision >= revision) ? before : undefined;
  }

  /** Where there is no room left, what nobody asked for twice is let go. */
  private close(name: string, stretch: Stretch<State, E>): void {
    if (this.open.has(name) || this.kept.peek(name) !== stretch) return;
    const hasRoom = this.kept.calculatedSize + stretch.bytes <= this.kept.maxSize;
    if (hasRoom || this.letGo.has(name)) {
      stretch.pack();
      this.keep(name, stretch);
    } else {
      this.kept.delete(name);
      this.letGo.set(name, true);
    }
  }

  /** The cache takes another size with another value only, so that the old one goes first. */
  private keep(name: string, stretch: Stretch<State, E>): void {
    this.kept.delete(name);
    this.kept.set(name, stretch, { size: stretch.bytes });
  }

  private async begin(id: string, revision: number): Reading<State, E> {
    const number = waypointsBefore(revision - 1);
    const waypoints = await this.near(id, number);
    const start = waypoints.find((waypoint) => waypoint.revision < revision) ?? {
      ...NOWHERE,
      number: 0,
      state: this.folding.aggregate.initialState,
      recordedAt: undefined,
      sums: undefined,
    };
    if (start.number < number - MOST_BACK) return null;
    const name = nameOf(id, start);
    const known = this.kept.get(name);
    if (known) return known;
    const { evolveAll } = this.folding.aggregate;
    const stretch = new Stretch(start, densityOf(waypoints), this.readerOf(id), evolveAll, this.packer);
    this.keep(name, stretch);
    return stretch;
  }

  /** Those who look for waypoints of the same number at the same time have them read once. */
  private near(id: string, number: number): Promise<readonly Waypoint<State>[]> {
    const name = `${number} ${id}`;
    const known = this.looking.get(name);
    if (known) return known;
    const found = this.waypoints.upTo(id, number).finally(() => this.looking.delete(name));
    this.looking.set(name, found);
    return found;
  }
}

const nameOf = (id: string, { number }: { readonly number: number }): string => `${number} ${id}`;

/** Entries an event, as far as the last waypoints tell. */
function densityOf([last, before = NOWHERE]: readonly KnownEnd[]): number | undefined {
  return last && (last.revision - before.revision) / (last.streamRevision - before.streamRevision);
}
