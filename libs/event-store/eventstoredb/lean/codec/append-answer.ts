/** `BatchAppendResp`: what became of one append. */
import type { ExpectedRevision, Position } from '../../../port/event-store.js';
import { readPosition } from './position.js';
import { type Status, readStatus } from './status.js';
import type { WireReader } from './wire-reader.js';

export type AppendAnswer = {
  /** The number that was sent, or -1 for an id that is none of ours. */
  correlation: number;
  streamRevision: number;
  position: Position | undefined;
  /** Undefined where the append was carried out. */
  failure: Status | undefined;
};

export function readAppendAnswer(reader: WireReader): AppendAnswer {
  const answer: AppendAnswer = { correlation: -1, streamRevision: 0, position: undefined, failure: undefined };
  while (reader.at < reader.end) {
    const tag = reader.varint();
    if (tag === 0x0a) answer.correlation = readCorrelation(reader, reader.fieldEnd());
    else if (tag === 0x12) answer.failure = readStatus(reader, reader.fieldEnd());
    else if (tag === 0x1a) readSuccess(reader, reader.fieldEnd(), answer);
    else reader.skip(tag);
  }
  return answer;
}

function readCorrelation(reader: WireReader, end: number): number {
  let correlation = -1;
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag !== 0x0a) {
      reader.skip(tag);
      continue;
    }
    const structuredEnd = reader.fieldEnd();
    while (reader.at < structuredEnd) {
      const half = reader.varint();
      if (half === 0x10) correlation = reader.varint();
      else reader.skip(half);
    }
  }
  return correlation;
}

function readSuccess(reader: WireReader, end: number, answer: AppendAnswer): void {
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === 0x08) answer.streamRevision = reader.varint();
    else if (tag === 0x1a) answer.position = readPosition(reader, reader.fieldEnd());
    else reader.skip(tag);
  }
}

/** Of a conflict: the revision that is there, as the details of the failure state it. */
export function actualRevision(reader: WireReader, { detail }: Status): ExpectedRevision {
  reader.over(detail, 0, detail.length);
  let actual: ExpectedRevision = 'no_stream';
  while (reader.at < reader.end) {
    const tag = reader.varint();
    if (tag === 0x08) actual = reader.varint();
    else reader.skip(tag);
  }
  return actual;
}
