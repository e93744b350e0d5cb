/**
 * Deciding a batch: each command on the state that those before it leave. Nothing here waits or writes; what it comes to
 * holds only if the append that follows succeeds.
 */
import { invariant } from '#domain/errors.js';
import type { Aggregate, Command, Decision, Event, Instant } from '#domain/messages.js';
import { placeOfKey } from '../history/find-key.js';
import { type KeyHash, hashKey } from '../history/keys.js';
import type { LoadedStream } from '../history/loaded-stream.js';
import {
  type Answer,
  type CommandItem,
  type DecidedBatch,
  type Item,
  type Lookup,
  QueryItem,
  keyReused,
} from './batch.js';
import { LookupNeeded, decideCommand } from './decide-command.js';
import type { Execution } from './execute-command.js';
import { NONE, grown } from './grown.js';

export function decideBatch<State, C extends Command, E extends Event>(
  aggregate: Aggregate<State, C, E>,
  loaded: LoadedStream<State>,
  items: readonly Item<State, C, E>[],
  now: Instant,
): DecidedBatch<State, C, E> {
  const batch = new GrowingBatch(aggregate, loaded, now);
  for (const item of items) batch.add(item);
  return batch;
}

/** The answer to a command that the batch executes. One object for each, where what it refers to would be three. */
class Executed<State, C extends Command, E extends Event> implements Answer<State, C, E> {
  constructor(
    readonly item: CommandItem<State, C, E>,
    readonly events: number,
    readonly execution: Execution<State, E>,
  ) {}

  get isRecorded(): boolean {
    return this.execution.entries.length > 0;
  }

  give(): void {
    this.item.resolve(this.execution);
  }
}

class GrowingBatch<State, C extends Command, E extends Event> implements DecidedBatch<State, C, E> {
  events: readonly E[] = NONE;
  answers: readonly Answer<State, C, E>[] = NONE;
  lookups: readonly { readonly item: CommandItem<State, C, E>; readonly lookup: Lookup }[] = NONE;
  /** After each command that brought events. */
  private states: readonly State[] = NONE;
  /** What commands of this batch came to, by their keys; nothing is looked for there before there is a second one. */
  private executed: Map<string, Executed<State, C, E>> | undefined;
  private firstExecuted: Executed<State, C, E> | undefined;
  /** After the last event. */
  state: State;

  constructor(
    private readonly aggregate: Aggregate<State, C, E>,
    readonly loaded: LoadedStream<State>,
    private readonly now: Instant,
  ) {
    this.state = loaded.state;
  }

  add(item: Item<State, C, E>): void {
    if (item instanceof QueryItem) return this.look(item);
    const { key } = item.request.origin;
    if (key !== undefined && this.isRepetition(item, key)) return;
    try {
      this.execute(item, key);
    } catch (error) {
      this.failed(item, error);
    }
  }

  /** They lie in the order of their revisions. */
  stateAfter(revision: number): State | undefined {
    const { states, aggregate } = this;
    let [low, high] = [0, states.length - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const state = states[middle] as State;
      const reached = aggregate.revisionOf(state);
      if (reached === revision) return state;
      if (reached < revision) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  hashOf(key: string): KeyHash {
    return this.executedWith(key)?.item.keyHash ?? hashKey(key);
  }

  private answer(item: Item<State, C, E>, give: () => void, isRecorded = false): void {
    this.answers = grown(this.answers, { item, events: this.events.length, isRecorded, give });
  }

  private look(item: QueryItem<State>): void {
    const { state, now } = this;
    this.answer(item, () => item.look(state, now));
  }

  private failed(item: CommandItem<State, C, E>, error: unknown): void {
    if (error instanceof LookupNeeded) this.lookups = grown(this.lookups, { item, lookup: error.lookup });
    else this.answer(item, () => item.reject(error));
  }

  /** True where the key was used in this batch, or may have been used before it, which the log has to prove. */
  private isRepetition(item: CommandItem<State, C, E>, key: string): boolean {
    const earlier = this.executedWith(key);
    if (earlier) {
      this.repeat(earlier, item);
      return true;
    }
    item.keyHash ??= hashKey(key);
    const lookup = placeOfKey(this.loaded, item.keyHash, item);
    if (lookup) this.lookups = grown(this.lookups, { item, lookup });
    return lookup !== undefined;
  }

  private repeat({ item: first, execution }: Executed<State, C, E>, item: CommandItem<State, C, E>): void {
    const replay = { ...execution, isReplay: true };
    if (first.request.origin.requestHash === item.request.origin.requestHash)
      this.answer(item, () => item.resolve(replay), true);
    else this.answer(item, () => item.reject(keyReused()));
  }

  /** Adds the command's events to the batch. What it throws leaves the batch as it was. */
  private execute(item: CommandItem<State, C, E>, key: string | undefined): void {
    const { aggregate, now } = this;
    const { type, data, origin } = item.request as Omit<Command, 'now'>;
    const decision = decideCommand(aggregate, { type, data, now, origin } as C, item, this);
    const entries = this.entriesOf(decision, key);
    const execution = { state: decision.state, entries, isReplay: false, now };
    if (decision.events.length > 0) this.states = grown(this.states, decision.state);
    for (const event of decision.events) this.events = grown(this.events, event);
    this.state = decision.state;
    const executed = new Executed(item, this.events.length, execution);
    this.answers = grown(this.answers, executed);
    if (key !== undefined && entries[0]?.origin.key === key) this.remember(key, executed);
  }

  private executedWith(key: string): Executed<State, C, E> | undefined {
    if (this.executed) return this.executed.get(key);
    return this.firstExecuted?.item.request.origin.key === key ? this.firstExecuted : undefined;
  }

  private remember(key: string, executed: Executed<State, C, E>): void {
    const { firstExecuted: first } = this;
    if (!first) {
      this.firstExecuted = executed;
      return;
    }
    this.executed ??= new Map([[first.item.request.origin.key as string, first]]);
    this.executed.set(key, executed);
  }

  /** The command's own entries: what bears its key, where it has one. What fell due goes before them. */
  private entriesOf({ events, state }: Decision<State, E>, key: string | undefined): readonly E[] {
    const { aggregate } = this;
    let own: readonly E[] = NONE;
    let several: E[] | undefined;
    let next = aggregate.revisionOf(this.state) + 1;
    for (const event of events) {
      const { type, revision, origin } = event;
      // What is wrong is put into words only where it is: for every charge, that is much of its garbage.
      if (revision !== next) invariant(false, `The decided ${type} is numbered ${revision} where ${next} is next`);
      const isOwn = key === undefined || origin.key === key;
      if (!isOwn && own.length > 0) invariant(false, `A ${type} without the command's key follows what bears it`);
      const entries = aggregate.entriesOf(event);
      if (isOwn && own.length === 0) own = entries;
      else if (isOwn) {
        own = several ??= [...own];
        several.push(...entries);
      }
      next += entries.length;
    }
    const reached = aggregate.revisionOf(state);
    if (reached !== next - 1)
      invariant(false, `The decided state is that of entry ${reached}, the last event's is ${next - 1}`);
    return own;
  }
}
