import { fieldSize, varintSize, writeBytesField, writeFieldHeader, writeNumberField } from '../encoding/wire.js';
import type { LoggedEvent } from '../storage/recorded-event.js';
import { FRAME_HEADER_BYTES, writeFrameHeader } from '../transport/grpc-frames.js';
import { readResponse, empty, positionMessage } from './stream-messages.js';

/** Turns a logged event into the frame that carries it to a reader; persistent subscriptions add how often it was tried. */
export type EventWriter = (event: LoggedEvent, retryCount?: number) => Buffer;

const tag = { readEvent: 0x0a, event: 0x0a, link: 0x12, commitPosition: 0x18, retryCount: 0x28 };

export interface ResolvedRecord {
  readonly event?: Buffer | undefined;
  readonly link?: Buffer | undefined;
  /** Where the link is, or the event that is none. */
  readonly position: number;
  /** Persistent subscriptions only. */
  readonly retryCount?: number | undefined;
}

/**
 * `ReadResp { ReadEvent { event, link, position, retry count } }` around records as they are stored, frame header in front.
 * The message has the same numbers in both services.
 */
export function eventFrame({ event, link, position, retryCount }: ResolvedRecord): Buffer {
  const retryCountSize = retryCount === undefined ? 0 : 1 + varintSize(retryCount);
  const recordsSize = (event ? fieldSize(event.length) : 0) + (link ? fieldSize(link.length) : 0);
  const contentSize = recordsSize + 1 + varintSize(position) + retryCountSize;
  const messageSize = fieldSize(contentSize);
  const target = Buffer.allocUnsafe(FRAME_HEADER_BYTES + messageSize);
  writeFrameHeader(target, messageSize);
  let at = writeFieldHeader(target, FRAME_HEADER_BYTES, tag.readEvent, contentSize);
  if (event) at = writeBytesField(target, at, tag.event, event);
  if (link) at = writeBytesField(target, at, tag.link, link);
  at = writeNumberField(target, at, tag.commitPosition, position);
  if (retryCount !== undefined) writeNumberField(target, at, tag.retryCount, retryCount);
  return target;
}

export const confirmation = (subscriptionId: string): Uint8Array =>
  readResponse.encode({ confirmation: { subscription_id: subscriptionId } });
export const checkpoint = (position: number): Uint8Array =>
  readResponse.encode({ checkpoint: positionMessage(position) });
export const caughtUp: Uint8Array = readResponse.encode({ caught_up: empty });
export const firstStreamPosition = (revision: number): Uint8Array =>
  readResponse.encode({ first_stream_position: revision });
export const lastStreamPosition = (revision: number): Uint8Array =>
  readResponse.encode({ last_stream_position: revision });
export const streamNotFound = (streamName: string): Uint8Array =>
  readResponse.encode({ stream_not_found: { stream_identifier: { stream_name: Buffer.from(streamName) } } });
