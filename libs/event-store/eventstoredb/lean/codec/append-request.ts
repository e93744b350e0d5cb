/** `BatchAppendReq`: one append in one message, with its events. */
import type { ExpectedRevision, ProposedEvent } from '../../../port/event-store.js';
import { field } from './message.js';
import { type Slab, fieldSize, varintSize } from './slab.js';

export type AppendRequest = {
  /** A safe integer by which the answer is known again. */
  readonly correlation: number;
  readonly stream: string;
  readonly events: readonly ProposedEvent[];
  readonly expected: ExpectedRevision;
  /** By the server's clock, in milliseconds since 1970; without it the server's own time to write counts. */
  readonly deadlineAt?: number | undefined;
};

const tag = { correlation: 0x0a, options: 0x12, message: 0x1a, isFinal: 0x20 };
const option = { identifier: 0x0a, revision: 0x10, noStream: 0x1a, deadline: 0x32 };
const proposed = { id: 0x0a, label: 0x12, metadata: 0x1a, data: 0x22 };
const FRAME_BYTES = 5;
const UUID_BYTES = 36;
/** `UUID { string }` as a field. */
const ID_BYTES = fieldSize(fieldSize(UUID_BYTES));

/** Writes the message with its gRPC frame. */
export function writeAppendRequest(slab: Slab, request: AppendRequest): void {
  const { correlation, stream, events, deadlineAt } = request;
  const streamBytes = Buffer.byteLength(stream);
  const structuredBytes = 1 + varintSize(correlation);
  const optionsBytes = optionsSize(streamBytes, request);
  let bytes = fieldSize(fieldSize(structuredBytes)) + fieldSize(optionsBytes) + 2;
  for (const event of events) bytes += fieldSize(eventSize(event));

  slab.reserve(FRAME_BYTES + bytes);
  const start = slab.at;
  slab.byte(0);
  slab.buffer.writeUInt32BE(bytes, slab.at);
  slab.at += 4;
  // Structured, as the server's notice of a late append always is: { msb 0, lsb correlation }.
  slab.number(tag.correlation, fieldSize(structuredBytes));
  slab.number(0x0a, structuredBytes);
  slab.number(0x10, correlation);
  slab.number(tag.options, optionsBytes);
  slab.number(option.identifier, fieldSize(streamBytes));
  slab.text(0x1a, stream, streamBytes);
  if (request.expected === 'no_stream') slab.number(option.noStream, 0);
  else slab.number(option.revision, request.expected);
  if (deadlineAt !== undefined) writeTimestamp(slab, deadlineAt);
  for (const event of events) writeEvent(slab, event);
  slab.number(tag.isFinal, 1);
  if (slab.at - start === FRAME_BYTES + bytes) return;
  slab.at = start;
  throw new RangeError('An append is not as long as it was said to be');
}

function optionsSize(streamBytes: number, { expected, deadlineAt }: AppendRequest): number {
  const expectedBytes = expected === 'no_stream' ? 2 : 1 + varintSize(expected);
  const deadlineBytes = deadlineAt === undefined ? 0 : fieldSize(timestampSize(deadlineAt));
  return fieldSize(fieldSize(streamBytes)) + expectedBytes + deadlineBytes;
}

const secondsOf = (at: number): number => Math.max(0, Math.floor(at / 1000));
const nanosOf = (at: number): number => (Math.max(0, Math.floor(at)) % 1000) * 1_000_000;
const timestampSize = (at: number): number => 2 + varintSize(secondsOf(at)) + varintSize(nanosOf(at));

/** `deadline_21_10_0`: a time of day, which also says of a request that lay unread for long that it is late. */
function writeTimestamp(slab: Slab, at: number): void {
  slab.number(option.deadline, timestampSize(at));
  slab.number(0x08, secondsOf(at));
  slab.number(0x10, nanosOf(at));
}

function eventSize({ id, type, data, metadata }: ProposedEvent): number {
  if (id.length !== UUID_BYTES) throw new RangeError(`${id} is not a UUID`);
  return ID_BYTES + labelsOf(type).length + fieldSize(metadata.length) + fieldSize(data.length);
}

function writeEvent(slab: Slab, event: ProposedEvent): void {
  slab.number(tag.message, eventSize(event));
  slab.number(proposed.id, fieldSize(UUID_BYTES));
  slab.text(0x12, event.id, UUID_BYTES);
  const labels = labelsOf(event.type);
  slab.buffer.set(labels, slab.at);
  slab.at += labels.length;
  slab.bytes(proposed.metadata, event.metadata);
  slab.bytes(proposed.data, event.data);
}

const labelsByType = new Map<string, Buffer>();

/** The map that states type and content, whole: types are few. */
function labelsOf(type: string): Buffer {
  let labels = labelsByType.get(type);
  if (!labels)
    labelsByType.set(type, (labels = Buffer.concat([label('type', type), label('content-type', JSON_TYPE)])));
  return labels;
}

const JSON_TYPE = 'application/json';

function label(name: string, value: string): Buffer {
  const [key, text] = [Buffer.from(name), Buffer.from(value)];
  return field(proposed.label, field(0x0a, key), field(0x12, text));
}
