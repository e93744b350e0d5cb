/**
 * A follower of the log: every event of its streams, in order, at least once, from its checkpoint on. It goes on after
 * whatever interrupts it, and reads no faster than its effects are stored. Its name is that of its checkpoint.
 */
import type { Position } from '#event-store/port/event-store.js';
import { batches } from './batches.js';
import type { Arrival, Effects, Located, Source } from './port.js';
import { type LoopOptions, runLoop } from './run-loop.js';

export type Follower<E extends Located> = {
  readonly source: Source<E>;
  readonly effects: Effects<E>;
  /** How much work an event is, a batch being 1,000. */
  readonly sizeOf: (event: E) => number;
  readonly signal: AbortSignal;
} & Pick<LoopOptions, 'onFailure' | 'onRecovery' | 'isFatal'>;

/** A source ends only with its signal; should one end before, it is asked again after this. */
const RESTART_MS = 100;

/** Until the signal aborts. Where effects fail, it begins again from the checkpoint after a growing pause. */
export const runFollower = <E extends Located>(follower: Follower<E>): Promise<void> =>
  runLoop((succeeded) => follow(follower, succeeded), { ...follower, everyMs: RESTART_MS });

/** From the checkpoint on, until the signal aborts or something fails. */
async function follow<E extends Located>(follower: Follower<E>, succeeded: () => void): Promise<false> {
  const { source, effects, sizeOf, signal } = follower;
  const after = await effects.open();
  // Ends the subscription also when applying fails.
  const reading = new AbortController();
  const either = AbortSignal.any([signal, reading.signal]);
  try {
    for await (const batch of batches(source(after, either), sizeOf)) {
      if (signal.aborted) return false;
      const position = endOf(batch);
      if (position) {
        await effects.apply(eventsIn(batch), position);
        succeeded();
      }
      if (batch.some(({ kind }) => kind === 'caughtUp')) await effects.caughtUp?.();
    }
  } finally {
    reading.abort();
  }
  return false;
}

const eventsIn = <E extends Located>(batch: readonly Arrival<E>[]): readonly E[] =>
  batch.flatMap((arrival) => (arrival.kind === 'event' ? [arrival.arrived] : []));

/** The position after which nothing of the batch is left; null where nothing of it has one. */
function endOf(batch: readonly Arrival<Located>[]): Position | null {
  const last = batch.findLast(({ kind }) => kind !== 'caughtUp');
  if (last?.kind === 'event') return last.arrived.position;
  return last?.kind === 'checkpoint' ? last.position : null;
}
