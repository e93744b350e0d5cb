import { exactRevision, NO_REVISION, type ExpectedRevision } from './expected-revision.js';
import type { RecentIds } from './recent-ids.js';
import { isSoftDeleted } from './stream-settings.js';
import { firstReadableRevision, type StreamState } from './stream-catalog.js';

export type AppendDecision =
  | { readonly kind: 'write' }
  /** Nothing to write: `revision` and `position` are those of the last event that was sent before. */
  | { readonly kind: 'already-written'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'wrong-expected-revision'; readonly actual: number }
  | { readonly kind: 'stream-deleted' };

/** What the decision needs of the log. */
export interface KnownEvents {
  readonly recentIds: RecentIds;
  readonly lastPosition: number;
  hasMetadata(streamName: string): boolean;
  /** Id and position of the stream's event at `revision`, if it is on disk: what is on its way there is among the recent ids. */
  eventAt(stream: StreamState, revision: number): { id: string; position: number } | undefined;
}

interface WithId {
  readonly id: string;
}

const write: AppendDecision = { kind: 'write' };
const wrong = (stream: StreamState | undefined): AppendDecision => ({
  kind: 'wrong-expected-revision',
  actual: stream?.lastRevision ?? NO_REVISION,
});

/** The server looks for the position as a reader would, and states none of an event that nobody can read. */
const repeated = (stream: StreamState, revision: number, position: number): AppendDecision => ({
  kind: 'already-written',
  revision,
  position: revision < firstReadableRevision(stream) ? undefined : position,
});

/**
 * The server's rules of expected revision × event ids, cell by cell (the contract suite has the table).
 * Below the current revision an append counts as repeated only if the events that follow that revision are exactly those
 * sent; at the current revision ids are not looked at; `any` and `stream_exists` look among recent ids.
 */
export function decideAppend(
  stream: StreamState | undefined,
  expected: ExpectedRevision,
  sent: readonly WithId[],
  known: KnownEvents,
  streamName: string,
): AppendDecision {
  if (stream?.isTombstoned) return { kind: 'stream-deleted' };
  if (expected === 'stream_exists') {
    if (stream && isSoftDeleted(stream.settings)) return { kind: 'stream-deleted' };
    if ((stream?.lastRevision ?? NO_REVISION) === NO_REVISION && !known.hasMetadata(streamName)) return wrong(stream);
  }
  if (sent.length === 0) return decideEmpty(stream, expected, known);
  const exact = exactRevision(expected);
  if (exact === undefined) return stream ? decideByRecentIds(stream, sent, known) : write;
  const current = stream?.lastRevision ?? NO_REVISION;
  if (exact === current) return write;
  return stream && exact < current ? decideByStoredIds(stream, exact, sent, known) : wrong(stream);
}

function decideEmpty(stream: StreamState | undefined, expected: ExpectedRevision, known: KnownEvents): AppendDecision {
  const current = stream?.lastRevision ?? NO_REVISION;
  const exact = exactRevision(expected);
  if (exact !== undefined && exact !== current) return wrong(stream);
  // Nothing is written to it, but it is there again.
  if (stream && isSoftDeleted(stream.settings)) return write;
  return { kind: 'already-written', revision: current, position: stream?.lastPosition || known.lastPosition };
}

function decideByRecentIds(stream: StreamState, sent: readonly WithId[], { recentIds }: KnownEvents): AppendDecision {
  const seen = sent.map(({ id }) => recentIds.find(id, stream.number));
  if (seen[0] === undefined) return write;
  const last = seen[seen.length - 1];
  if (last === undefined || seen.includes(undefined)) return wrong(stream);
  return repeated(stream, last.revision, last.position);
}

function decideByStoredIds(
  stream: StreamState,
  exact: number,
  sent: readonly WithId[],
  known: KnownEvents,
): AppendDecision {
  let position = 0;
  for (const [offset, { id }] of sent.entries()) {
    const revision = exact + 1 + offset;
    const recent = known.recentIds.find(id, stream.number);
    const stored = recent?.revision === revision ? { id, position: recent.position } : known.eventAt(stream, revision);
    if (stored?.id !== id) {
      const startsAnew = offset === 0 && exact === NO_REVISION && isSoftDeleted(stream.settings);
      return startsAnew ? write : wrong(stream);
    }
    position = stored.position;
  }
  return repeated(stream, exact + sent.length, position);
}
