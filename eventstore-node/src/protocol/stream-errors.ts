import { exactRevision, type ExpectedRevision } from '../storage/expected-revision.js';
import { GrpcError, Status } from '../transport/grpc-status.js';

/** Errors whose trailers name them, as the server's do, so that clients raise the class of error they have for each. */

/** How the server writes an expected revision in a trailer. */
const versionNumber = (expected: ExpectedRevision): number => exactRevision(expected) ?? (expected === 'any' ? -2 : -4);

/** Of a delete or a tombstone: the server says "Delete" of either. */
export const wrongExpectedVersion = (streamName: string, expected: ExpectedRevision, actual: number): GrpcError =>
  new GrpcError(
    Status.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${streamName}, Expected version: ${versionNumber(expected)}, Actual version: ${actual}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': streamName,
      'expected-version': String(versionNumber(expected)),
      'actual-version': String(actual),
    },
  );

export const streamIsDeleted = (streamName: string): GrpcError =>
  new GrpcError(Status.FAILED_PRECONDITION, `Event stream '${streamName}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': streamName,
  });

export const maxAppendSizeExceeded = (bytes: number): GrpcError =>
  new GrpcError(Status.INVALID_ARGUMENT, `Maximum Append Size of ${bytes} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(bytes),
  });

export const requiredPropertyMissing = (property: string): GrpcError =>
  new GrpcError(Status.INVALID_ARGUMENT, `Required Metadata Property '${property}' is missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

/** What the server fails at rather than refuses: clients get no kind of error. */
export const notPossible = (message: string): GrpcError => new GrpcError(Status.UNKNOWN, message);

export const invalidArgument = (message: string): GrpcError => new GrpcError(Status.INVALID_ARGUMENT, message);

/** The server calls this a timeout, and clients know it by its code. */
export const consumerTooSlow = (state: string): GrpcError =>
  new GrpcError(
    Status.ABORTED,
    `Operation timed out: Consumer too slow to handle event while ${state}. Client resubscription required.`,
  );

/** An append that the node came to only when its caller had given up. */
export const deadlineExceeded = (): GrpcError => new GrpcError(Status.DEADLINE_EXCEEDED, 'Deadline exceeded');

/** An append that did not reach the disk. */
export const notStored = (cause: unknown): GrpcError =>
  new GrpcError(Status.UNAVAILABLE, `Not written: ${cause instanceof Error ? cause.message : String(cause)}`);
