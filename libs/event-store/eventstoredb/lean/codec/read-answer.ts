/** `ReadResp`: what a read or a subscription brings, one message each. */
import type { Position, StoredEvent } from '../../../port/event-store.js';
import { readPosition } from './position.js';
import { readRecordedEvent } from './recorded-event.js';
import type { WireReader } from './wire-reader.js';

export type ReadAnswer =
  /** Undefined: a link to what is not there any more. */
  | { readonly kind: 'event'; readonly event: StoredEvent | undefined }
  | { readonly kind: 'checkpoint'; readonly position: Position }
  | typeof CAUGHT_UP
  | typeof MISSING
  | typeof OTHER;

const CAUGHT_UP = { kind: 'caughtUp' } as const;
const MISSING = { kind: 'missing' } as const;
/** What nobody asked for: where a stream begins and ends, that a subscription is confirmed or has fallen behind. */
const OTHER = { kind: 'other' } as const;

/** `isText`: the event's data are left as they are. */
export function readReadAnswer(reader: WireReader, isText = false): ReadAnswer {
  let answer: ReadAnswer = OTHER;
  while (reader.at < reader.end) {
    const tag = reader.varint();
    if (tag === 0x0a) answer = { kind: 'event', event: readResolved(reader, reader.fieldEnd(), isText) };
    else if (tag === 0x1a) answer = { kind: 'checkpoint', position: readPosition(reader, reader.fieldEnd()) };
    else {
      if (tag === 0x22) answer = MISSING;
      else if (tag === 0x42) answer = CAUGHT_UP;
      reader.skip(tag);
    }
  }
  return answer;
}

function readResolved(reader: WireReader, end: number, isText: boolean): StoredEvent | undefined {
  let event: StoredEvent | undefined;
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === 0x0a) event = readRecordedEvent(reader, reader.fieldEnd(), isText);
    else reader.skip(tag);
  }
  return event;
}
