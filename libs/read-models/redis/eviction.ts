/** Whether Redis keeps what it is given. A policy that evicts drops read models and deadlines' places without a word. */
import type { RedisStore } from './redis-store.js';

const KEEPS_ALL = 'noeviction';

/** A sentence for whoever runs it, or null where all is kept. The policy decides, whether or not a limit is set today. */
export async function evictionProblem(store: Pick<RedisStore, 'evictionPolicy'>): Promise<string | null> {
  const policy = await store.evictionPolicy();
  if (policy === KEEPS_ALL) return null;
  return (
    `The Redis that REDIS_URL names has maxmemory-policy ${policy}, under which it may drop read models: ` +
    `set maxmemory-policy to ${KEEPS_ALL} there, or name another Redis.`
  );
}

/**
 * For the start of a process: one sentence and exit code 1 where Redis may drop keys. One that can't be reached yet is
 * left to health.
 */
export async function keepsAllOrExit(store: Pick<RedisStore, 'evictionPolicy'>): Promise<void> {
  const problem = await evictionProblem(store).catch(() => null);
  if (problem === null) return;
  console.error(problem);
  process.exit(1);
}
