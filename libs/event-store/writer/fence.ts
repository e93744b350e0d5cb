/**
 * A store writes what it has accepted in one queue. So an append that it answers proves that whatever it had accepted
 * before is written or refused: a fence, in a stream of its own, for whoever must know and has nothing else to write.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, ExpectedRevision, ProposedEvent } from '../port/event-store.js';
import { jsonBytes } from '../codec/hash-chain.js';
import { streamName } from '../port/streams.js';

const STREAM = streamName('fence');
const PAUSE_MS = 200;

/**
 * Resolves, however long it takes, when a fence that was sent after the call is written, with its place among all fences
 * of the log. Calls at the same time share one. Rejects when the signal aborts.
 */
export type Fence = () => Promise<number>;

export function createFence(store: EventStore, signal: AbortSignal): Fence {
  let end: ExpectedRevision = 'no_stream';
  let underWay: Promise<unknown> = Promise.resolve();
  let next: Promise<number> | undefined;

  async function write(): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      const result = await store.append(STREAM, [fenceEvent()], end).catch(() => undefined);
      if (result?.outcome === 'appended') return (end = result.streamRevision);
      if (result?.outcome === 'conflict') end = result.actual;
      else await sleep(PAUSE_MS, undefined, { signal, ref: false });
    }
  }

  const send = (): Promise<number> => {
    next = undefined;
    const written = write();
    underWay = written.catch(() => {});
    return written;
  };

  return () => (next ??= underWay.then(send));
}

const fenceEvent = (): ProposedEvent => ({
  id: randomUUID(),
  type: 'FencePassed',
  data: jsonBytes({}),
  metadata: jsonBytes({}),
});
