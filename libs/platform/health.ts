/** Whether what a process depends on answers. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the dependency answered, rejects when it did not. */
export type Check = () => Promise<unknown>;

export type Health = {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, 'ok' | 'unavailable'>>;
};

export async function checkHealth(checks: Readonly<Record<string, Check>>, withinMs = 2_000): Promise<Health> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [
      name,
      (await answers(check, withinMs)) ? 'ok' : 'unavailable',
    ]),
  );
  const isHealthy = results.every(([, result]) => result === 'ok');
  return {
    status: isHealthy ? 'ok' : 'unavailable',
    checks: Object.fromEntries(results) as Health['checks'],
  };
}

async function answers(check: Check, withinMs: number): Promise<boolean> {
  const late = new AbortController();
  const answered = check().then(
    () => true,
    () => false,
  );
  const isLate = sleep(withinMs, false, { signal: late.signal }).catch(() => false);
  return Promise.race([answered, isLate]).finally(() => late.abort());
}
