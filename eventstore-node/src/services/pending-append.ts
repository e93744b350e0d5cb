import { appendTooLarge, badRequest, timedOut, type StatusMessage } from '../protocol/append-failures.js';
import type { BatchAppendOptions, BatchAppendRequest } from '../protocol/batch-append-request.js';
import { sizeOf } from '../protocol/proposed-events.js';
import { isUnnamed } from '../protocol/stream-messages.js';
import type { ExpectedRevision } from '../storage/expected-revision.js';
import type { ProposedEvent } from '../storage/recorded-event.js';

/** An append whose messages are still coming in. */
export interface PendingAppend {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  readonly deadlineAt: number;
  readonly events: ProposedEvent[];
  size: number;
}

export interface BatchAppendLimits {
  readonly maxAppendBytes: number;
}

export class Refusal extends Error {
  constructor(readonly status: StatusMessage) {
    super(status.message);
  }
}

export function open({ streamName, expected, deadlineAt }: BatchAppendOptions): PendingAppend {
  if (streamName === undefined) throw new Refusal(badRequest('Required field StreamIdentifier not set.'));
  if (isUnnamed(streamName)) throw new Refusal(badRequest('The name of a stream must not be empty.'));
  if (deadlineAt <= Date.now()) throw new Refusal(timedOut);
  if (expected === undefined) throw new Refusal(badRequest('The expected stream position is not set.'));
  return { streamName, expected, deadlineAt, events: [], size: 0 };
}

export function addEvents(
  append: PendingAppend,
  { events, invalid }: BatchAppendRequest,
  { maxAppendBytes }: BatchAppendLimits,
): void {
  if (invalid) throw invalid;
  for (const event of events) {
    append.size += sizeOf(event);
    append.events.push(event);
  }
  if (append.size > maxAppendBytes) throw new Refusal(appendTooLarge(maxAppendBytes));
}
