/** The newer client's chapter, tried from a process that has the other client in it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ChapterResult } from '../report.js';
import type { Result } from '../try-line.js';

export const OTHER_CLIENT = '@kurrent/kurrentdb-client';

interface Told extends Pick<Result, 'verdict' | 'observed'> {
  readonly says: string;
  readonly expected: unknown;
}

/** `tell` is called with each result as it comes. */
export async function tryOtherClient(url: string, tell: (result: Result) => void): Promise<ChapterResult> {
  const results: Result[] = [];
  const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData: { url } });
  thread.on('message', ({ verdict, observed, ...line }: Told) => {
    const result = { line, verdict, observed };
    tell(result);
    results.push(result);
  });
  await once(thread, 'exit');
  return { title: OTHER_CLIENT, results };
}
