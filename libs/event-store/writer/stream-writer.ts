/**
 * The writer of one stream. It takes all that waits and carries it out in steps: load, decide, propose, append, settle,
 * answer. While an append is in flight the next commands gather. See README.md for what is promised to whom.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, Event, Instant } from '#domain/messages.js';
import type { StreamHistory } from '../history/history.js';
import type { Loader } from '../history/loader.js';
import { type LoadedStream, expectedRevision } from '../history/loaded-stream.js';
import type { WaypointKeeper } from '../history/waypoint-keeper.js';
import { StoreUnavailable, TooMuchAtOnce } from '../port/errors.js';
import { AppendWatch, type AppendWatches } from './append-watch.js';
import { type Answer, CommandItem, type DecidedBatch, type Item, itemsOf } from './batch.js';
import { decideBatch } from './decide-batch.js';
import type { WriterLimits, WriterOptions } from './execute-command.js';
import type { Fence } from './fence.js';
import { HeldMemory } from './held-memory.js';
import { lookUp, untilCertain } from './lookups.js';
import type { NextTurn } from './next-turn.js';
import { type Proposal, propose, split } from './propose.js';
import { settleAppend } from './settle-append.js';
import { SettledAnswers } from './settled-answers.js';
import { StreamKeys } from './stream-keys.js';
import { StreamQueue } from './stream-queue.js';
import { takeIn } from './take-in.js';

export type WriterContext<State, C extends Command, E extends Event> = WriterOptions<State, C, E> & {
  readonly limits: WriterLimits;
  readonly loader: Loader<State, E>;
  readonly history: StreamHistory<State, E>;
  readonly fence: Fence;
  readonly keeper?: WaypointKeeper<State, E> | undefined;
  readonly nextTurn: NextTurn;
  readonly watches: AppendWatches;
  /** Ends what nobody waits for any more. */
  readonly signal: AbortSignal;
};

/** Waits at most this long after the n-th conflict of a batch, n times. */
const CONFLICT_JITTER_MS = 8;
const NONE = Promise.resolve([]);

export class StreamWriter<State, C extends Command, E extends Event> {
  /** What the cache keeps of it: what it took when it was last weighed, and whether it was used since it was looked at. */
  readonly cached = { bytes: 0, isUsed: false };
  private readonly queue: StreamQueue<State, C, E>;
  private readonly keys: StreamKeys<State, C, E>;
  private readonly memory = new HeldMemory();
  private loaded: LoadedStream<State> | undefined;
  private isRunning = false;
  private readonly settled = new SettledAnswers<State, C, E>();

  constructor(
    private readonly context: WriterContext<State, C, E>,
    readonly id: string,
    private readonly onIdle: (stream: StreamWriter<State, C, E>) => void,
  ) {
    this.queue = new StreamQueue(context.limits);
    this.keys = new StreamKeys(context.loader, context.history);
  }

  /** Throws `QueueFull`. */
  add(item: Item<State, C, E>): void {
    this.queue.add(item);
    this.start();
  }

  /** All of it is in the log. */
  get state(): State | undefined {
    return this.loaded?.state;
  }

  get isIdle(): boolean {
    return !this.isRunning && this.queue.length === 0 && this.queue.lookupCount === 0;
  }

  /** Roughly what is held in memory: see held-memory.ts. */
  get bytes(): number {
    return this.memory.of(this.loaded);
  }

  private start(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    // What else arrives in this turn of the event loop joins the same batch.
    this.context.nextTurn.add(() => void this.run());
  }

  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      const batch = { undecided: this.queue.take(this.context.limits.commandsPerBatch) };
      try {
        await this.decideAndAppend(batch);
      } catch (error) {
        this.loaded = undefined;
        if (error instanceof StoreUnavailable) this.context.finality?.lost();
        this.queue.reject(batch.undecided, error);
      }
    }
    this.isRunning = false;
    // Who is answered may submit the next command at once.
    this.settled.give();
    this.keys.readAhead(this.loaded);
    if (this.queue.lookupCount === 0) this.onIdle(this);
  }

  /** Decides, and decides afresh what an append came to nothing for, until the whole batch is settled. */
  private async decideAndAppend(batch: { undecided: readonly Item<State, C, E>[] }): Promise<void> {
    let isFresh = this.loaded === undefined;
    const stream = (this.loaded ??= await this.answered(this.context.loader.load(this.id)));
    for (let attempt = 1; ; attempt++) {
      batch.undecided = this.queue.inTime(batch.undecided, attempt);
      if (batch.undecided.length === 0) return;
      if (!this.keys.areKnown(stream, batch.undecided)) await this.answered(this.keys.provide(stream, batch.undecided));
      const reading = this.context.clock();
      const now = typeof reading === 'string' ? reading : await this.answered(reading);
      const decided = this.decide(stream, batch.undecided, now);
      batch.undecided = itemsOf(decided.answers);
      if (batch.undecided.length === 0) return;

      if (decided.events.length > 0) {
        batch.undecided = await this.append(stream, decided);
        if (batch.undecided.length === 0) return;
        await sleep(Math.random() * CONFLICT_JITTER_MS * attempt);
        await this.catchUp(stream);
      } else if (isFresh || (await this.catchUp(stream)) === 0) {
        // No append has proved that these answers rest on the newest state: a read has.
        this.settleAsRead(decided.answers);
        return;
      }
      isFresh = true;
    }
  }

  /** At a time that is never before what is recorded already. */
  private decide(
    stream: LoadedStream<State>,
    items: readonly Item<State, C, E>[],
    reading: Instant,
  ): DecidedBatch<State, C, E> {
    const { aggregate, history } = this.context;
    const now = reading > stream.recordedAt ? reading : stream.recordedAt;
    const decided = decideBatch(aggregate, stream, items, now);
    for (const { item, lookup } of decided.lookups)
      void this.lookUpFor(item, () =>
        lookup.kind === 'filters' ? this.keys.read(stream).then(() => false) : lookUp(history, stream, item, lookup),
      );
    return decided;
  }

  /** Nothing that is proposed where the first command that writes anything is too large. */
  private propose(stream: LoadedStream<State>, decided: DecidedBatch<State, C, E>): Proposal<E> | undefined {
    try {
      return propose(this.context, stream, decided);
    } catch (error) {
      if (!(error instanceof TooMuchAtOnce)) throw error;
      const tooLarge = decided.answers.find(({ events }) => events > 0);
      tooLarge?.item.reject(error);
      // The others are decided without it.
      this.queue.putBack(itemsOf(decided.answers.filter((each) => each !== tooLarge)));
      return undefined;
    }
  }

  /**
   * Resolves once the append is settled, with those that are to be decided again because nothing was written. No `async`
   * function: what is kept of one while it waits is as large as what this comes to.
   */
  private append(
    stream: LoadedStream<State>,
    decided: DecidedBatch<State, C, E>,
  ): Promise<readonly Item<State, C, E>[]> {
    const { limits, nextTurn, watches } = this.context;
    const proposal = this.propose(stream, decided);
    if (!proposal) return NONE;
    const { given, waiting } = split(decided.answers, proposal, decided.events.length);
    const watch = new AppendWatch(this.queue, decided.answers, given, limits.settleWithinMs);
    const isInLog = this.send(stream, proposal);
    watches.add(watch);
    // The client's bytes leave at the end of the turn after this one.
    if (!this.settled.isEmpty) nextTurn.add(() => nextTurn.add(() => this.settled.give()));
    const settled = (isIn: boolean) => {
      watches.delete(watch);
      if (!isIn) return watch.undecided;
      this.queue.lostTo = undefined;
      this.queue.putBack(itemsOf(waiting));
      this.takeIn(stream, proposal, decided);
      this.settled.add(given);
      return [];
    };
    return isInLog.then(settled, (error: unknown) => {
      watches.delete(watch);
      throw error;
    });
  }

  private takeIn(stream: LoadedStream<State>, proposal: Proposal<E>, decided: DecidedBatch<State, C, E>): void {
    const { aggregate, loader, keeper } = this.context;
    const { revision } = stream;
    loader.passed(stream, takeIn(aggregate, stream, proposal, decided));
    keeper?.passed(this.id, revision, stream.revision);
  }

  private send(stream: LoadedStream<State>, { proposed }: Proposal<E>): Promise<boolean> {
    const sending = { stream: stream.stream, events: proposed, expected: expectedRevision(stream) };
    return settleAppend(this.context, sending, (cause) => {
      this.queue.lostTo = cause;
      this.context.finality?.lost();
    });
  }

  /** Returns how many events others had appended. */
  private catchUp(stream: LoadedStream<State>): Promise<number> {
    return this.answered(this.context.loader.readTail(stream));
  }

  /** A refusal may have to wait until it would be final: then it is decided afresh. */
  private settleAsRead(answers: readonly Answer<State, C, E>[]): void {
    const doubt = this.context.finality?.doubt();
    if (!doubt) return this.settled.add(answers);
    for (const { item } of answers)
      if (item instanceof CommandItem) void this.lookUpFor(item, () => untilCertain(doubt, item.decideBy));
    this.settled.add(answers.filter(({ item }) => !(item instanceof CommandItem)));
  }

  /** Nobody whose answer is settled waits for what is read meanwhile. */
  private answered<T>(reading: Promise<T>): Promise<T> {
    this.settled.give();
    return reading;
  }

  /** The others go on while it waits; then it comes first in the queue, unless the lookup has answered it. */
  private async lookUpFor(item: CommandItem<State, C, E>, isAnswered: () => Promise<boolean>): Promise<void> {
    this.queue.lookupCount++;
    try {
      if (!(await isAnswered())) {
        this.queue.putBack([item]);
        this.start();
      }
    } catch (error) {
      item.reject(error);
    } finally {
      this.queue.lookupCount--;
      if (!this.isRunning && this.queue.lookupCount === 0) this.onIdle(this);
    }
  }
}
