import type { ExpectedRevision } from '../storage/expected-revision.js';
import { codecOf } from './codecs.js';
import { empty, type Empty } from './stream-messages.js';

/** `google.rpc.Status`, in which a batch append reports why it failed. */
export interface StatusMessage {
  readonly code: number;
  readonly message: string;
  readonly details: { readonly type_url: string; readonly value: Uint8Array };
}

// The numbers are those of the server's copy of google.rpc.Code.
const Code = {
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  UNAVAILABLE: 14,
};

const failure =
  <Details>(code: number, name: string) =>
  (details: Details): StatusMessage => ({
    code,
    message: name,
    details: {
      type_url: `type.googleapis.com/event_store.client.${name}`,
      value: codecOf<Details>(`event_store.client.${name}`).encode(details),
    },
  });

const wrongExpectedVersion = failure<Record<string, number | Empty>>(Code.ALREADY_EXISTS, 'WrongExpectedVersion');
const deleted = failure<{ stream_identifier: { stream_name: Uint8Array } }>(Code.NOT_FOUND, 'StreamDeleted');
const tooLarge = failure<{ maxAppendSize: number }>(Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded');
const bad = failure<{ message: string }>(Code.INVALID_ARGUMENT, 'BadRequest');

export const wrongExpectedRevision = (expected: ExpectedRevision, actual: number): StatusMessage =>
  wrongExpectedVersion({
    ...(actual < 0 ? { current_no_stream: empty } : { current_stream_revision: actual }),
    ...(typeof expected === 'number' ? { expected_stream_position: expected } : { [`expected_${expected}`]: empty }),
  });
export const streamDeleted = (streamName: string): StatusMessage =>
  deleted({ stream_identifier: { stream_name: Buffer.from(streamName) } });
export const appendTooLarge = (maxAppendSize: number): StatusMessage => tooLarge({ maxAppendSize });
export const badRequest = (message: string): StatusMessage => bad({ message });
export const timedOut: StatusMessage = failure<Empty>(Code.DEADLINE_EXCEEDED, 'Timeout')(empty);
export const accessDenied: StatusMessage = failure<Empty>(Code.PERMISSION_DENIED, 'AccessDenied')(empty);
/**
 * The append was not written, and why is the node's trouble: no space, a failing disk. The details are empty, because
 * clients show the message only of what they don't recognise.
 */
export const notWritten = (reason: string): StatusMessage => ({
  code: Code.UNAVAILABLE,
  message: `Not written: ${reason}`,
  details: { type_url: 'type.googleapis.com/google.protobuf.Empty', value: new Uint8Array() },
});
