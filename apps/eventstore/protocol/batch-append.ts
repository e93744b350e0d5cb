import type { Access } from '../access/access.js';
import type { Faults } from '../faults/faults.js';
import type { EventLog } from '../storage/event-log.js';
import type { ExpectedRevision } from '../storage/expected-revision.js';
import type { AppendOutcome } from '../storage/log-writer.js';
import type { ProposedEvent } from '../storage/recorded-event.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import type { Method } from '../transport/grpc-server.js';
import {
  accessDenied,
  appendTooLarge,
  badRequest,
  notWritten,
  streamDeleted,
  timedOut,
  wrongExpectedRevision,
  type StatusMessage,
} from './append-failures.js';
import { toNumber } from './codecs.js';
import { proposedEvent, sizeOf } from './proposed-events.js';
import {
  batchAppendRequest,
  batchAppendResponse,
  expectedPosition,
  positionMessage,
  streamName,
  type BatchAppendOptions,
  type BatchAppendRequest,
} from './stream-messages.js';

/** An append whose messages are still coming in. */
interface PendingAppend {
  readonly streamName: string;
  readonly expected: ExpectedRevision;
  readonly deadlineAt: number;
  readonly events: ProposedEvent[];
  size: number;
}

type Answer = { readonly success: object } | { readonly error: StatusMessage };
const refused: Answer = { error: notWritten('Refused on request.') };

export interface BatchAppendLimits {
  readonly maxAppendBytes: number;
}

/** One call carries any number of appends, each under its correlation id; answers come in the order in which they settle. */
export const batchAppend =
  (log: EventLog, access: Access, limits: BatchAppendLimits, faults: Faults): Method =>
  (call) => {
    const pending = new Map<string, PendingAppend>();
    let underWay = 0;
    let hasEnded = false;
    const endWhenDone = () => {
      if (hasEnded && underWay === 0) call.end();
    };
    const settle = async (request: BatchAppendRequest, append: PendingAppend) => {
      underWay++;
      await faults.conductAppend({
        call,
        apply: () => answerAppend(log, append),
        respond: (answer) => respond(call, request.correlation_id, append.streamName, answer),
        refusal: refused,
      });
      underWay--;
      endWhenDone();
    };
    const opened = (options: BatchAppendOptions) => {
      const append = open(options);
      if (!access.mayAccess(call.principal, 'write', append.streamName)) throw new Refusal(accessDenied);
      return append;
    };
    const take = (request: BatchAppendRequest) => {
      const id = Buffer.from(request.correlation_id).toString('latin1');
      const append = pending.get(id) ?? (request.options ? opened(request.options) : undefined);
      if (!append) return;
      addEvents(append, request, limits);
      if (!request.is_final) {
        pending.set(id, append);
        return;
      }
      pending.delete(id);
      void settle(request, append);
    };
    call.begin();
    call.receive(
      (message) => {
        const request = batchAppendRequest.decode(message);
        try {
          take(request);
        } catch (error) {
          pending.delete(Buffer.from(request.correlation_id).toString('latin1'));
          respond(call, request.correlation_id, nameIn(request), {
            error: error instanceof Refusal ? error.status : badRequest(String(error)),
          });
        }
      },
      () => {
        hasEnded = true;
        endWhenDone();
      },
    );
  };

class Refusal extends Error {
  constructor(readonly status: StatusMessage) {
    super(status.message);
  }
}

const nameIn = ({ options }: BatchAppendRequest): string =>
  options?.stream_identifier ? streamName(options.stream_identifier) : '';

function open(options: BatchAppendOptions): PendingAppend {
  if (!options.stream_identifier) throw new Refusal(badRequest('Required field StreamIdentifier not set.'));
  const name = streamName(options.stream_identifier);
  if (name === '') throw new Refusal(badRequest('The name of a stream must not be empty.'));
  const deadlineAt = deadlineOf(options);
  if (deadlineAt <= Date.now()) throw new Refusal(timedOut);
  const expected = expectedPosition(options);
  if (expected === undefined) throw new Refusal(badRequest('The expected stream position is not set.'));
  return { streamName: name, expected, deadlineAt, events: [], size: 0 };
}

function deadlineOf({ deadline, deadline_21_10_0 }: BatchAppendOptions): number {
  if (deadline) return Date.now() + toNumber(deadline.seconds) * 1000 + deadline.nanos / 1e6;
  if (deadline_21_10_0) return toNumber(deadline_21_10_0.seconds) * 1000 + deadline_21_10_0.nanos / 1e6;
  return Infinity;
}

function addEvents(
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

async function answerAppend(
  log: EventLog,
  { streamName: name, expected, deadlineAt, events }: PendingAppend,
): Promise<Answer> {
  if (deadlineAt <= Date.now()) return { error: timedOut };
  try {
    return answerOf(await log.writer.append(name, expected, events), name, expected);
  } catch (error) {
    return { error: notWritten(error instanceof Error ? error.message : String(error)) };
  }
}

function answerOf(outcome: AppendOutcome, name: string, expected: ExpectedRevision): Answer {
  if (outcome.kind === 'success')
    return { success: { current_revision: outcome.revision, position: positionMessage(outcome.position) } };
  return {
    error: outcome.kind === 'stream-deleted' ? streamDeleted(name) : wrongExpectedRevision(expected, outcome.actual),
  };
}

function respond(call: GrpcCall, correlationId: Uint8Array, name: string, answer: Answer): void {
  call.write(
    batchAppendResponse.encode({
      correlation_id: correlationId,
      stream_identifier: { stream_name: Buffer.from(name) },
      ...answer,
    }),
  );
}
