import { expect, test } from '@jest/globals';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { withStructuredId } from '../protocol/structured-id.js';
import {
  decodeRecordedEvent,
  encodeRecordedEvent,
  isInStream,
  readHeader,
  type RecordedEvent,
} from './recorded-event.js';

const messages = createRequire(import.meta.url)('@eventstore/db-client/generated/streams_pb.js');
const { RecordedEvent: ClientEvent } = messages.ReadResp.ReadEvent;

const position = fc.integer({ min: 1, max: 2 ** 48 });
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const events: fc.Arbitrary<RecordedEvent> = fc.record({
  id: fc.uuid(),
  streamName: text,
  revision: fc.nat(2 ** 31 - 1),
  position,
  type: text,
  contentType: fc.constantFrom('application/json', 'application/octet-stream'),
  createdTicks: position.map(String),
  data: bytes,
  metadata: bytes,
});

test('what is stored is what the official client reads', () => {
  fc.assert(
    fc.property(events, (event) => {
      const read = ClientEvent.deserializeBinary(encodeRecordedEvent(event));
      expect(read.getId().getString()).toBe(event.id);
      expect(Buffer.from(read.getStreamIdentifier().getStreamName()).toString('utf8')).toBe(event.streamName);
      expect(read.getStreamRevision()).toBe(String(event.revision));
      expect([read.getCommitPosition(), read.getPreparePosition()]).toEqual([
        String(event.position),
        String(event.position),
      ]);
      expect(read.getMetadataMap().get('type')).toBe(event.type);
      expect(read.getMetadataMap().get('content-type')).toBe(event.contentType);
      expect(read.getMetadataMap().get('created')).toBe(event.createdTicks);
      expect(Buffer.from(read.getData_asU8())).toEqual(event.data);
      expect(Buffer.from(read.getCustomMetadata_asU8())).toEqual(event.metadata);
    }),
  );
});

test('and reads back as it was', () => {
  fc.assert(
    fc.property(events, (event) => {
      const record = encodeRecordedEvent(event);
      expect(decodeRecordedEvent(record)).toEqual(event);
      expect(readHeader(record)).toEqual({ id: event.id, streamName: event.streamName, type: event.type });
    }),
  );
});

test('the beginning of its stream’s name is found in its bytes', () => {
  const beginnings = fc.oneof(text, fc.constantFrom('\x18', '\x18\x01 '), fc.nat(60));
  fc.assert(
    fc.property(events, beginnings, fc.string({ maxLength: 2 }), (event, beginning, more) => {
      const prefix =
        typeof beginning === 'number' ? event.streamName.slice(0, beginning) : event.streamName + beginning;
      for (const sought of [prefix, prefix + more, more].filter((text) => Buffer.from(text).toString() === text))
        expect(isInStream(encodeRecordedEvent(event), Buffer.from(sought))).toBe(event.streamName.startsWith(sought));
    }),
  );
});

test('ids as two integers, for clients that want them so', () => {
  fc.assert(
    fc.property(events, (event) => {
      const read = ClientEvent.deserializeBinary(withStructuredId(encodeRecordedEvent(event)));
      const { mostSignificantBits, leastSignificantBits } = read.getId().getStructured().toObject();
      const hex = [mostSignificantBits, leastSignificantBits].map((bits: string) =>
        BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0'),
      );
      expect(hex.join('')).toBe(event.id.replaceAll('-', ''));
      expect(Buffer.from(read.getData_asU8())).toEqual(event.data);
    }),
  );
});
