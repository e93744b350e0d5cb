/** Streams for lines to look at, and looks at them. */
import { randomUUID } from 'node:crypto';
import {
  jsonEvent,
  type AllStreamResolvedEvent,
  type AppendExpectedRevision,
  type AppendResult,
  type EventStoreDBClient,
  type Position,
  type ReadStreamOptions,
} from '@eventstore/db-client';
import { collect } from './outcomes.js';
import type { ServerUnderContract } from './server-under-contract.js';

/** Events that carry the numbers from `first` on. */
export const numbered = (first: number, count: number, type = 'Numbered') =>
  Array.from({ length: count }, (_, offset) => jsonEvent({ type, data: { number: first + offset } }));

/** The number in an event that `numbered` made. */
export const numberOf = ({ event }: { event?: { data: unknown } | undefined }): number =>
  (event as { data: { number: number } }).data.number;

const EVENTS_AN_APPEND = 500;

/** A new stream that holds the numbers from 0 on. */
export async function streamOf({ client, newStream }: ServerUnderContract, count: number, label?: string) {
  const name = newStream(label);
  for (let first = 0; first < count; first += EVENTS_AN_APPEND)
    await client.appendToStream(name, numbered(first, Math.min(EVENTS_AN_APPEND, count - first)));
  return name;
}

/** The client's constants forget what they are in a list. */
export const expectations = (...expected: AppendExpectedRevision[]): AppendExpectedRevision[] => expected;

/** Appends events with ids of their own. */
export const append = (
  client: EventStoreDBClient,
  name: string,
  count: number,
  expectedRevision?: AppendExpectedRevision,
): Promise<AppendResult> =>
  client.appendToStream(
    name,
    Array.from({ length: count }, () => jsonEvent({ id: randomUUID(), type: 'Appended', data: {} })),
    expectedRevision === undefined ? {} : { expectedRevision },
  );

export const readNumbers = async (client: EventStoreDBClient, name: string, options: ReadStreamOptions = {}) =>
  (await collect(client.readStream(name, options))).map(numberOf);

export const readRevisions = async (client: EventStoreDBClient, name: string, options: ReadStreamOptions = {}) =>
  (await collect(client.readStream(name, options))).map(({ event }) => Number(event?.revision));

/** Far more than a quiet server writes on its own account between two lines, far fewer than a busy log holds. */
const NEARBY = 500;

/** The events of some streams that follow a position in `$all`, that position included. */
export async function inAllFrom(
  client: EventStoreDBClient,
  fromPosition: Position,
  isOurs: (streamName: string) => boolean,
): Promise<AllStreamResolvedEvent[]> {
  const nearby = await collect(client.readAll({ fromPosition, maxCount: NEARBY }));
  return nearby.filter(({ event }) => event !== undefined && isOurs(event.streamId));
}
