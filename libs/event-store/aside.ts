/** What a command needs from the log before it can be decided, read while the queue goes on without it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { invariant } from '#domain/errors.js';
import type { Command, Event } from '#domain/messages.js';
import { type CommandItem, type Need, keyReused } from './batch.js';
import type { WriterLimits } from './execute-command.js';
import type { History, KnownEnd } from './history.js';

/** True where the command has its answer: its key had been used before. Otherwise it is to be decided (again). */
export async function findOut<State, C extends Command, E extends Event>(
  history: History<State, E>,
  id: string,
  item: CommandItem<State, C, E>,
  need: Need,
  { end, limits }: { readonly end: KnownEnd | undefined; readonly limits: Pick<WriterLimits, 'entriesPerCommand'> },
): Promise<boolean> {
  if (need.kind === 'entry') {
    const read = item.entries ?? new Map<number, E | null>();
    const isNew = read.size < limits.entriesPerCommand && !read.has(need.revision);
    invariant(isNew, `A command asks for few old entries, and once for each (${need.revision})`);
    item.entries = new Map([...read, [need.revision, await history.entry(id, need.revision, end)]]);
    return false;
  }

  const { key = '', requestHash } = item.request.origin;
  const first = need.kind === 'key' ? need.revision : await history.findKey(id, key, need.from, need.to);
  const earlier = first === null ? null : await history.execution(id, first);
  if (earlier?.origin.key !== key) {
    if (need.kind === 'key') item.otherKeys = new Set([...(item.otherKeys ?? []), need.revision]);
    else item.chunksWithoutKey = need.chunk + 1;
    return false;
  }
  const { origin, ...execution } = earlier;
  if (origin.requestHash === requestHash) item.resolve(execution);
  else item.reject(keyReused());
  return true;
}

/** Resolves when the doubt is over, or when it is too late for whoever waits; never with an answer. */
export async function over(doubt: Promise<void>, decideBy: number): Promise<false> {
  const enough = new AbortController();
  const late = sleep(Math.max(0, decideBy - performance.now()), undefined, { signal: enough.signal });
  await Promise.race([doubt, late]).catch(() => {});
  enough.abort();
  return false;
}
