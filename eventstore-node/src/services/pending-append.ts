import { appendTooLarge, badRequest, timedOut, type StatusMessage } from '../protocol/append-failures.js';
import type { Int64 } from '../protocol/codecs.js';
import { proposedEvent, sizeOf } from '../protocol/proposed-events.js';
import {
  expectedPosition,
  isUnnamed,
  streamName,
  type BatchAppendOptions,
  type BatchAppendRequest,
} from '../protocol/stream-messages.js';
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

export function open(options: BatchAppendOptions): PendingAppend {
  if (!options.stream_identifier) throw new Refusal(badRequest('Required field StreamIdentifier not set.'));
  const name = streamName(options.stream_identifier);
  if (isUnnamed(name)) throw new Refusal(badRequest('The name of a stream must not be empty.'));
  const deadlineAt = deadlineOf(options);
  if (deadlineAt <= Date.now()) throw new Refusal(timedOut);
  const expected = expectedPosition(options);
  if (expected === undefined) throw new Refusal(badRequest('The expected stream position is not set.'));
  return { streamName: name, expected, deadlineAt, events: [], size: 0 };
}

function deadlineOf({ deadline, deadline_21_10_0 }: BatchAppendOptions): number {
  if (deadline) return Date.now() + milliseconds(deadline);
  return deadline_21_10_0 ? milliseconds(deadline_21_10_0) : Infinity;
}

/** A duration may be negative: then it has passed. */
const milliseconds = ({ seconds, nanos }: { readonly seconds: Int64; readonly nanos: number }): number =>
  (typeof seconds === 'number' ? seconds : seconds.toNumber()) * 1000 + nanos / 1e6;

export function addEvents(
  append: PendingAppend,
  { proposed_messages }: BatchAppendRequest,
  { maxAppendBytes }: BatchAppendLimits,
): void {
  for (const message of proposed_messages) {
    const event = proposedEvent(message);
    append.size += sizeOf(event);
    append.events.push(event);
  }
  if (append.size > maxAppendBytes) throw new Refusal(appendTooLarge(maxAppendBytes));
}
