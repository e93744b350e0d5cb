/**
 * The queue of one stream and what empties it: take all that waits, decide it in order, append once, answer. While an
 * append is in flight the next commands gather. See README.md for what is promised to whom.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, Event, Instant } from '#domain/messages.js';
import { findOut, over } from './lookups.js';
import { type Answer, type CommandItem, type Decided, type Item, decideBatch } from './batch.js';
import { Busy, OutcomeUnknown, QueueFull, StoreUnavailable, TooMuchAtOnce } from '../port/errors.js';
import type { WriterLimits, WriterOptions } from './execute-command.js';
import type { Fence } from './fence.js';
import { HeldMemory } from './held-memory.js';
import type { History } from '../history/history.js';
import { type Loaded, expectedRevision } from '../history/loaded-stream.js';
import type { Loader } from '../history/loader.js';
import { type Proposal, propose, split, takeIn } from './propose.js';
import { settleAppend } from './settle-append.js';

export type WriterContext<State, C extends Command, E extends Event> = WriterOptions<State, C, E> & {
  readonly limits: WriterLimits;
  readonly loader: Loader<State>;
  readonly history: History<State, E>;
  readonly fence: Fence;
  /** Ends what nobody waits for any more. */
  readonly signal: AbortSignal;
};

export type StreamWriter<State, C extends Command, E extends Event> = {
  /** Throws `QueueFull`. */
  add(item: Item<State, C, E>): void;
  readonly isIdle: boolean;
  /** Roughly what is held in memory: see held-memory.ts. */
  readonly bytes: number;
};

/** Waits at most this long after the n-th conflict of a batch, n times. */
const CONFLICT_JITTER_MS = 8;
/** While an append takes long, those that wait are told in time that they wait in vain. */
const EXPIRE_EVERY_MS = 500;

export function createStreamWriter<State, C extends Command, E extends Event>(
  context: WriterContext<State, C, E>,
  id: string,
  onIdle: () => void,
): StreamWriter<State, C, E> {
  const { aggregate, limits, loader, history, finality } = context;
  const queue: Item<State, C, E>[] = [];
  let loaded: Loaded<State> | undefined;
  let isRunning = false;
  let asideCount = 0;
  /** Why the last append that had no answer had none, until one is settled. */
  let lostTo: Error | undefined;
  let unanswered: Answer<State, C, E>[] = [];
  const memory = new HeldMemory();

  function start(): void {
    if (isRunning) return;
    isRunning = true;
    // What else arrives in this turn of the event loop joins the same batch.
    setImmediate(() => void run());
  }

  async function run(): Promise<void> {
    while (queue.length > 0) await carryOut(queue.splice(0, limits.commandsPerBatch));
    answer();
    isRunning = false;
    if (asideCount === 0) onIdle();
  }

  /** Answers whose appends are settled wait until the next append is on its way, so that the log never waits for them. */
  function answer(): void {
    const settled = unanswered;
    unanswered = [];
    for (const { give } of settled) give();
  }

  async function carryOut(batch: readonly Item<State, C, E>[]): Promise<void> {
    let undecided = batch;
    try {
      let isFresh = false;
      if (!loaded) {
        answer();
        loaded = await loader.load(id);
        isFresh = true;
      }
      for (let attempt = 1; ; attempt++) {
        undecided = inTime(undecided, attempt);
        if (undecided.length === 0) return;
        if (!loaded.filters && undecided.some(hasKey)) {
          answer();
          await loader.loadFilters(loaded);
        }
        const decided: Decided<State, C, E> = decideBatch(aggregate, loaded, undecided, await now(loaded));
        for (const { item, need } of decided.aside) void goAside(item, () => findOut(history, id, item, need));
        undecided = itemsOf(decided.answers);
        if (undecided.length === 0) return;

        if (decided.events.length > 0) {
          const left = await append(loaded, decided);
          if (left.length === 0) return;
          undecided = left;
          await sleep(Math.random() * CONFLICT_JITTER_MS * attempt);
          await isUpToDate(loaded);
        } else if (isFresh || (await isUpToDate(loaded))) {
          // No append has proved that these answers rest on the newest state: a read has.
          giveAsRead(decided.answers);
          return;
        }
        isFresh = true;
      }
    } catch (error) {
      loaded = undefined;
      if (error instanceof StoreUnavailable) finality?.lost();
      // Those that went aside or back to the queue are not lost: they must not be told so.
      const waiting = new Set(queue);
      for (const item of undecided) if (!waiting.has(item)) item.reject(error);
    }
  }

  async function isUpToDate(state: Loaded<State>): Promise<boolean> {
    answer();
    return (await loader.readTail(state)) === 0;
  }

  /** A refusal may have to wait until it would be final: then it is decided afresh. */
  function giveAsRead(answers: readonly Answer<State, C, E>[]): void {
    const doubt = finality?.doubt();
    for (const each of answers) {
      const { item } = each;
      if (doubt && 'request' in item) void goAside(item, () => over(doubt, item.decideBy));
      else unanswered.push(each);
    }
  }

  /** Returns once the append is settled, with those that are to be decided again because nothing was written. */
  async function append(to: Loaded<State>, decided: Decided<State, C, E>): Promise<readonly Item<State, C, E>[]> {
    let proposal: Proposal<E>;
    try {
      proposal = propose(context, to, decided);
    } catch (error) {
      if (!(error instanceof TooMuchAtOnce)) throw error;
      // The first command that writes anything is too large: it goes, the others are decided without it.
      const tooLarge = decided.answers.find(({ events }) => events > 0);
      tooLarge?.item.reject(error);
      queue.unshift(...decided.answers.filter((each) => each !== tooLarge).map(({ item }) => item));
      return [];
    }
    const { given, waiting } = split(decided.answers, proposal, decided.events.length);
    const sending = { stream: to.stream, events: proposal.proposed, expected: expectedRevision(to) };
    const sentAt = performance.now();
    const settling = settleAppend(context, sending, (cause) => {
      lostTo = cause;
      finality?.lost();
    });
    // The client's bytes leave at the end of the turn after this one.
    setImmediate(() => setImmediate(answer));
    const recorded = () => new Set(itemsOf(given.filter(({ isRecorded }) => isRecorded)));
    let areTold = false;
    const expiring = setInterval(() => {
      const inIt = recorded();
      queue.splice(0, queue.length, ...inTime(queue, 1));
      inTime(
        itemsOf(decided.answers).filter((item) => !inIt.has(item)),
        1,
      );
      areTold ||= performance.now() > sentAt + limits.settleWithinMs;
      if (areTold) for (const item of inIt) item.reject(new OutcomeUnknown(lostTo));
    }, EXPIRE_EVERY_MS);
    try {
      if (!(await settling)) {
        const told = areTold ? recorded() : undefined;
        return itemsOf(decided.answers).filter((item) => !told?.has(item));
      }
    } finally {
      clearInterval(expiring);
    }
    lostTo = undefined;
    queue.unshift(...itemsOf(waiting));
    for (const chunk of takeIn(aggregate, to, proposal, decided)) loader.keep(to, chunk);
    unanswered.push(...given);
    return [];
  }

  /** The time of the next decision: never before what is recorded already. */
  async function now({ recordedAt }: Loaded<State>): Promise<Instant> {
    const reading = context.clock();
    if (typeof reading !== 'string') answer();
    const at = typeof reading === 'string' ? reading : await reading;
    return at > recordedAt ? at : recordedAt;
  }

  function inTime(items: readonly Item<State, C, E>[], attempt: number): readonly Item<State, C, E>[] {
    const time = performance.now();
    return items.filter((item) => {
      if (item.decideBy > time && attempt <= limits.attempts) return true;
      item.reject(new Busy(undefined, lostTo));
      return false;
    });
  }

  /** What a command waits for while the others go on: then it comes first in the queue, unless that has answered it. */
  async function goAside(item: CommandItem<State, C, E>, isAnswered: () => Promise<boolean>): Promise<void> {
    asideCount++;
    try {
      if (!(await isAnswered())) {
        queue.unshift(item);
        start();
      }
    } catch (error) {
      item.reject(error);
    } finally {
      asideCount--;
      if (!isRunning && asideCount === 0) onIdle();
    }
  }

  return {
    add(item) {
      if (queue.length + asideCount >= limits.queueLength) throw new QueueFull();
      queue.push(item);
      start();
    },
    get isIdle() {
      return !isRunning && queue.length === 0 && asideCount === 0;
    },
    get bytes() {
      return memory.of(loaded);
    },
  };
}

const itemsOf = <State, C extends Command, E extends Event>(answers: readonly Answer<State, C, E>[]) =>
  answers.map(({ item }) => item);

const hasKey = (item: object): boolean =>
  'request' in item && (item as CommandItem<unknown, Command, Event>).request.origin.key !== undefined;
