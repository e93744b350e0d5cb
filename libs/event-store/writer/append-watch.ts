/**
 * While an append takes long: who waits behind it is `Busy` when its time is over, and who waits for the append itself is
 * notified in time that its outcome is unknown.
 */
import type { Command, Event } from '#domain/messages.js';
import { OutcomeUnknown } from '../port/errors.js';
import { type Answer, type Item, itemsOf } from './batch.js';
import type { StreamQueue } from './stream-queue.js';

const LOOK_EVERY_MS = 500;

type Watch = {
  look(): void;
  /** Where it stands among the others. */
  place: number;
};

/**
 * All appends of a writer that are under way, with one timer. In an array: a `Set` makes itself anew every hundred appends,
 * each of its tables leads to the next and keeps what was under way then, and the first that reaches V8's old generation
 * keeps all of them, and two thirds of what a charge allocates, until that is collected.
 */
export class AppendWatches {
  private readonly watches: Watch[] = [];
  private timer: NodeJS.Timeout | undefined;

  add(watch: Watch): void {
    watch.place = this.watches.push(watch) - 1;
    this.timer ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  /** One that was added, once. The last takes its place. */
  delete(watch: Watch): void {
    const last = this.watches.pop();
    if (last === undefined || last === watch) return;
    this.watches[watch.place] = last;
    last.place = watch.place;
  }

  private look(): void {
    for (const watch of this.watches) watch.look();
    if (this.watches.length > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

export class AppendWatch<State, C extends Command, E extends Event> {
  place = 0;
  private readonly sentAt = performance.now();
  private isGivenUp = false;

  /** `answers` are all of the batch, `given` those that rest on the append alone. */
  constructor(
    private readonly queue: StreamQueue<State, C, E>,
    private readonly answers: readonly Answer<State, C, E>[],
    private readonly given: readonly Answer<State, C, E>[],
    private readonly settleWithinMs: number,
  ) {}

  /** Those that are to be decided again where nothing was written: all who were not notified. */
  get undecided(): readonly Item<State, C, E>[] {
    const notified = this.isGivenUp ? this.recorded() : undefined;
    return itemsOf(this.answers).filter((item) => !notified?.has(item));
  }

  look(): void {
    const inAppend = this.recorded();
    this.queue.expire();
    this.queue.inTime(itemsOf(this.answers).filter((item) => !inAppend.has(item)));
    this.isGivenUp ||= performance.now() > this.sentAt + this.settleWithinMs;
    if (this.isGivenUp) for (const item of inAppend) item.reject(new OutcomeUnknown(this.queue.lostTo));
  }

  /** Whose answer would be that something was recorded. */
  private recorded(): ReadonlySet<Item<State, C, E>> {
    return new Set(itemsOf(this.given.filter(({ isRecorded }) => isRecorded)));
  }
}
