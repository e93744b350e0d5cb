/** What is appended, and how large it is on its way. */
import { randomBytes, randomUUID } from 'node:crypto';
import { jsonEvent } from '@eventstore/db-client';
import { codecOf } from '../src/protocol/codecs.js';

const TYPE = 'Measured';
const batchAppendRequest = codecOf<Record<string, unknown>>('event_store.client.streams.BatchAppendReq');
const payload = { text: randomBytes(100).toString('hex') };

export const sampleEvents = (count: number) =>
  Array.from({ length: count }, () => jsonEvent({ type: TYPE, data: payload }));

/** Type and data: what is the event's own. */
export const ownBytes = TYPE.length + JSON.stringify(payload).length;

const STREAMS = 10_000;
const run = randomBytes(4).toString('hex');
export const someStream = (): string => `bench-${run}-${Math.floor(Math.random() * STREAMS)}`;
export const streamNumber = (number: number): string => `bench-${run}-large-${number}`;

/** Bytes of the message that carries one append. */
export function appendMessageBytes(events: number): number {
  const messages = sampleEvents(events).map(({ id, type, data }) => ({
    id: { string: id },
    metadata: { type, 'content-type': 'application/json' },
    data: Buffer.from(JSON.stringify(data)),
    custom_metadata: new Uint8Array(),
  }));
  return batchAppendRequest.encode({
    correlation_id: Buffer.from(randomUUID()),
    options: { stream_identifier: { stream_name: Buffer.from(someStream()) }, stream_position: 0 },
    proposed_messages: messages,
    is_final: true,
  }).length;
}
