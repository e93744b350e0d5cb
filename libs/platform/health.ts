/** Whether what a process depends on answers. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the dependency answered, rejects when it did not, or with `Wrong`. */
export type Check = () => Promise<unknown>;

/** It answers, but is not to be relied on. The message is a sentence for whoever runs it. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
}

type Result = 'ok' | 'unavailable' | 'wrong';

export type Health = {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, Result>>;
  /** Of what is wrong, why. */
  readonly problems?: Readonly<Record<string, string>>;
};

export async function checkHealth(checks: Readonly<Record<string, Check>>, withinMs = 2_000): Promise<Health> {
  const problems: Record<string, string> = {};
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, Result]> => {
      const result = await resultOf(check, withinMs);
      if (typeof result === 'string') return [name, result];
      problems[name] = result.message;
      return [name, 'wrong'];
    }),
  );
  const isHealthy = results.every(([, result]) => result === 'ok');
  return {
    status: isHealthy ? 'ok' : 'unavailable',
    checks: Object.fromEntries(results),
    ...(Object.keys(problems).length > 0 && { problems }),
  };
}

async function resultOf(check: Check, withinMs: number): Promise<'ok' | 'unavailable' | Wrong> {
  const late = new AbortController();
  const answered = check().then(
    () => 'ok' as const,
    (error: unknown) => (error instanceof Wrong ? error : 'unavailable'),
  );
  const isLate = sleep(withinMs, 'unavailable' as const, { signal: late.signal }).catch(() => 'unavailable' as const);
  return Promise.race([answered, isLate]).finally(() => late.abort());
}
