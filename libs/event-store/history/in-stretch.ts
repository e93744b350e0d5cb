/** States and executions of the past, where the stretch that they lie in was read. */
import type { Event } from '#domain/messages.js';
import type { Execution } from './execution.js';
import type { PastState } from './past-state.js';
import type { Stretch } from './stretch.js';

/** After the entry of `revision`, or after the last one if there are fewer. */
export function stateIn<State, E extends Event>(stretch: Stretch<State, E>, revision: number): PastState<State> {
  const { start } = stretch;
  const reached = Math.max(start.revision, Math.min(revision, stretch.revision));
  const recordedAt = reached === start.revision ? start.recordedAt : stretch.entry(reached)?.recordedAt;
  return { state: stretch.stateAfter(reached), revision: reached, recordedAt };
}

/**
 * The command whose first entry this is. The stretch is read on until another command's entry, or the stream's end: `last` is the
 * revision up to which it is known, with all of the command's entries.
 */
export async function executionIn<State, E extends Event>(
  stretch: Stretch<State, E>,
  firstRevision: number,
  last: number,
): Promise<(Execution<State, E> & Pick<E, 'origin'>) | null> {
  // All that the state is folded from, and the next entry, which tells where the command ends.
  stretch.entries(stretch.foldBefore(firstRevision).revision, firstRevision + 1);
  const first = stretch.entry(firstRevision);
  if (!first) return null;
  const { origin } = first;
  const own = [first];
  for (let revision = firstRevision + 1; revision <= last; revision++) {
    if (revision > stretch.revision) await stretch.reach(revision);
    const next = stretch.entry(revision);
    if (!next || next.origin.key !== origin.key) break;
    own.push(next);
  }
  const { revision, recordedAt: now } = own.at(-1) ?? first;
  return { state: stretch.stateAfter(revision), entries: own, isReplay: true, now, origin };
}
