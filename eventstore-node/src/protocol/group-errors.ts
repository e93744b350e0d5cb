import { GrpcError, Status, type StatusCode } from '../transport/grpc-status.js';
import type { GroupKey } from './group-key.js';

/** Errors about a group, with the trailers by which clients know them. */
const groupError =
  (code: StatusCode, exception: string, sentence: (key: GroupKey) => string) =>
  (key: GroupKey): GrpcError =>
    new GrpcError(code, sentence(key), { exception, 'stream-name': key.streamName, 'group-name': key.groupName });

export const groupExists = groupError(
  Status.ALREADY_EXISTS,
  'persistent-subscription-exists',
  ({ streamName, groupName }) => `Subscription group ${groupName} on stream ${streamName} exists.`,
);

export const groupDoesNotExist = groupError(
  Status.NOT_FOUND,
  'persistent-subscription-does-not-exist',
  ({ streamName, groupName }) => `Subscription group ${groupName} on stream ${streamName} does not exist.`,
);

export const maximumSubscribersReached = groupError(
  Status.FAILED_PRECONDITION,
  'maximum-subscribers-reached',
  ({ streamName, groupName }) =>
    `Maximum subscriptions reached for subscription group ${groupName} on stream ${streamName}.`,
);

export const groupDropped = groupError(
  Status.CANCELLED,
  'persistent-subscription-dropped',
  ({ streamName, groupName }) => `Subscription group ${groupName} on stream ${streamName} was dropped.`,
);

export const groupFailed = ({ streamName, groupName }: GroupKey, reason: string): GrpcError =>
  new GrpcError(Status.INTERNAL, `Subscription group ${groupName} on stream ${streamName} failed: '${reason}'`, {
    exception: 'persistent-subscription-failed',
    'stream-name': streamName,
    'group-name': groupName,
    reason,
  });

/** The server stumbles over such requests, and clients get no kind of error. */
export const unexplained = (reason: string): GrpcError => new GrpcError(Status.UNKNOWN, reason);

/** What groups there are could not be read: nothing is changed before it can. */
export const groupsNotReady = (reason: string): GrpcError =>
  new GrpcError(Status.UNAVAILABLE, `Server Is Not Ready: ${reason}`);
