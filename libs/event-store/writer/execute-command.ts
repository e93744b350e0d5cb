/** The write path's interface: what it executes, what it answers, and its limits. `writer.ts` carries it out. */
import type { Aggregate, Command, Event, Instant } from '#domain/messages.js';
import { APPEND_TIME, type AppendTime } from '../port/append-time.js';
import type { Codec } from '../codec/codec.js';
import type { EventStore } from '../port/event-store.js';
import type { Execution } from '../history/execution.js';
import type { Finality } from './finality.js';
import type { Ends } from './open-requests.js';
import { memoryForStreams } from './held-memory.js';
import type { StreamHistory } from '../history/history.js';
import type { RunningSums } from '../history/running-sums.js';

/** The time that decisions are made at. Synchronous where the time is real: nothing waits for it. */
export type Clock = () => Instant | Promise<Instant>;

/** A command before its time is known: the writer reads the clock when it decides. */
export type Request<C extends Command> = C extends Command ? Omit<C, 'now'> : never;

export type { Ends, Execution };

export type Writer<State, C extends Command, E extends Event> = {
  /**
   * Decides a command and resolves once its events are on disk. Rejects with what the rule threw (`DomainError`), with
   * `DomainError` `idempotency-key-reused`, or with `Busy`, `QueueFull`, `OutcomeUnknown`, `StoreUnavailable`.
   */
  execute(id: string, request: Request<C>): Promise<Execution<State, E>>;
  /** As `execute`, with the ends of a promise that the caller has, or of what stands for one where there are many. */
  submit(id: string, request: Request<C>, ends: Ends<Execution<State, E>>): void;
  /** Reads the state as it is now, all that was appended by anyone before the call included. */
  query<T>(id: string, view: (state: State, now: Instant) => T): Promise<T>;
  load(id: string): Promise<State>;
  /** The state as this process last had it settled, without a look at the log: others may have appended since. */
  known(id: string): State | undefined;
  /** The past, out of the log: see history.ts. */
  readonly history: Pick<
    StreamHistory<State, E>,
    'readAhead' | 'entry' | 'stateAt' | 'sumsAt' | 'findRevisionAt' | 'findRevisionBy' | 'positionOf'
  >;
  /** Streams that are kept in memory, and roughly how much they take there. */
  readonly cached: { readonly streams: number; readonly bytes: number };
  /** Resolves when every request has been answered. Sends nothing new to the store afterwards. */
  close(): Promise<void>;
};

export type WriterLimits = AppendTime & {
  /** Commands decided together at most. */
  readonly commandsPerBatch: number;
  /** Serialized bytes of an append at most; the server's limit is 1 MiB with its own overhead. */
  readonly bytesPerAppend: number;
  readonly queueLength: number;
  /** A command that was not decided after this time is `Busy`. */
  readonly decideWithinMs: number;
  /** Decisions of one batch after conflicts, then `Busy`. */
  readonly attempts: number;
  /** For how long the outcome of an append is awaited, then `OutcomeUnknown`: longer than it may take to land. */
  readonly settleWithinMs: number;
  /** Loaded streams that are kept, by count and by size: two fifths of the memory that the process may have. */
  readonly cachedStreams: number;
  readonly cachedBytes: number;
};

export type WriterOptions<State, C extends Command, E extends Event> = {
  readonly store: EventStore;
  readonly aggregate: Aggregate<State, C, E>;
  readonly codec: Codec<E>;
  readonly clock: Clock;
  /** Whether the streams of this aggregate get snapshots, and the version of their state's shape. */
  readonly snapshots?: { readonly schemaVersion: number };
  /** What questions about the past need beside the state. Where it is there, waypoints are kept for them. */
  readonly sums?: RunningSums<unknown, E> | undefined;
  /** Where refusals reach clients: when those are final. */
  readonly finality?: Finality | undefined;
  readonly limits?: Partial<WriterLimits>;
};

export const DEFAULT_LIMITS: WriterLimits = {
  ...APPEND_TIME,
  commandsPerBatch: 1_000,
  bytesPerAppend: 900_000,
  queueLength: 10_000,
  decideWithinMs: 10_000,
  attempts: 10,
  settleWithinMs: 15_000,
  cachedStreams: Infinity,
  cachedBytes: memoryForStreams(),
};
