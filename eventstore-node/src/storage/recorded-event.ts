import { fieldSize, varintSize, WireReader, writeBytesField, writeFieldHeader, writeVarint } from '../encoding/wire.js';

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

const mapEntrySize = (key: Buffer, valueLength: number): number => fieldSize(key.length) + fieldSize(valueLength);
const revisionSize = (revision: number): number =>
  revision === TOMBSTONE_REVISION ? tombstoneVarint.length : varintSize(revision);

const writeText = (target: Buffer, at: number, text: string, length: number): number => {
  target.write(text, at, length, length === text.length ? 'latin1' : 'utf8');
  return at + length;
};

const writeMapEntry = (target: Buffer, at: number, key: Buffer, value: string, valueLength: number): number => {
  let offset = writeFieldHeader(target, at, tag.metadata, mapEntrySize(key, valueLength));
  offset = writeBytesField(target, offset, 0x0a, key);
  offset = writeFieldHeader(target, offset, 0x12, valueLength);
  return writeText(target, offset, value, valueLength);
};

export function encodeRecordedEvent(event: RecordedEvent): Buffer {
  const nameLength = Buffer.byteLength(event.streamName);
  const typeLength = Buffer.byteLength(event.type);
  const contentTypeLength = Buffer.byteLength(event.contentType);
  const positionSize = varintSize(event.position);
  const size =
    fieldSize(fieldSize(event.id.length)) +
    fieldSize(fieldSize(nameLength)) +
    (1 + revisionSize(event.revision)) +
    2 * (1 + positionSize) +
    fieldSize(mapEntrySize(TYPE, typeLength)) +
    fieldSize(mapEntrySize(CONTENT_TYPE, contentTypeLength)) +
    fieldSize(mapEntrySize(CREATED, event.createdTicks.length)) +
    fieldSize(event.metadata.length) +
    fieldSize(event.data.length);
  const target = Buffer.allocUnsafe(size);
  let at = writeFieldHeader(target, 0, tag.id, fieldSize(event.id.length));
  at = writeFieldHeader(target, at, 0x12, event.id.length);
  at = writeText(target, at, event.id, event.id.length);
  at = writeFieldHeader(target, at, tag.stream, fieldSize(nameLength));
  at = writeFieldHeader(target, at, 0x1a, nameLength);
  at = writeText(target, at, event.streamName, nameLength);
  target[at++] = tag.revision;
  if (event.revision === TOMBSTONE_REVISION) at += tombstoneVarint.copy(target, at);
  else at = writeVarint(target, at, event.revision);
  target[at++] = tag.prepare;
  at = writeVarint(target, at, event.position);
  target[at++] = tag.commit;
  at = writeVarint(target, at, event.position);
  at = writeMapEntry(target, at, TYPE, event.type, typeLength);
  at = writeMapEntry(target, at, CONTENT_TYPE, event.contentType, contentTypeLength);
  at = writeMapEntry(target, at, CREATED, event.createdTicks, event.createdTicks.length);
  at = writeBytesField(target, at, tag.custom, event.metadata);
  writeBytesField(target, at, tag.data, event.data);
  return target;
}

const nestedText = (reader: WireReader): string => {
  reader.varint();
  reader.at++;
  return reader.text();
};

/** What filters need of an event. `encodeRecordedEvent` fixes the order of the fields, so nothing behind the type is touched. */
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
