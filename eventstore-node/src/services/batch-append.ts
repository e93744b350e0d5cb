import type { Access } from '../access/access.js';
import type { GuardedMethod } from '../access/guard.js';
import type { Faults } from '../faults/faults.js';
import {
  accessDenied,
  badRequest,
  notWritten,
  streamDeleted,
  timedOut,
  wrongExpectedRevision,
  type StatusMessage,
} from '../protocol/append-failures.js';
import {
  decodeBatchAppend,
  type BatchAppendOptions,
  type BatchAppendRequest,
} from '../protocol/batch-append-request.js';
import { appendedFrame } from '../protocol/append-answer.js';
import { appendSuccess, batchAppendResponse, type Appended } from '../protocol/stream-messages.js';
import type { EventLog } from '../storage/event-log.js';
import type { ExpectedRevision } from '../storage/expected-revision.js';
import { CameTooLate } from '../storage/group-commit.js';
import type { AppendOutcome } from '../storage/log-writer.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { addEvents, open, Refusal, type BatchAppendLimits, type PendingAppend } from './pending-append.js';

type Answer = Appended | { readonly error: StatusMessage };
const refused: Answer = { error: notWritten('Refused on request.') };
/** The server's time for a write, which it does not exceed for a later deadline. */
const WHOLE_WITHIN_MS = 2_000;

/** One call carries any number of appends, each under its correlation id; answers come in the order in which they settle. */
export const batchAppend =
  (log: EventLog, access: Access, limits: BatchAppendLimits, faults: Faults): GuardedMethod =>
  (call, principal) => {
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
        respond: (answer) => respond(call, request.correlationId, append.streamName, answer),
        refusal: refused,
      });
      underWay--;
      endWhenDone();
    };
    const opened = (options: BatchAppendOptions) => {
      const append = open(options);
      if (!access.mayAccess(principal, 'write', append.streamName)) throw new Refusal(accessDenied);
      return append;
    };
    const keep = (id: string, request: BatchAppendRequest, append: PendingAppend) => {
      if (pending.has(id)) return;
      pending.set(id, append);
      afterItsTime(append, () => {
        if (pending.get(id) !== append) return;
        pending.delete(id);
        respond(call, request.correlationId, append.streamName, { error: timedOut });
      });
    };
    const take = (id: string, request: BatchAppendRequest) => {
      const append = pending.get(id) ?? (request.options ? opened(request.options) : undefined);
      if (!append) return;
      addEvents(append, request, limits);
      if (!request.isFinal) return keep(id, request, append);
      pending.delete(id);
      void settle(request, append);
    };
    call.begin();
    call.receive(
      (message) => {
        const request = decodeBatchAppend(message);
        const id = request.correlationId.toString('latin1');
        try {
          take(id, request);
        } catch (error) {
          const name = pending.get(id)?.streamName ?? request.options?.streamName ?? '';
          pending.delete(id);
          respond(call, request.correlationId, name, {
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

/** An append that is not whole by then is given up. */
function afterItsTime({ deadlineAt }: PendingAppend, giveUp: () => void): void {
  setTimeout(giveUp, Math.min(deadlineAt - Date.now(), WHOLE_WITHIN_MS)).unref();
}

async function answerAppend(
  log: EventLog,
  { streamName: name, expected, deadlineAt, events }: PendingAppend,
): Promise<Answer> {
  for (;;) {
    if (deadlineAt <= Date.now()) return { error: timedOut };
    try {
      return answerOf(await log.writer.append(name, expected, events, deadlineAt), name, expected);
    } catch (error) {
      if (error instanceof CameTooLate) continue;
      return { error: notWritten(error instanceof Error ? error.message : String(error)) };
    }
  }
}

function answerOf(outcome: AppendOutcome, name: string, expected: ExpectedRevision): Answer {
  if (outcome.kind === 'success') return outcome;
  return {
    error: outcome.kind === 'stream-deleted' ? streamDeleted(name) : wrongExpectedRevision(expected, outcome.actual),
  };
}

function respond(call: GrpcCall, correlationId: Buffer, streamName: string, answer: Answer): void {
  if ('revision' in answer && answer.revision >= 0 && answer.position !== undefined) {
    const { revision, position } = answer;
    call.writeFrame(appendedFrame({ correlationId, streamName, revision, position }));
    return;
  }
  call.write(
    batchAppendResponse.encode({
      correlation_id: correlationId,
      stream_identifier: { stream_name: Buffer.from(streamName) },
      ...('error' in answer ? answer : { success: appendSuccess(answer) }),
    }),
  );
}
