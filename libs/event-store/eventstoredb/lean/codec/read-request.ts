/** `ReadReq`: reads of a stream or of the whole log, and subscriptions to it. As gRPC frames. */
import type { Direction, Position, SubscribeOptions } from '../../../port/event-store.js';
import { field, framed, numberField } from './message.js';
import { Slab, fieldSize, varintSize } from './slab.js';

const EMPTY = Buffer.alloc(0);
const NO_FILTER = field(0x42);
/** Ids as text. */
const UUIDS = field(0x4a, field(0x12));
const END_OF_OPTIONS = Buffer.concat([NO_FILTER, UUIDS]);
const slab = new Slab();
/** More than any log holds: the whole of it. */
const ALL = Number.MAX_SAFE_INTEGER;
/** A filtered subscription reports how far it has looked after each so many other events (times the window). */
const CHECKPOINT_INTERVAL = 32;
const SEARCH_WINDOW = 32;

export type Page<From> = { readonly from: From; readonly direction: Direction; readonly maxCount: number };

/** As rare messages are put together, this one would cost a tenth of a cold read. */
export function streamRequest(stream: string, { from, direction, maxCount }: Page<number | 'start' | 'end'>): Buffer {
  const nameBytes = Buffer.byteLength(stream);
  const count = Math.min(maxCount, ALL);
  const identifierBytes = fieldSize(nameBytes);
  const streamBytes = fieldSize(identifierBytes) + (typeof from === 'number' ? 1 + varintSize(from) : 2);
  const optionsBytes = fieldSize(streamBytes) + 2 + 1 + varintSize(count) + END_OF_OPTIONS.length;
  slab.reserve(5 + fieldSize(optionsBytes));
  slab.byte(0);
  slab.buffer.writeUInt32BE(fieldSize(optionsBytes), slab.at);
  slab.at += 4;
  slab.number(0x0a, optionsBytes);
  slab.number(0x0a, streamBytes);
  slab.number(0x0a, identifierBytes);
  slab.text(0x1a, stream, nameBytes);
  if (typeof from === 'number') slab.number(0x10, from);
  else slab.number(from === 'start' ? 0x1a : 0x22, 0);
  slab.number(0x18, direction === 'backwards' ? 1 : 0);
  slab.number(0x28, count);
  slab.buffer.set(END_OF_OPTIONS, slab.at);
  slab.at += END_OF_OPTIONS.length;
  return slab.cut();
}

export function allRequest({ from, ...page }: Page<Position | 'start' | 'end'>): Buffer {
  return framed(field(0x0a, field(0x12, positioned(from)), ...paged(page), NO_FILTER, UUIDS));
}

/** By what an event's type or stream begins with. Without anything it is to all streams. */
export function subscriptionRequest(
  from: Position | 'start',
  { streamPrefixes, types }: Pick<SubscribeOptions, 'streamPrefixes' | 'types'>,
): Buffer {
  const prefixes = (types ?? streamPrefixes).map((prefix) => field(0x12, Buffer.from(prefix)));
  const limits = Buffer.concat([numberField(0x18, SEARCH_WINDOW), numberField(0x28, CHECKPOINT_INTERVAL)]);
  const filter = prefixes.length > 0 ? field(0x3a, field(types ? 0x12 : 0x0a, ...prefixes), limits) : NO_FILTER;
  return framed(field(0x0a, field(0x12, positioned(from)), field(0x32), filter, UUIDS));
}

const paged = ({ direction, maxCount }: Omit<Page<never>, 'from'>): readonly Buffer[] => [
  direction === 'backwards' ? numberField(0x18, 1) : EMPTY,
  numberField(0x28, Math.min(maxCount, ALL)),
];

const positioned = (from: Position | 'start' | 'end'): Buffer =>
  typeof from === 'string'
    ? field(from === 'start' ? 0x12 : 0x1a)
    : field(0x0a, numberField(0x08, from.commit), numberField(0x10, from.prepare));
