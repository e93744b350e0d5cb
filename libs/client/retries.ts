/** Repeats what got no answer, or one that decides nothing, for as long as the same request can do nothing twice. */
export type Send = (request: Request) => Promise<Response>;

export type RetryOptions = {
  /** How a single try is sent. */
  readonly send?: Send;
  /** No further try begins after it. */
  readonly forMs?: number;
  readonly firstPauseMs?: number;
  readonly longestPauseMs?: number;
  /** A try that takes longer counts as unanswered. It is longer than the API itself waits for anything. */
  readonly answerWithinMs?: number;
  /** Before each pause. */
  readonly onRetry?: () => void;
};

/** 429 and 503 say nothing about the command: the same key finds out. */
const UNDECIDED = new Set([429, 503]);

/**
 * Resolves to the first answer that decides, or to the last one. Pauses double, with jitter, up to the longest; `Retry-After` is
 * heeded up to it. Rejects as the last try did, where that got no answer.
 */
export function retrying({
  send = fetch,
  forMs = 30_000,
  firstPauseMs = 50,
  longestPauseMs = 2_000,
  answerWithinMs = 30_000,
  onRetry,
}: RetryOptions = {}): Send {
  return async (request) => {
    const giveUpAt = performance.now() + forMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const isLast = !isHarmlessTwice(request) || performance.now() >= giveUpAt;
      const wanted = await tried(send, request, answerWithinMs).catch((error: unknown) => {
        if (isLast || request.signal.aborted) throw error;
        return null;
      });
      if (wanted && (isLast || !UNDECIDED.has(wanted.status))) return wanted;
      const askedForMs = Number(wanted?.headers.get('retry-after') ?? 0) * 1_000;
      await wanted?.body?.cancel();
      onRetry?.();
      await pause(jittered(Math.max(pauseMs, Math.min(askedForMs || 0, longestPauseMs))), request.signal);
    }
  };
}

const tried = (send: Send, request: Request, answerWithinMs: number): Promise<Response> =>
  send(
    new Request(request.clone(), { signal: AbortSignal.any([request.signal, AbortSignal.timeout(answerWithinMs)]) }),
  );

/** Of what every runtime has, browsers too. Rejects once the request is given up. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });

/** Half of it at least, so that clients that were refused together do not come back together. */
const jittered = (ms: number): number => ms * (0.5 + Math.random() / 2);

/** Reads; commands with a key; and a batch, each line of which has one. */
const isHarmlessTwice = ({ method, headers, url }: Request): boolean =>
  method === 'GET' || headers.has('idempotency-key') || new URL(url).pathname === '/v1/charges/batch';
