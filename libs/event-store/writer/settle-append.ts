/**
 * An append until it is known what became of it (port/send-append.ts). Where no answer came before its deadline, the log
 * knows once a fence that was sent afterwards is written: either the events are in it, or they never will be.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppendTime } from '../port/append-time.js';
import type { EventStore } from '../port/event-store.js';
import { type Sending, asAppended, sendAppend } from '../port/send-append.js';
import type { Fence } from './fence.js';

const PAUSE_MS = 1_000;

type Context = {
  readonly store: EventStore;
  readonly fence: Fence;
  readonly limits: AppendTime;
  readonly signal: AbortSignal;
};

/** Sends it, and returns whether it is in the log, as it will ever be. Takes as long as it takes. */
export function settleAppend(context: Context, sending: Sending, onLost: (cause: Error) => void): Promise<boolean> {
  const { store, limits } = context;
  const landsBy = performance.now() + limits.appendLandsWithinMs;
  return sendAppend(store, sending, limits.appendDeadlineMs, onLost).then(({ outcome }) =>
    outcome === 'unknown' ? isInLog(context, sending, landsBy) : outcome === 'appended',
  );
}

/** `landsBy`: when its deadline has passed by the store's clock as well. */
async function isInLog({ store, fence, signal }: Context, sending: Sending, landsBy: number): Promise<boolean> {
  await sleep(Math.max(0, landsBy - performance.now()), undefined, { signal, ref: false });
  for (;;) {
    await fence();
    try {
      return (await asAppended(store, sending)) !== undefined;
    } catch {
      await sleep(PAUSE_MS, undefined, { signal, ref: false });
    }
  }
}
