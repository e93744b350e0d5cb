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

type Executed<State, C extends Command, E extends Event> = {
  readonly key: string;
  readonly item: CommandItem<State, C, E>;
  readonly execution: Execution<State, E>;
};

class GrowingBatch<State, C extends Command, E extends Event> implements DecidedBatch<State, C, E> {
  readonly events: E[] = [];
  readonly answers: Answer<State, C, E>[] = [];
  readonly lookups: { item: CommandItem<State, C, E>; lookup: Lookup }[] = [];
  /** After each command that brought events. */
  private readonly states: State[] = [];
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
    const { state, now } = this;
    if (item instanceof QueryItem) return this.answer(item, () => item.look(state, now));
    const { key } = item.request.origin;
    if (key !== undefined && this.isRepetition(item, key)) return;
    try {
      this.execute(item, key);
    } catch (error) {
      if (error instanceof LookupNeeded) this.lookups.push({ item, lookup: error.lookup });
      else this.answer(item, () => item.reject(error));
    }
  }

  stateAfter(revision: number): State | undefined {
    return this.states.find((state) => this.aggregate.revisionOf(state) === revision);
  }

  hashOf(key: string): KeyHash {
    return this.executedWith(key)?.item.keyHash ?? hashKey(key);
  }

  private answer(item: Item<State, C, E>, give: () => void, isRecorded = false): void {
    this.answers.push({ item, events: this.events.length, isRecorded, give });
  }

  /** True where the key was used in this batch, or may have been used before it, which the log has to prove. */
  private isRepetition(item: CommandItem<State, C, E>, key: string): boolean {
    const earlier = this.executedWith(key);
    if (earlier) {
      const replay = { ...earlier.execution, isReplay: true };
      if (earlier.item.request.origin.requestHash === item.request.origin.requestHash)
        this.answer(item, () => item.resolve(replay), true);
      else this.answer(item, () => item.reject(keyReused()));
      return true;
    }
    item.keyHash ??= hashKey(key);
    const lookup = placeOfKey(this.loaded, item.keyHash, item);
    if (lookup) this.lookups.push({ item, lookup });
    return lookup !== undefined;
  }

  /** Adds the command's events to the batch. What it throws leaves the batch as it was. */
  private execute(item: CommandItem<State, C, E>, key: string | undefined): void {
    const { aggregate, now } = this;
    const { type, data, origin } = item.request as Omit<Command, 'now'>;
    const decision = decideCommand(aggregate, { type, data, now, origin } as C, item, this);
    const entries = this.entriesOf(decision, key);
    const execution = { state: decision.state, entries, isReplay: false, now };
    if (decision.events.length > 0) this.states.push(decision.state);
    this.events.push(...decision.events);
    this.state = decision.state;
    this.answer(item, () => item.resolve(execution), entries.length > 0);
    if (key !== undefined && entries[0]?.origin.key === key) this.remember({ key, item, execution });
  }

  private executedWith(key: string): Executed<State, C, E> | undefined {
    return this.executed ? this.executed.get(key) : this.firstExecuted?.key === key ? this.firstExecuted : undefined;
  }

  private remember(executed: Executed<State, C, E>): void {
    if (!this.firstExecuted) {
      this.firstExecuted = executed;
      return;
    }
    this.executed ??= new Map([[this.firstExecuted.key, this.firstExecuted]]);
    this.executed.set(executed.key, executed);
  }

  /** The command's own entries: what bears its key, where it has one. What fell due goes before them. */
  private entriesOf({ events, state }: Decision<State, E>, key: string | undefined): readonly E[] {
    const { aggregate } = this;
    let alone: readonly E[] | undefined;
    const own: E[] = [];
    let next = aggregate.revisionOf(this.state) + 1;
    for (const event of events) {
      const { type, revision, origin } = event;
      invariant(revision === next, `The decided ${type} is numbered ${revision} where ${next} is next`);
      const isOwn = key === undefined || origin.key === key;
      invariant(isOwn || own.length === 0, `A ${type} without the command's key follows what bears it`);
      const entries = aggregate.entriesOf(event);
      if (isOwn && events.length === 1) alone = entries;
      else if (isOwn) own.push(...entries);
      next += entries.length;
    }
    const reached = aggregate.revisionOf(state);
    invariant(reached === next - 1, `The decided state is that of entry ${reached}, the last event's is ${next - 1}`);
    return alone ?? own;
  }
}
