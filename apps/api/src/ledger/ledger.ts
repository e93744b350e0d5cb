/** The way to every stream: the same calls for accounts, the catalogue, the test clock and whatever comes next. */
import type { Command, Event, Instant } from '#domain/messages.js';
import { type Clock, realClock, startedTestClock } from '#event-store/clock.js';
import type { EventStore } from '#event-store/port/event-store.js';
import type { Ends, Execution, Request, Writer } from '#event-store/writer/execute-command.js';
import { type WatchedFinality, watchFinality } from '#event-store/writer/finality.js';
import { type Kind, TEST_CLOCK } from './aggregates.js';

export class Ledger {
  private readonly writers = new Map<string, Writer<unknown, Command, Event>>();
  /** The time of every decision: the real one, or that of the deployment's test clock. */
  readonly clock: Clock;

  private readonly finality: WatchedFinality;

  constructor(
    private readonly store: EventStore,
    readonly hasTestClock: boolean,
  ) {
    this.finality = watchFinality(store);
    this.clock = hasTestClock ? startedTestClock(this.of(TEST_CLOCK), store) : realClock;
  }

  /** Resolves once the command's events are on disk; `Writer` says what it rejects with. */
  execute<State, C extends Command, E extends Event>(
    kind: Kind<State, C, E>,
    id: string,
    request: Request<C>,
  ): Promise<Execution<State, E>> {
    return this.of(kind).execute(id, request);
  }

  /** As `execute`, with the ends of a promise in its place: see `Writer`. */
  submit<State, C extends Command, E extends Event>(
    kind: Kind<State, C, E>,
    id: string,
    request: Request<C>,
    ends: Ends<Execution<State, E>>,
  ): void {
    this.of(kind).submit(id, request, ends);
  }

  /** Looks at a state as it is now, with all that anyone appended before the call. */
  query<State, C extends Command, E extends Event, T>(
    kind: Kind<State, C, E>,
    id: string,
    view: (state: State, now: Instant) => T,
  ): Promise<T> {
    return this.of(kind).query(id, view);
  }

  /** Resolves when all that was requested has been answered. */
  async close(): Promise<void> {
    await Promise.all([...this.writers.values()].map((writer) => writer.close()));
    this.finality.close();
  }

  of<State, C extends Command, E extends Event>(kind: Kind<State, C, E>): Writer<State, C, E> {
    const known = this.writers.get(kind.name) as unknown as Writer<State, C, E> | undefined;
    if (known) return known;
    const writer = kind.createWriter(this.store, () => this.clock(), this.finality);
    this.writers.set(kind.name, writer);
    return writer;
  }
}
