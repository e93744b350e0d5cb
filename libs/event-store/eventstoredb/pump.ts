/** Consuming the client's streams by pulling: in order, with every error, and with an eye on the clock. */
import type { Readable } from 'node:stream';
import { StoreUnavailable } from '../port/errors.js';

/** What else there is to know of a stream. */
export type Handling<T> = {
  /** The stream has failed when nothing comes for so long. */
  readonly silenceMs: number;
  /** How many messages it will bring at most. */
  readonly limit?: number | undefined;
  readonly cancel: () => Promise<unknown>;
  /** Is given what yields something of its own after the messages that have arrived so far. */
  readonly mark?: (place: (marker: T) => void) => void;
  /** Ends it from outside. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * The messages of a stream until it ends, each as `T`. Throws the stream's error, or `StoreUnavailable` after silence.
 * Leaving the loop cancels the call.
 */
export async function* pump<T>(
  source: Readable,
  { silenceMs, limit = Infinity, cancel, mark, signal }: Handling<T>,
): AsyncGenerator<T, void, void> {
  const markers: { readonly at: number; readonly marker: T }[] = [];
  const end: { by?: 'end' | 'error' | 'abort'; error?: unknown } = {};
  let taken = 0;
  let wake = () => {};
  const turn = (by: 'end' | 'error' | 'abort', error?: unknown) => {
    if (!end.by) Object.assign(end, { by, error });
    wake();
  };
  const readable = () => wake();
  source.on('readable', readable);
  source.on('end', () => turn('end'));
  source.on('close', () => turn('error', new Error('The stream was closed before its end')));
  source.on('error', (error) => turn('error', error));
  mark?.((marker) => {
    markers.push({ at: taken + source.readableLength, marker });
    wake();
  });

  const abort = () => turn('abort');
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);

  try {
    for (;;) {
      if (end.by === 'abort') return;
      for (let next = due(); next; next = due()) yield next.marker;
      const message = source.read() as T | null;
      if (message !== null) {
        taken++;
        yield message;
      } else if (end.by === 'error') throw end.error;
      else if (end.by) return;
      else if (!isDue()) await woken(silenceMs);
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    // A call that has brought all it will is left to end by itself: servers take many cancelled calls for an attack.
    if (!end.by && taken >= limit) source.removeListener('readable', readable).resume();
    else if (!end.by || end.by === 'abort') void cancel().catch(() => {});
  }

  function isDue(): boolean {
    return markers[0] !== undefined && markers[0].at <= taken;
  }

  function due(): (typeof markers)[number] | undefined {
    return isDue() ? markers.shift() : undefined;
  }

  function woken(withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const silent = () => reject(new StoreUnavailable(new Error(`Nothing came for ${withinMs} ms`)));
      const timer = withinMs === Infinity ? undefined : setTimeout(silent, withinMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
