/** `RecordedEvent`: an event of the log. Its JSON is parsed, or made a text, at once: a slice would keep the whole chunk in memory. */
import type { StoredEvent } from '../../../port/event-store.js';
import type { WireReader } from './wire-reader.js';

const NOTHING = { start: 0, end: 0 };
type Range = { readonly start: number; readonly end: number };
type Label = { readonly name: 'type' | 'created' | 'content-type' | 'other'; readonly value: Range };

const [TYPE, CREATED, CONTENT_TYPE, JSON_TYPE] = ['type', 'created', 'content-type', 'application/json'].map((text) =>
  Buffer.from(text),
) as [Buffer, Buffer, Buffer, Buffer];

export function readRecordedEvent(reader: WireReader, end: number, isText: boolean): StoredEvent {
  let id = '';
  let stream = '';
  let streamRevision = 0;
  let commit = 0n;
  let prepare = 0n;
  let type = '';
  let createdTicks = '';
  let isJson = false;
  let data: Range = NOTHING;
  let metadata: Range = NOTHING;
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === 0x0a) id = readNested(reader, 0x12);
    else if (tag === 0x12) stream = readNested(reader, 0x1a);
    else if (tag === 0x18) streamRevision = reader.varint();
    else if (tag === 0x20) prepare = reader.bigVarint();
    else if (tag === 0x28) commit = reader.bigVarint();
    else if (tag === 0x32) {
      const { name, value } = readLabel(reader, reader.fieldEnd());
      if (name === 'type') type = textOf(reader, value);
      else if (name === 'created') createdTicks = textOf(reader, value);
      else if (name === 'content-type') isJson = isJsonType(reader, value);
    } else if (tag === 0x3a) metadata = readRange(reader);
    else if (tag === 0x42) data = readRange(reader);
    else reader.skip(tag);
  }
  return {
    stream,
    id,
    type,
    streamRevision,
    position: { commit, prepare },
    data: dataIn(reader, data, isJson, isText),
    metadata: metadata.end > metadata.start ? jsonOr(reader, metadata, bytesOf) : undefined,
    // Ticks of 100 ns: without their last four digits they are milliseconds, exactly.
    created: new Date(Number(createdTicks.slice(0, -4))),
  };
}

/** The one text in a message of one field. */
function readNested(reader: WireReader, wanted: number): string {
  const end = reader.fieldEnd();
  let text = '';
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === wanted) text = reader.text();
    else reader.skip(tag);
  }
  return text;
}

/** One entry of the map of labels: which of those that count, and where its value lies. */
function readLabel(reader: WireReader, end: number): Label {
  let name: Label['name'] = 'other';
  let value: Range = NOTHING;
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === 0x0a) name = readLabelName(reader);
    else if (tag === 0x12) value = readRange(reader);
    else reader.skip(tag);
  }
  return { name, value };
}

function readLabelName(reader: WireReader): Label['name'] {
  const end = reader.fieldEnd();
  let name: Label['name'] = 'other';
  if (reader.isAt(TYPE, end)) name = 'type';
  else if (reader.isAt(CREATED, end)) name = 'created';
  else if (reader.isAt(CONTENT_TYPE, end)) name = 'content-type';
  reader.at = end;
  return name;
}

function isJsonType(reader: WireReader, { start, end }: Range): boolean {
  const { at } = reader;
  reader.at = start;
  const isJson = reader.isAt(JSON_TYPE, end);
  reader.at = at;
  return isJson;
}

function readRange(reader: WireReader): Range {
  const end = reader.fieldEnd();
  const range = { start: reader.at, end };
  reader.at = end;
  return range;
}

function dataIn(reader: WireReader, range: Range, isJson: boolean, isText: boolean): unknown {
  if (!isJson) return bytesOf(reader, range);
  return isText ? textOf(reader, range) : jsonOr(reader, range, textOf);
}

const textOf = ({ buffer }: WireReader, { start, end }: Range): string => buffer.toString('utf8', start, end);
const bytesOf = ({ buffer }: WireReader, { start, end }: Range): Uint8Array =>
  new Uint8Array(buffer.subarray(start, end));

function jsonOr(reader: WireReader, range: Range, otherwise: (reader: WireReader, range: Range) => unknown): unknown {
  try {
    return JSON.parse(textOf(reader, range));
  } catch {
    return otherwise(reader, range);
  }
}
