/** The client's events as those of the port. */
import type { AllStreamResolvedEvent, ResolvedEvent } from '@eventstore/db-client';
import type { StoredEvent } from '../port/event-store.js';

export function storedEvent(
  { event, commitPosition = 0n }: ResolvedEvent | AllStreamResolvedEvent,
  isText = false,
): StoredEvent | undefined {
  if (!event) return undefined;
  const { streamId: stream, id, type, revision, data, metadata, created } = event;
  const position = event.position ?? { commit: commitPosition, prepare: commitPosition };
  const asked = isText ? JSON.stringify(data) : data;
  return { stream, id, type, streamRevision: Number(revision), position, data: asked, metadata, created };
}
