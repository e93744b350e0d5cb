import type { LoggedEvent } from './recorded-event.js';

/** A row of the tables that is to be written. */
export interface Write {
  /** Tables have keys of different kinds; a row's key is of its table's. */
  readonly table: { put(key: never, value: Buffer): Promise<boolean> };
  readonly key: unknown;
  readonly value: Buffer;
}

export interface TailEvent extends LoggedEvent {
  readonly streamNumber: number;
  readonly revision: number;
}

/** Events that became durable together, and the rows that change beside those that lead to them. */
export interface Staged {
  readonly events: TailEvent[];
  readonly writes: Write[];
}

export const nothingStaged = (): Staged => ({ events: [], writes: [] });

/** Events between two positions without a gap. */
class Generation {
  readonly events: TailEvent[] = [];
  readonly writes: Write[] = [];
  readonly byStream = new Map<number, TailEvent[]>();
  bytes = 0;

  add({ events, writes }: Staged): void {
    for (const write of writes) this.writes.push(write);
    for (const event of events) {
      this.events.push(event);
      this.bytes += event.record.length;
      const ofStream = this.byStream.get(event.streamNumber);
      if (ofStream) ofStream.push(event);
      else this.byStream.set(event.streamNumber, [event]);
    }
  }

  at(position: number): TailEvent | undefined {
    const first = this.events[0];
    return first && this.events[position - first.position];
  }
}

/**
 * What is durable in the segments and not in the tables yet, in memory: at most two generations, the one that is being
 * moved into the tables and the one that takes what comes in meanwhile.
 */
export class Tail {
  private moving: Generation | undefined;
  private growing = new Generation();

  add(staged: Staged): void {
    this.growing.add(staged);
  }

  get bytes(): number {
    return this.growing.bytes + (this.moving?.bytes ?? 0);
  }

  get isEmpty(): boolean {
    return this.bytes === 0;
  }

  at(position: number): TailEvent | undefined {
    return this.moving?.at(position) ?? this.growing.at(position);
  }

  /** The stream's events in the tail, by revision. */
  ofStream(streamNumber: number): readonly TailEvent[] {
    const older = this.moving?.byStream.get(streamNumber) ?? [];
    const newer = this.growing.byStream.get(streamNumber) ?? [];
    return older.length === 0 ? newer : newer.length === 0 ? older : [...older, ...newer];
  }

  /** Everything in the tail, in the order of positions. */
  *all(): Generator<TailEvent> {
    if (this.moving) yield* this.moving.events;
    yield* this.growing.events;
  }

  /** What to move next: again the same until `moved` is called. */
  startMoving(): { readonly staged: Staged; readonly lastPosition: number } {
    if (!this.moving) {
      this.moving = this.growing;
      this.growing = new Generation();
    }
    const { events, writes } = this.moving;
    return { staged: { events, writes }, lastPosition: (events[events.length - 1] as TailEvent).position };
  }

  moved(): void {
    this.moving = undefined;
  }
}
