/** A log in memory with a catch-up subscription, for specs of the runner. */
import { randomUUID } from 'node:crypto';
import type { AccountEvent } from '#domain/account/events.js';
import type { Position } from '#event-store/port/event-store.js';
import { streamName } from '#event-store/port/streams.js';
import { type ProjectedAggregate, contentsOf, projectedAccount } from '../projector/aggregates.js';
import type { LogIdentity } from '../projector/log-identity.js';
import type { Arrival, Arrived, History, Source } from '../projector/source.js';

export class MemoryLog {
  private readonly all: Arrived[] = [];
  private readonly lengths = new Map<string, number>();
  private waiting: (() => void)[] = [];

  /** `first`: what its first event goes by. */
  constructor(private readonly first = 'the log') {}

  readonly identity: LogIdentity = {
    first: () => Promise.resolve(this.first),
    has: ({ stream, streamRevision, id }) =>
      Promise.resolve(
        this.all.some((each) => each.stream === stream && each.streamRevision === streamRevision && each.id === id),
      ),
  };

  /** As a backup of it has it, taken after so many events. */
  setBack(length: number): void {
    this.all.length = length;
    this.lengths.clear();
    for (const { stream, streamRevision } of this.all) this.lengths.set(stream, streamRevision + 1);
  }

  append(accountId: string, events: readonly AccountEvent[]): Position | null {
    return this.appendTo(projectedAccount, accountId, events);
  }

  appendTo<Event extends { readonly revision: number }>(
    aggregate: ProjectedAggregate<Event>,
    id: string,
    events: readonly Event[],
  ): Position | null {
    const stream = streamName(aggregate.category, id);
    for (const event of events) {
      const streamRevision = this.lengths.get(stream) ?? 0;
      this.lengths.set(stream, streamRevision + 1);
      const at = BigInt(this.all.length * 100 + 7);
      const place = { stream, streamRevision, id: randomUUID(), position: { commit: at, prepare: at } };
      this.all.push({ ...place, ...contentsOf(aggregate, event) });
    }
    for (const wake of this.waiting.splice(0)) wake();
    return this.end;
  }

  get end(): Position | null {
    return this.all.at(-1)?.position ?? null;
  }

  get history(): History {
    const { all } = this;
    return async function* (stream, after) {
      yield* all.filter((each) => each.stream === stream && each.streamRevision > after);
    };
  }

  /** `redelivers`: every so many events, the one before comes again. `catchesUpAt`: after so many, not after those that there are. */
  source({ redelivers = Infinity, isBlocked = () => false, catchesUpAt }: Trouble = {}): Source {
    const { all } = this;
    const arrival = async (signal: AbortSignal) => {
      let wake = () => {};
      const arrived = new Promise<void>((resolve) => (wake = resolve));
      this.waiting.push(wake);
      signal.addEventListener('abort', wake, { once: true });
      await arrived;
      signal.removeEventListener('abort', wake);
    };
    return async function* (after, signal): AsyncGenerator<Arrival, void, void> {
      let next = after === null ? 0 : all.findIndex((each) => each.position.commit > after.commit);
      if (next < 0) next = all.length;
      const end = catchesUpAt ?? all.length;
      while (!signal.aborted) {
        if (next === end) yield { kind: 'caughtUp' };
        const arrived = isBlocked(next) ? undefined : all[next];
        if (!arrived) {
          await arrival(signal);
          continue;
        }
        if (next > 0 && next % redelivers === 0) yield { kind: 'event', arrived: all[next - 1] ?? arrived };
        yield { kind: 'event', arrived };
        next++;
      }
    };
  }
}

type Trouble = {
  readonly redelivers?: number;
  readonly isBlocked?: (nth: number) => boolean;
  readonly catchesUpAt?: number;
};
