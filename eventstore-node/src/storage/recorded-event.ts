import {
  fieldSize,
  varintSize,
  WireReader,
  writeBytesField,
  writeFieldHeader,
  writeNumberField,
  writeVarint,
} from '../encoding/wire.js';

/**
 * An event is stored as the very bytes a reader is sent: the protocol's `ReadResp.ReadEvent.RecordedEvent`.
 * So reading costs a copy and no conversion; whoever needs a field of it (filters, links, idempotency) parses that field.
 */
export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface RecordedEvent extends ProposedEvent {
  readonly streamName: string;
  /** `TOMBSTONE_REVISION` for the event that tombstones a stream. */
  readonly revision: number;
  /** Both the commit and the prepare position. */
  readonly position: number;
  /** Ticks (100 ns) since 1970, as the server writes them. */
  readonly createdTicks: string;
}

/** An event where it is in the log, as bytes. */
export interface LoggedEvent {
  readonly position: number;
  /** The bytes of `encodeRecordedEvent`. */
  readonly record: Buffer;
  /** As readers are sent it, once one was: all that want it in the same form share it. */
  framed?: Buffer | undefined;
}

/** The server keeps one bit of the content type. */
export const JSON_CONTENT = 'application/json';
export const BINARY_CONTENT = 'application/octet-stream';

/** Stands for 2^63-1, the revision the server gives a tombstone, which a double can't hold. */
export const TOMBSTONE_REVISION = Number.MAX_SAFE_INTEGER;
const tombstoneVarint = Buffer.from('ffffffffffffffff7f', 'hex');

const tag = {
  id: 0x0a,
  stream: 0x12,
  revision: 0x18,
  prepare: 0x20,
  commit: 0x28,
  metadata: 0x32,
  custom: 0x3a,
  data: 0x42,
};
const TYPE = Buffer.from('type');
const CONTENT_TYPE = Buffer.from('content-type');
const CREATED = Buffer.from('created');

const revisionSize = (revision: number): number =>
  revision === TOMBSTONE_REVISION ? tombstoneVarint.length : varintSize(revision);

/** A field with a message in it that has one field. */
function nestedField(outer: number, inner: number, text: string): Buffer {
  const content = Buffer.from(text);
  const target = Buffer.allocUnsafe(fieldSize(fieldSize(content.length)));
  writeBytesField(target, writeFieldHeader(target, 0, outer, fieldSize(content.length)), inner, content);
  return target;
}

function mapEntry(key: Buffer, text: string): Buffer {
  const value = Buffer.from(text);
  const size = fieldSize(key.length) + fieldSize(value.length);
  const target = Buffer.allocUnsafe(fieldSize(size));
  const at = writeBytesField(target, writeFieldHeader(target, 0, tag.metadata, size), 0x0a, key);
  writeBytesField(target, at, 0x12, value);
  return target;
}

/** Bytes that are the same as long as the value is: those of the last one are kept. */
class KeptField {
  private value: string | undefined;
  private bytes: Buffer = Buffer.alloc(0);

  constructor(private readonly written: (value: string) => Buffer) {}

  of(value: string): Buffer {
    if (value === this.value) return this.bytes;
    this.value = value;
    return (this.bytes = this.written(value));
  }
}

const kept = {
  stream: new KeptField((name) => nestedField(tag.stream, 0x1a, name)),
  type: new KeptField((type) => mapEntry(TYPE, type)),
  contentType: new KeptField((contentType) => mapEntry(CONTENT_TYPE, contentType)),
  created: new KeptField((ticks) => mapEntry(CREATED, ticks)),
};

const copied = (target: Buffer, at: number, field: Buffer): number => {
  target.set(field, at);
  return at + field.length;
};

export function encodeRecordedEvent(event: RecordedEvent): Buffer {
  const { id, revision, position, metadata, data } = event;
  const stream = kept.stream.of(event.streamName);
  const type = kept.type.of(event.type);
  const contentType = kept.contentType.of(event.contentType);
  const created = kept.created.of(event.createdTicks);
  const numbers = 3 + revisionSize(revision) + 2 * varintSize(position);
  const size =
    fieldSize(fieldSize(id.length)) +
    (stream.length + numbers + type.length + contentType.length + created.length) +
    (fieldSize(metadata.length) + fieldSize(data.length));
  const target = Buffer.allocUnsafe(size);
  let at = writeFieldHeader(target, 0, tag.id, fieldSize(id.length));
  at = writeFieldHeader(target, at, 0x12, id.length);
  at += target.write(id, at, id.length, 'latin1');
  at = copied(target, at, stream);
  target[at++] = tag.revision;
  if (revision === TOMBSTONE_REVISION) at = copied(target, at, tombstoneVarint);
  else at = writeVarint(target, at, revision);
  at = writeNumberField(target, at, tag.prepare, position);
  at = writeNumberField(target, at, tag.commit, position);
  at = copied(target, at, type);
  at = copied(target, at, contentType);
  at = copied(target, at, created);
  at = writeBytesField(target, at, tag.custom, metadata);
  writeBytesField(target, at, tag.data, data);
  return target;
}

const nestedText = (reader: WireReader): string => {
  reader.varint();
  reader.at++;
  return reader.text();
};

/** Whether the name of the event's stream begins so. Subscriptions look at every event: no text is made for it. */
export function isInStream(record: Buffer, beginning: Buffer): boolean {
  const reader = new WireReader(record, 1);
  reader.at = reader.fieldEnd() + 1;
  reader.varint();
  reader.at++;
  const end = reader.fieldEnd();
  const { at } = reader;
  return end - at >= beginning.length && reader.holds(beginning, at + beginning.length);
}

/** What a filter may look at. `encodeRecordedEvent` fixes the order of the fields, so nothing behind the type is touched. */
export function readHeader(record: Buffer): { id: string; streamName: string; type: string } {
  const reader = new WireReader(record, 1);
  const id = nestedText(reader);
  reader.at++;
  const streamName = nestedText(reader);
  for (let field = 0; field < 3; field++) {
    reader.at++;
    reader.varint();
  }
  reader.at++;
  reader.varint();
  reader.at += 2 + TYPE.length + 1;
  return { id, streamName, type: reader.text() };
}

export function decodeRecordedEvent(record: Buffer): RecordedEvent {
  const { id, streamName, type } = readHeader(record);
  const fields = {
    revision: 0,
    position: 0,
    contentType: '',
    createdTicks: '0',
    metadata: record.subarray(0, 0),
    data: record.subarray(0, 0),
  };
  const reader = new WireReader(record);
  while (!reader.isAtEnd) {
    const next = record[reader.at++] as number;
    if (next === tag.revision) fields.revision = Math.min(reader.varint(), TOMBSTONE_REVISION);
    else if (next === tag.commit) fields.position = reader.varint();
    else if (next === tag.custom) fields.metadata = reader.bytes();
    else if (next === tag.data) fields.data = reader.bytes();
    else if (next === tag.metadata) readMapEntry(reader.bytes(), fields);
    else reader.skip(next & 7);
  }
  return { id, streamName, type, ...fields };
}

function readMapEntry(entry: Buffer, fields: { contentType: string; createdTicks: string }): void {
  const reader = new WireReader(entry, 1);
  const key = reader.text();
  reader.at++;
  if (key === 'content-type') fields.contentType = reader.text();
  else if (key === 'created') fields.createdTicks = reader.text();
}
