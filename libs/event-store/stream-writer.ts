/**
 * The queue of one stream and what empties it: take all that waits, decide it in order, append once, answer. While an
 * append is in flight the next commands gather. See README.md for what is promised to whom.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, Event, Instant } from '#domain/messages.js';
import { findOut } from './aside.js';
import { type Answer, type CommandItem, type Decided, type Item, type Need, decideBatch } from './batch.js';
import { AppendRejected, Busy, OutcomeUnknown, QueueFull } from './errors.js';
import type { WriterLimits, WriterOptions } from './execute-command.js';
import { HeldMemory } from './held-memory.js';
import type { History } from './history.js';
import { type Loaded, advance, expectedRevision } from './loaded-stream.js';
import { hashKey } from './keys.js';
import type { Loader } from './loader.js';
import { type Proposal, propose, split } from './propose.js';
import { settleAppend } from './settle-append.js';

export type WriterContext<State, C extends Command, E extends Event> = WriterOptions<State, C, E> & {
  readonly limits: WriterLimits;
  readonly loader: Loader<State>;
  readonly history: History<State, E>;
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
  const { aggregate, limits, store, loader, history } = context;
  const queue: Item<State, C, E>[] = [];
  let loaded: Loaded<State> | undefined;
  let isRunning = false;
  let asideCount = 0;
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
        for (const { item, need } of decided.aside) void pursue(item, need);
        undecided = decided.answers.map(({ item }) => item);
        if (undecided.length === 0) return;

        if (decided.events.length > 0) {
          if ((await append(loaded, decided)) === 'settled') return;
          await sleep(Math.random() * CONFLICT_JITTER_MS * attempt);
          await isUpToDate(loaded);
        } else if (isFresh || (await isUpToDate(loaded))) {
          // No append has proved that these answers rest on the newest state: a read has.
          unanswered.push(...decided.answers);
          return;
        }
        isFresh = true;
      }
    } catch (error) {
      loaded = undefined;
      // Those that went aside or back to the queue are not lost: they must not be told so.
      const waiting = new Set(queue);
      for (const item of undecided) if (!waiting.has(item)) item.reject(error);
    }
  }

  async function isUpToDate(state: Loaded<State>): Promise<boolean> {
    answer();
    return (await loader.readTail(state)) === 0;
  }

  async function append(to: Loaded<State>, decided: Decided<State, C, E>): Promise<'settled' | 'conflict'> {
    let proposal: Proposal<E>;
    try {
      proposal = propose(context, to, decided);
    } catch (error) {
      if (!(error instanceof AppendRejected)) throw error;
      // The first command that writes anything is too large: it goes, the others are decided without it.
      const tooLarge = decided.answers.find(({ events }) => events > 0);
      tooLarge?.item.reject(error);
      queue.unshift(...decided.answers.filter((each) => each !== tooLarge).map(({ item }) => item));
      return 'settled';
    }
    const { given, waiting } = split(decided.answers, proposal, decided.events.length);
    const settling = settleAppend(store, to.stream, proposal.proposed, expectedRevision(to), limits.settleWithinMs);
    // The client's bytes leave at the end of the turn after this one.
    setImmediate(() => setImmediate(answer));
    const expiring = setInterval(() => queue.splice(0, queue.length, ...inTime(queue, 1)), EXPIRE_EVERY_MS);
    const result = await settling.finally(() => clearInterval(expiring));
    if (result.outcome === 'conflict') return 'conflict';
    queue.unshift(...waiting.map(({ item }) => item));
    if (result.outcome === 'unknown') {
      loaded = undefined;
      queue.unshift(...given.filter(({ isRecorded }) => !isRecorded).map(({ item }) => item));
      for (const { item, isRecorded } of given) if (isRecorded) item.reject(new OutcomeUnknown(result.cause));
      return 'settled';
    }
    commit(to, proposal, decided);
    unanswered.push(...given);
    return 'settled';
  }

  function commit(to: Loaded<State>, { packed, events }: Proposal<E>, decided: Decided<State, C, E>): void {
    const recorded = decided.events.slice(0, events).flatMap((event) => aggregate.entriesOf(event));
    const first = recorded[0]?.revision ?? 0;
    const last = recorded.at(-1)?.revision ?? 0;
    // Facts that went ahead of their command end where no state is kept.
    const stateAtEnd = decided.states.get(last) ?? aggregate.evolveAll(to.state, recorded);
    const keyHash = (key: string) => decided.keyHashes.get(key) ?? hashKey(key);
    for (const [i, { event, hash }] of packed.entries()) {
      const next = packed[i + 1]?.event.revision ?? Infinity;
      const entries = recorded.slice(event.revision - first, next - first);
      const reached = entries.at(-1)?.revision ?? 0;
      const state = reached === last ? stateAtEnd : decided.states.get(reached);
      const chunk = advance(to, event, { entries, state, hash: () => hash, hashKey: keyHash });
      to.lastHash = hash;
      if (chunk) loader.keep(to, chunk);
    }
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
      item.reject(new Busy());
      return false;
    });
  }

  /** Reads what a command needs, aside from the queue, and puts it first in the queue; or answers it if it is a replay. */
  async function pursue(item: CommandItem<State, C, E>, need: Need): Promise<void> {
    asideCount++;
    try {
      if (!(await findOut(history, id, item, need, { end: loaded, limits }))) {
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

const hasKey = (item: object): boolean =>
  'request' in item && (item as CommandItem<unknown, Command, Event>).request.origin.key !== undefined;
