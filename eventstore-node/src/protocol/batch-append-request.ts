import { WireReader } from '../encoding/wire.js';
import type { ExpectedRevision } from '../storage/expected-revision.js';
import { JSON_CONTENT, type ProposedEvent } from '../storage/recorded-event.js';
import { codecOf } from './codecs.js';
import { acceptable, InvalidEvent, type SentEvent } from './proposed-events.js';
import { canonical, uuidText, type UuidMessage } from './uuid.js';

/** A message of a batch append. An append is one of them, or several with the same correlation id. */
export interface BatchAppendRequest {
  /** As it came, since answers repeat it. */
  readonly correlationId: Buffer;
  readonly options: BatchAppendOptions | undefined;
  readonly events: readonly ProposedEvent[];
  /** Why the first event behind `events` is none. Those behind it are left out. */
  readonly invalid: InvalidEvent | undefined;
  readonly isFinal: boolean;
}

export interface BatchAppendOptions {
  readonly streamName: string | undefined;
  readonly expected: ExpectedRevision | undefined;
  /** In milliseconds since 1970. */
  readonly deadlineAt: number;
}

const request = { correlationId: 0x0a, options: 0x12, event: 0x1a, isFinal: 0x20 };
const option = {
  stream: 0x0a,
  revision: 0x10,
  noStream: 0x1a,
  any: 0x22,
  exists: 0x2a,
  timeOfDay: 0x32,
  duration: 0x3a,
};
const STREAM_NAME = 0x1a;
const SECONDS = 0x08;
const NANOS = 0x10;
const event = { id: 0x0a, property: 0x12, metadata: 0x1a, data: 0x22 };
const ID_AS_TEXT = 0x12;
/** Of the message that has an id in its usual form, as 36 characters. */
const USUAL_ID_BYTES = 38;
const KEY = 0x0a;
const VALUE = 0x12;
const NOTHING = Buffer.alloc(0);
const TYPE = Buffer.from('type');
const CONTENT_TYPE = Buffer.from('content-type');
const JSON_BYTES = Buffer.from(JSON_CONTENT);
type Writable<T> = { -readonly [K in keyof T]: T[K] };

const uuid = codecOf<UuidMessage>('event_store.client.UUID');

/**
 * By hand and in one pass, which is half the cost of a general decoder's: this is what nearly all that is written comes in.
 * Throws `RangeError` where it is no such message.
 */
export function decodeBatchAppend(message: Buffer): BatchAppendRequest {
  const reader = new WireReader(message);
  const events: ProposedEvent[] = [];
  let correlationId: Buffer = NOTHING;
  let options: BatchAppendOptions | undefined;
  let invalid: InvalidEvent | undefined;
  let isFinal = false;
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    if (tag === request.event && !invalid) {
      const sent = eventIn(reader, reader.fieldEnd());
      if (sent instanceof InvalidEvent) invalid = sent;
      else events.push(sent);
    } else if (tag === request.correlationId) correlationId = reader.bytes();
    else if (tag === request.options) options = optionsIn(reader, reader.fieldEnd());
    else if (tag === request.isFinal) isFinal = reader.varint() !== 0;
    else reader.skip(tag & 7);
  }
  return { correlationId, options, events, invalid, isFinal };
}

function optionsIn(reader: WireReader, end: number): BatchAppendOptions {
  let streamName: string | undefined;
  let expected: ExpectedRevision | undefined;
  let timeOfDay = Infinity;
  let duration: number | undefined;
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === option.stream) streamName = streamNameIn(reader, reader.fieldEnd());
    else if (tag === option.revision) expected = reader.varint();
    else if (tag === option.timeOfDay) timeOfDay = millisecondsIn(reader, reader.fieldEnd());
    else if (tag === option.duration) duration = millisecondsIn(reader, reader.fieldEnd());
    else {
      reader.skip(tag & 7);
      if (tag === option.noStream) expected = 'no_stream';
      else if (tag === option.any) expected = 'any';
      else if (tag === option.exists) expected = 'stream_exists';
    }
  }
  requireEnd(reader, end);
  return { streamName, expected, deadlineAt: duration === undefined ? timeOfDay : Date.now() + duration };
}

function streamNameIn(reader: WireReader, end: number): string {
  let name = '';
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === STREAM_NAME) name = reader.text();
    else reader.skip(tag & 7);
  }
  requireEnd(reader, end);
  return name;
}

/** A duration may be negative: then it has passed. */
function millisecondsIn(reader: WireReader, end: number): number {
  let milliseconds = 0;
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === SECONDS) milliseconds += reader.int64() * 1000;
    else if (tag === NANOS) milliseconds += reader.int64() / 1e6;
    else reader.skip(tag & 7);
  }
  requireEnd(reader, end);
  return milliseconds;
}

/** What is found missing is returned, since what comes behind it in the message is to be read nevertheless. */
function eventIn(reader: WireReader, end: number): ProposedEvent | InvalidEvent {
  const sent: Writable<SentEvent> = {
    id: undefined,
    type: undefined,
    contentType: undefined,
    data: NOTHING,
    metadata: NOTHING,
  };
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === event.data) sent.data = reader.bytes();
    else if (tag === event.metadata) sent.metadata = reader.bytes();
    else if (tag === event.id) sent.id = idIn(reader, reader.fieldEnd());
    else if (tag === event.property) takeProperty(reader, reader.fieldEnd(), sent);
    else reader.skip(tag & 7);
  }
  requireEnd(reader, end);
  try {
    return acceptable(sent);
  } catch (error) {
    if (error instanceof InvalidEvent) return error;
    throw error;
  }
}

function idIn(reader: WireReader, end: number): string | undefined {
  const { buffer, at } = reader;
  reader.at = end;
  if (end - at === USUAL_ID_BYTES && buffer[at] === ID_AS_TEXT)
    return canonical(buffer.toString('latin1', at + 2, end));
  return uuidText(uuid.decode(buffer.subarray(at, end)));
}

/** An entry of a map: its key, and then its value. Of others than these two nothing is kept. */
function takeProperty(reader: WireReader, end: number, sent: Writable<SentEvent>): void {
  let name: 'type' | 'contentType' | undefined;
  let value = '';
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag !== KEY && tag !== VALUE) {
      reader.skip(tag & 7);
      continue;
    }
    const fieldEnd = reader.fieldEnd();
    if (tag === VALUE) value = reader.holds(JSON_BYTES, fieldEnd) ? JSON_CONTENT : textUpTo(reader, fieldEnd);
    else
      name = reader.holds(TYPE, fieldEnd) ? 'type' : reader.holds(CONTENT_TYPE, fieldEnd) ? 'contentType' : undefined;
    reader.at = fieldEnd;
  }
  requireEnd(reader, end);
  if (name !== undefined) sent[name] = value;
}

const textUpTo = ({ buffer, at }: WireReader, end: number): string => buffer.toString('utf8', at, end);

function requireEnd({ at }: WireReader, end: number): void {
  if (at !== end) throw new RangeError('a field is longer than the message that it is in');
}
