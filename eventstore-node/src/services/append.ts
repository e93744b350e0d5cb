import { requireAccess, type Access } from '../access/access.js';
import type { GuardedMethod } from '../access/guard.js';
import type { Faults } from '../faults/faults.js';
import { InvalidEvent, proposedEvent, sizeOf } from '../protocol/proposed-events.js';
import {
  deadlineExceeded,
  invalidArgument,
  maxAppendSizeExceeded,
  notPossible,
  notStored,
  requiredPropertyMissing,
  streamIsDeleted,
} from '../protocol/stream-errors.js';
import {
  appendRequest,
  appendResponse,
  appendSuccess,
  empty,
  expectedRevision,
  isUnnamed,
  streamName,
  type AppendRequestMessage,
} from '../protocol/stream-messages.js';
import type { EventLog } from '../storage/event-log.js';
import type { ExpectedRevision } from '../storage/expected-revision.js';
import { CameTooLate } from '../storage/group-commit.js';
import type { AppendOutcome } from '../storage/log-writer.js';
import type { ProposedEvent } from '../storage/recorded-event.js';
import type { GrpcCall } from '../transport/grpc-call.js';

interface CollectedAppend {
  streamName: string;
  expected: ExpectedRevision;
  readonly events: ProposedEvent[];
  size: number;
}

/** One append a call: first its options, then its events. Clients use it when the call carries credentials. */
export const append =
  (log: EventLog, access: Access, { maxAppendBytes }: { maxAppendBytes: number }, faults: Faults): GuardedMethod =>
  async (call, principal) => {
    const collected = await collect(call, maxAppendBytes);
    requireAccess(access, principal, 'write', collected.streamName);
    await faults.conductAppend<() => Uint8Array>({
      call,
      apply: () => applied(log, call, collected),
      respond: (answer) => {
        call.write(answer());
        call.end();
      },
      refusal: () => {
        throw notStored('Refused on request.');
      },
    });
  };

/** The answer, once it is called: a refusal is thrown only then. */
async function applied(
  log: EventLog,
  call: GrpcCall,
  { streamName: name, expected, events }: CollectedAppend,
): Promise<() => Uint8Array> {
  for (;;) {
    if (call.deadlineAt <= Date.now() || call.isOver) throw deadlineExceeded();
    try {
      const outcome = await log.writer.append(name, expected, events, call.deadlineAt);
      return () => appendResponse.encode(response(outcome, name, expected));
    } catch (error) {
      if (!(error instanceof CameTooLate)) throw notStored(error);
    }
  }
}

const collect = (call: GrpcCall, maxAppendBytes: number): Promise<CollectedAppend> =>
  new Promise((resolve, reject) => {
    const collected: CollectedAppend = { streamName: '', expected: 'any', events: [], size: 0 };
    call.receive(
      (message) => {
        try {
          take(collected, appendRequest.decode(message), maxAppendBytes);
        } catch (error) {
          reject(error instanceof InvalidEvent ? refusal(error) : error);
        }
      },
      () =>
        isUnnamed(collected.streamName)
          ? reject(notPossible('The name of a stream must not be empty.'))
          : resolve(collected),
    );
  });

const refusal = ({ missing, message }: InvalidEvent): Error =>
  missing ? requiredPropertyMissing(missing) : notPossible(message);

function take(
  collected: CollectedAppend,
  { options, proposed_message, content }: AppendRequestMessage,
  maxAppendBytes: number,
): void {
  if (content === 'options' && options?.stream_identifier) {
    const expected = expectedRevision(options);
    if (expected === undefined) throw invalidArgument('The expected revision is not set.');
    collected.streamName = streamName(options.stream_identifier);
    collected.expected = expected;
  } else if (proposed_message) {
    const event = proposedEvent(proposed_message);
    collected.events.push(event);
    collected.size += sizeOf(event);
    if (collected.size > maxAppendBytes) throw maxAppendSizeExceeded(maxAppendBytes);
  }
}

function response(outcome: AppendOutcome, name: string, expected: ExpectedRevision): Record<string, unknown> {
  if (outcome.kind === 'stream-deleted') throw streamIsDeleted(name);
  if (outcome.kind === 'success') return { success: appendSuccess(outcome) };
  const { actual } = outcome;
  return {
    wrong_expected_version: {
      ...(actual < 0
        ? { current_no_stream: empty, no_stream_20_6_0: empty }
        : { current_revision: actual, current_revision_20_6_0: actual }),
      ...(typeof expected === 'number'
        ? { expected_revision: expected, expected_revision_20_6_0: expected }
        : { [`expected_${expected}`]: empty, ...(expected === 'no_stream' ? {} : { [`${expected}_20_6_0`]: empty }) }),
    },
  };
}
