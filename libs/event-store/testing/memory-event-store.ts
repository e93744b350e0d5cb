/**
 * An event store in memory for the specs of the write path. It answers as a server does (conflicts, known ids, size
 * limit, deleted streams) and fails on request, at exact points that no real server can be made to fail at.
 */
import { AppendRejected, StoreUnavailable } from '../port/errors.js';
import {
  type AppendResult,
  type Delivery,
  type EventStore,
  type ExpectedRevision,
  type ProposedEvent,
  type ReadAllOptions,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamRead,
  type SubscribeOptions,
  comparePositions,
} from '../port/event-store.js';

/**
 * What becomes of an append: lost on the way there, applied but its answer lost, under way for longer than the client
 * waits, or accepted and then kept waiting in the queue of all that is to be written.
 */
export type Fault = 'lost-before' | 'lost-after' | { readonly lateByMs: number } | { readonly queuedForMs: number };
/** What becomes of a subscription once it has delivered so many events. */
export type SubscriptionFault = { readonly afterEvents: number; readonly kind: 'end' | 'error' | 'silence' };

type Row = Omit<StoredEvent, 'data' | 'metadata'> & { readonly data: string; readonly metadata: string };
type Stream = { rows: Row[]; firstRevision: number };

export class MemoryEventStore implements EventStore {
  readonly faults: Fault[] = [];
  readonly subscriptionFaults: SubscriptionFault[] = [];
  /** Until these are used up, reads fail. */
  failingReads = 0;
  latencyMs = 0;
  readonly counts = { appends: 0, appendedEvents: 0, reads: 0, readEvents: 0, subscriptions: 0 };
  private readonly streams = new Map<string, Stream>();
  private readonly log: Row[] = [];
  private readonly listeners = new Set<() => void>();
  /** What was sent since the store was stopped. */
  private unread: (() => void)[] | undefined;
  private queue: Promise<void> | undefined;

  async append(
    stream: string,
    events: readonly ProposedEvent[],
    expected: ExpectedRevision,
    deadlineAt = Infinity,
  ): Promise<AppendResult> {
    this.counts.appends++;
    const fault = this.faults.shift();
    const read = () =>
      Date.now() > deadlineAt ? unknown('Its time has passed') : this.apply(stream, events, expected);
    await this.pause();
    if (this.unread) {
      this.unread.push(read);
      return unknown('The store has stopped');
    }
    if (fault === 'lost-before') return unknown('The request was lost');
    if (fault === 'lost-after') {
      read();
      return unknown('The answer was lost');
    }
    if (fault && 'lateByMs' in fault) {
      setTimeout(read, fault.lateByMs);
      return unknown('It is still on its way');
    }
    if (fault) {
      this.queue = new Promise((resolve) => setTimeout(resolve, fault.queuedForMs));
      void this.queue.then(() => this.apply(stream, events, expected));
      return unknown('It waits in the queue');
    }
    if (this.queue) await this.queue;
    return read();
  }

  /** As a process that is stopped: it reads and answers nothing, and finds all of it when it is resumed. */
  stop(): void {
    this.unread = [];
  }

  resume(): void {
    const unread = this.unread ?? [];
    this.unread = undefined;
    for (const read of unread) read();
  }

  readStream(
    stream: string,
    { from, direction = 'forwards', maxCount = Infinity, isText = false }: ReadStreamOptions = {},
  ): StreamRead {
    const read = async function* (this: MemoryEventStore) {
      await this.beforeReading();
      if (maxCount < 1) throw new StoreUnavailable(new Error('A server takes no read of no events.'));
      const { rows = [], firstRevision = 0 } = this.streams.get(stream) ?? {};
      result.exists = rows.length > 0;
      const end = firstRevision + rows.length - 1;
      const start = from === 'start' || from === undefined ? (direction === 'forwards' ? 0 : end) : from;
      const at = start === 'end' ? (direction === 'forwards' ? end + 1 : end) : start;
      const chosen =
        direction === 'forwards'
          ? rows.slice(Math.max(0, at - firstRevision))
          : rows.slice(0, Math.max(0, Math.min(at, end) - firstRevision + 1)).reverse();
      for (const event of this.parsed(chosen.slice(0, maxCount))) yield isText ? asText(event) : event;
    };
    const result = { exists: undefined as boolean | undefined, [Symbol.asyncIterator]: () => read.call(this) };
    return result;
  }

  async *readAll({ from, direction = 'forwards', maxCount = Infinity }: ReadAllOptions = {}) {
    await this.beforeReading();
    const isWanted = (row: Row) => {
      if (from === undefined || typeof from === 'string')
        return (from === 'end') === (direction === 'backwards') || !from;
      const order = comparePositions(row.position, from);
      return direction === 'forwards' ? order > 0 : order < 0;
    };
    const rows = this.log.filter(isWanted);
    yield* this.parsed((direction === 'forwards' ? rows : rows.reverse()).slice(0, maxCount));
  }

  async *subscribeToAll({
    from,
    streamPrefixes,
    types,
    isText = false,
    signal,
  }: SubscribeOptions): AsyncGenerator<Delivery, void, void> {
    this.counts.subscriptions++;
    const fault = this.subscriptionFaults.shift();
    let delivered = 0;
    let next = from === 'start' ? 0 : this.log.findIndex((row) => comparePositions(row.position, from) > 0);
    if (next < 0) next = this.log.length;
    let isCaughtUp = false;
    for (;;) {
      while (next < this.log.length) {
        const row = this.log[next++]!;
        if (!streamPrefixes.some((prefix) => row.stream.startsWith(prefix))) continue;
        if (types && !types.includes(row.type)) continue;
        if (fault && delivered >= fault.afterEvents) {
          if (fault.kind === 'end') return;
          if (fault.kind === 'error') throw new StoreUnavailable('Consumer too slow to handle event while live');
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
          return;
        }
        delivered++;
        yield { kind: 'event', event: isText ? asText(parse(row)) : parse(row) };
      }
      if (!isCaughtUp) {
        isCaughtUp = true;
        yield { kind: 'caughtUp' };
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.listeners.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        this.listeners.add(wake);
        signal?.addEventListener('abort', wake);
      });
      if (signal?.aborted) return;
    }
  }

  async dispose(): Promise<void> {}

  /** As a soft delete: reads find nothing, `no_stream` appends, revisions go on. */
  deleteStream(stream: string): void {
    const { rows, firstRevision } = this.streams.get(stream) ?? { rows: [], firstRevision: 0 };
    this.streams.set(stream, { rows: [], firstRevision: firstRevision + rows.length });
  }

  /** Changes an event where it lies, as somebody with access to the disk could. */
  tamper(stream: string, streamRevision: number, change: (row: { data: string; metadata: string }) => void): void {
    const rows = this.streams.get(stream)?.rows ?? [];
    change(rows.find((row) => row.streamRevision === streamRevision)!);
  }

  events(stream: string): StoredEvent[] {
    return (this.streams.get(stream)?.rows ?? []).map(parse);
  }

  private apply(stream: string, events: readonly ProposedEvent[], expected: ExpectedRevision): AppendResult {
    const size = events.reduce((sum, event) => sum + event.data.length + event.metadata.length, 0);
    if (size > 1_048_576) throw new AppendRejected(`An append of ${size} bytes is too large`);
    const known = this.streams.get(stream) ?? { rows: [], firstRevision: 0 };
    const { rows, firstRevision } = known;
    const last = firstRevision + rows.length - 1;
    const actual: ExpectedRevision = rows.length === 0 ? 'no_stream' : last;
    if (actual !== expected) {
      const after = expected === 'no_stream' ? firstRevision : expected + 1;
      const following = rows.slice(after - firstRevision, after - firstRevision + events.length);
      const isKnown = following.length === events.length && following.every((row, i) => row.id === events[i]!.id);
      if (!isKnown) return { outcome: 'conflict', actual };
      return { outcome: 'appended', streamRevision: after + events.length - 1, position: following.at(-1)!.position };
    }
    const created = new Date();
    for (const { id, type, data, metadata } of events) {
      const at = BigInt(this.log.length);
      const row: Row = {
        stream,
        id,
        type,
        streamRevision: firstRevision + rows.length,
        position: { commit: at, prepare: at },
        data: Buffer.from(data).toString(),
        metadata: Buffer.from(metadata).toString(),
        created,
      };
      rows.push(row);
      this.log.push(row);
    }
    this.streams.set(stream, known);
    this.counts.appendedEvents += events.length;
    for (const wake of this.listeners) wake();
    return { outcome: 'appended', streamRevision: last + events.length, position: this.log.at(-1)!.position };
  }

  private async beforeReading(): Promise<void> {
    this.counts.reads++;
    await this.pause();
    if (this.unread) throw new StoreUnavailable('The store has stopped');
    if (this.failingReads > 0) {
      this.failingReads--;
      throw new StoreUnavailable('The store does not answer');
    }
  }

  private *parsed(rows: readonly Row[]) {
    for (const row of rows) {
      this.counts.readEvents++;
      yield parse(row);
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      if (this.latencyMs > 0) setTimeout(resolve, this.latencyMs);
      else setImmediate(resolve);
    });
  }
}

const unknown = (why: string): AppendResult => ({ outcome: 'unknown', cause: new Error(why) });
const asText = (event: StoredEvent): StoredEvent => ({ ...event, data: JSON.stringify(event.data) });
const parse = (row: Row): StoredEvent => ({ ...row, data: JSON.parse(row.data), metadata: JSON.parse(row.metadata) });
