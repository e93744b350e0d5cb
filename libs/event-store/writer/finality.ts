/**
 * When a refusal is final. It rests on a read, and a read proves nothing of what other processes, or one that has died,
 * have sent and the store has not dealt with yet. While the store answers that is a matter of moments. But after it fell
 * silent, after a failure, and at the start, refusals wait: until nothing that was sent before can land any more
 * (append-time.ts), and a fence that was sent then is written.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { APPEND_TIME, type AppendTime } from '../port/append-time.js';
import type { EventStore } from '../port/event-store.js';
import { createFence } from './fence.js';
import { readerOf } from '../port/stream-reader.js';
import { streamName } from '../port/streams.js';

export type Finality = {
  /** Undefined where a refusal that was just read is final; else what to wait for before it is read again. */
  doubt(): Promise<void> | undefined;
  /** A read or an append of this process had no answer. */
  lost(): void;
};

export type WatchedFinality = Finality & { close(): void };

export type FinalityOptions = Pick<AppendTime, 'appendLandsWithinMs'> & {
  /** How often a small read looks for a sign of life. */
  readonly lookEveryMs: number;
  /** Longer than this without one, and it has been silent. */
  readonly silenceMs: number;
  /** When this process began, on the monotonic clock: what one before it sent, it sent earlier. */
  readonly begunAt: number;
};

const DEFAULTS: FinalityOptions = { ...APPEND_TIME, lookEveryMs: 500, silenceMs: 2_000, begunAt: 0 };

/** One for all writers of a process. */
export function watchFinality(store: EventStore, options: Partial<FinalityOptions> = {}): WatchedFinality {
  const { appendLandsWithinMs, lookEveryMs, silenceMs, begunAt } = { ...DEFAULTS, ...options };
  const ending = new AbortController();
  const { signal } = ending;
  const fence = createFence(store, signal);
  let heardAt = performance.now();
  let isSilent = false;
  let doubt: Promise<void> | undefined;

  /** Takes the place of an earlier doubt, which then waits for this one. */
  function begin(settling: Promise<unknown>): void {
    const mine: Promise<void> = settling.then(() => {
      if (doubt !== mine) return doubt;
      doubt = undefined;
      return undefined;
    });
    // Whoever waits for it when the process ends gets the rejection; nobody has to wait.
    mine.catch(() => {});
    doubt = mine;
  }

  async function settled(sentBefore: number): Promise<void> {
    await sleep(Math.max(0, sentBefore + appendLandsWithinMs - performance.now()), undefined, { signal, ref: false });
    await fence();
  }

  /** The first fence of a log was written before anything else could be sent to it. */
  async function started(): Promise<void> {
    if ((await fence()) > 0) await settled(begunAt);
  }

  function lost(): void {
    if (isSilent) return;
    isSilent = true;
    begin(settled(performance.now()));
  }

  function heard(): void {
    const now = performance.now();
    if (isSilent || now - heardAt > silenceMs) begin(settled(now));
    isSilent = false;
    heardAt = now;
  }

  async function look(): Promise<void> {
    while (!signal.aborted) {
      await readerOf(store, streamName('fence')).last().then(heard, lost);
      await sleep(lookEveryMs, undefined, { signal, ref: false });
    }
  }

  begin(started());
  look().catch(() => {});

  return {
    doubt() {
      if (performance.now() - heardAt > silenceMs) lost();
      return doubt;
    },
    lost,
    close: () => ending.abort(),
  };
}
