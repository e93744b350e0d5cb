/**
 * A follower's checkpoint as a stream of its own, for effects that leave the deployment or go to the log: losing Redis must
 * not repeat all of them. It is appended after the effects that it speaks of, at the revision that was read.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonBytes } from '#event-store/codec/hash-chain.js';
import {
  type AppendResult,
  type EventStore,
  type ExpectedRevision,
  type Position,
  type ProposedEvent,
  type StoredEvent,
  comparePositions,
} from '#event-store/port/event-store.js';
import { metadataStream, streamName } from '#event-store/port/streams.js';
import { Backoff } from './backoff.js';
import type { Effects, Located } from './port.js';

export type CheckpointOptions<E extends Located> = {
  readonly store: Pick<EventStore, 'append' | 'readStream'>;
  /** The follower's. Processes of one name share one checkpoint, of which one at a time does the work. */
  readonly name: string;
  /**
   * Carries out the effects of events, in order; they are stored when this resolves. The same events come again after a
   * process ended between effect and checkpoint: every effect is harmless twice.
   */
  readonly perform: (events: readonly E[]) => Promise<void>;
  /**
   * Whether an event has any effect; all have where this is not said. Past those that have none the checkpoint moves now and then
   * only: to read them again costs less than an append for each.
   */
  readonly hasEffect?: (event: E) => boolean;
  readonly signal: AbortSignal;
  readonly log: { info(details: object, message: string): void };
  /** Another process's checkpoint that stands still for so long, with work to be done, is taken over. */
  readonly standbyMs?: number;
};

const TYPE = 'CheckpointReached';
/** Only the last checkpoint is read; a few more show how the follower got on. */
const KEPT = 16;
/** Events without effect that are passed before the checkpoint moves past them. */
const MOST_PASSED = 10_000;
const RESENDING = { firstMs: 50, longestMs: 2_000 };

export const checkpointInLog = <E extends Located>(options: CheckpointOptions<E>): Effects<E> =>
  new CheckpointInLog(options);

class CheckpointInLog<E extends Located> implements Effects<E> {
  private readonly stream: string;
  /** The last checkpoint as it was read or written: its place in the stream, and what it says. */
  private expected: ExpectedRevision = 'no_stream';
  private position: Position | null = null;
  /** Another process of this name does the work. */
  private isStandby = false;
  /** Events without effect since the checkpoint. */
  private passed = 0;

  constructor(private readonly options: CheckpointOptions<E>) {
    this.stream = streamName('follower', options.name);
  }

  async open(): Promise<Position | null> {
    await this.read();
    if (this.expected === 'no_stream') await this.limitLength();
    return this.position;
  }

  async apply(events: readonly E[], position: Position): Promise<void> {
    if (this.mayPass(events)) return;
    while (!this.hasReached(position)) {
      if (this.isStandby) await this.standBy();
      else {
        await this.options.perform(events.filter((event) => !this.hasReached(event.position)));
        await this.moveTo(position);
      }
    }
  }

  private mayPass(events: readonly E[]): boolean {
    const { hasEffect = () => true } = this.options;
    if (events.length === 0 || events.some(hasEffect)) return false;
    this.passed += events.length;
    return this.passed < MOST_PASSED;
  }

  private hasReached(position: Position): boolean {
    return this.position !== null && comparePositions(this.position, position) >= 0;
  }

  private async read(): Promise<void> {
    const last = await endOf(this.options.store, this.stream);
    [this.expected, this.position] = last ? [last.streamRevision, positionIn(last)] : ['no_stream', null];
  }

  /** Work is at hand: waits until the other process has done it, or its checkpoint stands still. */
  private async standBy(): Promise<void> {
    const { standbyMs = 10_000, signal, name, log } = this.options;
    const before = this.expected;
    await sleep(standbyMs, undefined, { signal });
    await this.read();
    if (this.expected !== before) return;
    this.isStandby = false;
    log.info({ follower: name }, 'The other process of this follower stands still; taking over');
  }

  /** A checkpoint that lands late harms nothing: the effects that it speaks of are stored. */
  private async moveTo({ commit, prepare }: Position): Promise<void> {
    const data = jsonBytes({ commit: `${commit}`, prepare: `${prepare}` });
    const event = { id: randomUUID(), type: TYPE, data, metadata: jsonBytes({}) };
    const result = await this.append(this.stream, event, this.expected);
    if (result.outcome === 'appended') {
      this.expected = result.streamRevision;
      this.position = { commit, prepare };
      this.passed = 0;
      return;
    }
    await this.read();
    this.isStandby = true;
    const { log, name } = this.options;
    log.info({ follower: name }, 'Another process of this follower is at work; standing by');
  }

  /** The same event until it is known what became of it: at an exact revision it is written once. */
  private async append(stream: string, event: ProposedEvent, expected: ExpectedRevision): Promise<Settled> {
    const { store, signal } = this.options;
    const backoff = new Backoff(RESENDING);
    for (;;) {
      const result = await store.append(stream, [event], expected);
      if (result.outcome !== 'unknown') return result;
      await sleep(backoff.fail(), undefined, { signal });
    }
  }

  private async limitLength(): Promise<void> {
    const event = {
      id: randomUUID(),
      type: '$metadata',
      data: jsonBytes({ $maxCount: KEPT }),
      metadata: jsonBytes({}),
    };
    // A conflict: somebody has set it.
    await this.append(metadataStream(this.stream), event, 'no_stream');
  }
}

type Settled = Exclude<AppendResult, { readonly outcome: 'unknown' }>;

/** Up to where the effects of a follower are stored, whoever performs them; null before the first. */
export async function reachedInLog(store: Pick<EventStore, 'readStream'>, name: string): Promise<Position | null> {
  const last = await endOf(store, streamName('follower', name));
  return last ? positionIn(last) : null;
}

async function endOf(store: Pick<EventStore, 'readStream'>, stream: string): Promise<StoredEvent | undefined> {
  for await (const stored of store.readStream(stream, { direction: 'backwards', maxCount: 1 })) return stored;
  return undefined;
}

function positionIn({ type, data, stream }: StoredEvent): Position {
  const { commit, prepare } = (data ?? {}) as { readonly commit?: unknown; readonly prepare?: unknown };
  if (type !== TYPE || typeof commit !== 'string' || typeof prepare !== 'string') {
    throw new Error(`The end of ${stream} is not a checkpoint`);
  }
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}
