/**
 * The adapter of the port on @eventstore/db-client 6.2.1, and the only file that knows it. What the client gets wrong
 * is made good here: appends that never settle, reads that fall silent, errors of several kinds for one cause.
 */
import {
  type AllStreamResolvedEvent,
  type AppendExpectedRevision,
  ErrorType,
  EventStoreDBClient,
  type EventData,
  NO_STREAM,
  type ReadPosition,
  type ResolvedEvent,
  type StreamingRead,
  type CommandError,
  isCommandError,
  streamNameFilter,
} from '@eventstore/db-client';
import { APPEND_WITHIN_MS } from '../port/append-time.js';
import { type Connection, connectionString, createConnection } from './connection.js';
import { AppendRejected } from '../port/errors.js';
import {
  type AppendResult,
  type Delivery,
  type EventStore,
  type ExpectedRevision,
  type Position,
  type ProposedEvent,
  type ReadAllOptions,
  type StoredEvent,
  type SubscribeOptions,
  comparePositions,
} from '../port/event-store.js';
import { BytesAsJson } from './bytes-as-json.js';
import type { Handling } from './pump.js';
import { readThrough } from './read-through.js';

export type ConnectOptions = {
  /** How long one append may go without an answer before its outcome counts as unknown. */
  readonly appendWithinMs?: number;
  /** How long a read may stay silent. */
  readonly readWithinMs?: number;
};

/** Of an append that may land whenever it does: the client would choose a deadline of its own, a time of day by our clock. */
const NO_DEADLINE_MS = 24 * 3_600_000;
/** Events of `$all` that are asked for at once where a few are wanted, since the server's own are among them. */
const ALL_PAGE = 64;
/** A filtered subscription tells how far it has looked after each so many other events (times 32). */
const CHECKPOINT_INTERVAL = 32;

/** All clients of a process share one table of unanswered appends, and one's failure empties it: so only one appends. */
let appender: symbol | undefined;

/** `url`: `esdb://127.0.0.1:2113?tls=false`, also `esdb+discover://`, `kurrentdb://`, `kurrentdb+discover://`. */
export function connectEventStore(
  url: string,
  { appendWithinMs = APPEND_WITHIN_MS, readWithinMs = 10_000 }: ConnectOptions = {},
): EventStore {
  const connect = () =>
    createConnection((generation) => EventStoreDBClient.connectionString(connectionString(url, generation)));
  connectionString(url, 0);
  // Apart, since a failure of one call ends all others of its client.
  const [appending, reading, subscribing] = [connect(), connect(), connect()];
  const self = Symbol(url);
  let answeredAt = 0;

  const read = <T>(
    connection: Connection<EventStoreDBClient>,
    open: (client: EventStoreDBClient) => readonly [object, Handling<T>],
  ) => readThrough(connection, open, { isMissing, isNotLeader });

  const opened = (call: StreamingRead<unknown>, limit: number | undefined) =>
    [call, { silenceMs: readWithinMs, limit, cancel: () => call.cancel() }] as const;

  async function append(
    stream: string,
    events: readonly ProposedEvent[],
    expected: ExpectedRevision,
    deadlineAt?: number,
  ): Promise<AppendResult> {
    if ((appender ??= self) !== self) throw new AppendRejected('This process has an appending client already.');
    const client = await appending.client();
    const sentAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer within ${appendWithinMs} ms`)), appendWithinMs);
    });
    try {
      const expectedRevision: AppendExpectedRevision = expected === 'no_stream' ? NO_STREAM : BigInt(expected);
      // The client makes a time of day of it again.
      const deadline = deadlineAt === undefined ? NO_DEADLINE_MS : deadlineAt - Date.now();
      const options = { expectedRevision, deadline, requiresLeader: true };
      const call = client.appendToStream(
        stream,
        events.map((event) => new BytesAsJson(event)) as unknown as EventData[],
        options,
      );
      const { nextExpectedRevision, position } = await Promise.race([call, silence]);
      answeredAt = performance.now();
      return { outcome: 'appended', streamRevision: Number(nextExpectedRevision), position };
    } catch (error) {
      if (isCommand(error) && error.type === ErrorType.WRONG_EXPECTED_VERSION) {
        answeredAt = performance.now();
        const actual = error.actualVersion;
        return { outcome: 'conflict', actual: typeof actual === 'bigint' ? Number(actual) : 'no_stream' };
      }
      if (isCommand(error) && REJECTIONS.has(error.type))
        throw new AppendRejected(`The event store refused the append: ${error.type}`, error);
      if (isCommand(error) && error.type === ErrorType.DEADLINE_EXCEEDED) answeredAt = performance.now();
      // A slow answer to one append is no reason to end the others; silence to all of them is.
      if (answeredAt < sentAt) appending.replace(client);
      return { outcome: 'unknown', cause: error as Error };
    } finally {
      clearTimeout(timer);
    }
  }

  async function* readAll({ from, direction = 'forwards', maxCount = Infinity }: ReadAllOptions = {}) {
    const isForwards = direction === 'forwards';
    const pageSize = maxCount === Infinity ? Infinity : maxCount + ALL_PAGE;
    let after: Position | 'start' | 'end' = from ?? (isForwards ? 'start' : 'end');
    for (let wanted = maxCount; wanted > 0;) {
      let seen = 0;
      const fromPosition: ReadPosition = after;
      const limit: { maxCount?: number } = pageSize === Infinity ? {} : { maxCount: pageSize };
      const page = read<AllStreamResolvedEvent>(reading, (client) =>
        opened(client.readAll({ direction, fromPosition, ...limit, requiresLeader: true }), limit.maxCount),
      );
      for await (const resolved of page) {
        seen++;
        const event = stored(resolved);
        if (!event) continue;
        // Whether the position itself is read depends on the direction; it is not wanted in either.
        const order = typeof after === 'string' ? 1 : comparePositions(event.position, after) * (isForwards ? 1 : -1);
        if (order <= 0) continue;
        after = event.position;
        if (isOfServer(event)) continue;
        yield event;
        if (--wanted <= 0) return;
      }
      if (seen < pageSize) return;
    }
  }

  async function* subscribeToAll({ from, streamPrefixes, signal }: SubscribeOptions) {
    let place: ((delivery: Delivery) => void) | undefined;
    const checkpointReached = async (_: unknown, position: Position): Promise<void> =>
      place?.({ kind: 'checkpoint', position });
    const filter = { prefixes: [...streamPrefixes], checkpointInterval: CHECKPOINT_INTERVAL, checkpointReached };
    const deliveries = read<AllStreamResolvedEvent | Delivery>(subscribing, (client) => {
      const isFiltered = streamPrefixes.length > 0;
      const subscription = client.subscribeToAll({
        fromPosition: from,
        ...(isFiltered && { filter: streamNameFilter(filter) }),
      });
      const mark = (to: typeof place) => {
        place = to;
        subscription.on('caughtUp', () => place?.({ kind: 'caughtUp' }));
      };
      // Silence is nothing unusual here; `subscribe` (subscriptions.ts) tells whether it is what it seems.
      return [subscription, { silenceMs: Infinity, cancel: () => subscription.unsubscribe(), mark, signal }];
    });
    for await (const message of deliveries) {
      if ('kind' in message) yield message;
      else {
        const event = stored(message);
        if (event && !isOfServer(event)) yield { kind: 'event', event } satisfies Delivery;
      }
    }
  }

  return {
    append,
    readAll,
    subscribeToAll,

    readStream(stream, { from, direction = 'forwards', maxCount } = {}) {
      const fromRevision =
        typeof from === 'number' ? BigInt(from) : (from ?? (direction === 'forwards' ? 'start' : 'end'));
      const limit = maxCount === undefined || maxCount === Infinity ? {} : { maxCount };
      const events = async function* () {
        try {
          const messages = read<ResolvedEvent>(reading, (client) =>
            opened(client.readStream(stream, { fromRevision, direction, ...limit, requiresLeader: true }), maxCount),
          );
          for await (const resolved of messages) {
            result.exists = true;
            const event = stored(resolved);
            if (event) yield event;
          }
          result.exists = true;
        } catch (error) {
          if (!isMissing(error)) throw error;
          result.exists = false;
        }
      };
      const result = { exists: undefined as boolean | undefined, [Symbol.asyncIterator]: events };
      return result;
    },

    async dispose() {
      await Promise.all([appending, reading, subscribing].map((connection) => connection.dispose()));
      if (appender === self) appender = undefined;
    },
  };
}

/** Errors after which it is certain that nothing was written, and that sending it again would not help. */
const REJECTIONS: ReadonlySet<string> = new Set([
  ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED,
  ErrorType.ACCESS_DENIED,
  ErrorType.STREAM_DELETED,
]);

const isCommand = (error: unknown): error is CommandError => isCommandError(error as Error);

const isMissing = (error: unknown): boolean =>
  isCommand(error) && (error.type === ErrorType.STREAM_NOT_FOUND || error.type === ErrorType.STREAM_DELETED);

const isNotLeader = (error: unknown): boolean => isCommand(error) && error.type === ErrorType.NOT_LEADER;

const isOfServer = ({ type, stream }: StoredEvent): boolean => type.startsWith('$') || stream.startsWith('$');

function stored({ event, commitPosition = 0n }: ResolvedEvent | AllStreamResolvedEvent): StoredEvent | undefined {
  if (!event) return undefined;
  const { streamId: stream, id, type, revision, data, metadata, created } = event;
  const position = event.position ?? { commit: commitPosition, prepare: commitPosition };
  return { stream, id, type, streamRevision: Number(revision), position, data, metadata, created };
}
