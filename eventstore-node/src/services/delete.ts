import { requireAccess, type Access } from '../access/access.js';
import type { GuardedMethod } from '../access/guard.js';
import {
  invalidArgument,
  notPossible,
  notStored,
  streamIsDeleted,
  wrongExpectedVersion,
} from '../protocol/stream-errors.js';
import {
  deleteRequest,
  deleteResponse,
  expectedRevision,
  isUnnamed,
  positionOption,
  streamName,
} from '../protocol/stream-messages.js';
import type { EventLog } from '../storage/event-log.js';
import type { ExpectedRevision } from '../storage/expected-revision.js';
import type { AppendOutcome } from '../storage/log-writer.js';
import { unary } from '../transport/grpc-server.js';

type Removal = (streamName: string, expected: ExpectedRevision) => Promise<AppendOutcome>;

/** Soft delete: the stream is not found until someone appends to it again. */
export const deleteStream = (log: EventLog, access: Access): GuardedMethod =>
  removal(access, (name, expected) => log.writer.softDelete(name, expected));

/** The end of a stream: nothing can be read from or written to it again. */
export const tombstoneStream = (log: EventLog, access: Access): GuardedMethod =>
  removal(access, (name, expected) => log.writer.tombstone(name, expected));

const removal = (access: Access, remove: Removal): GuardedMethod =>
  unary(async (request, _call, principal) => {
    const { options } = deleteRequest.decode(request);
    const name = options?.stream_identifier ? streamName(options.stream_identifier) : '';
    const expected = options && expectedRevision(options);
    if (expected === undefined) throw invalidArgument('The expected revision is not set.');
    if (isUnnamed(name)) throw notPossible('The name of a stream must not be empty.');
    requireAccess(access, principal, 'delete', name);
    const outcome = await remove(name, expected).catch((error: unknown) => {
      throw notStored(error);
    });
    if (outcome.kind === 'stream-deleted') throw streamIsDeleted(name);
    if (outcome.kind === 'wrong-expected-revision') throw wrongExpectedVersion(name, expected, outcome.actual);
    return deleteResponse.encode(positionOption(outcome.position));
  });
