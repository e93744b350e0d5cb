/** `ReadReq`: reads of a stream or of the whole log, and subscriptions to it. As gRPC frames. */
import type { Direction, Position } from '../../../port/event-store.js';
import { field, framed, numberField } from './message.js';

const EMPTY = Buffer.alloc(0);
const NO_FILTER = field(0x42);
/** Ids as text. */
const UUIDS = field(0x4a, field(0x12));
/** More than any log holds: the whole of it. */
const ALL = Number.MAX_SAFE_INTEGER;
/** A filtered subscription reports how far it has looked after each so many other events (times the window). */
const CHECKPOINT_INTERVAL = 32;
const SEARCH_WINDOW = 32;

export type Page<From> = { readonly from: From; readonly direction: Direction; readonly maxCount: number };

export function streamRequest(stream: string, { from, ...page }: Page<number | 'start' | 'end'>): Buffer {
  const identifier = field(0x0a, field(0x1a, Buffer.from(stream)));
  return framed(field(0x0a, field(0x0a, identifier, place(from)), ...paged(page), NO_FILTER, UUIDS));
}

export function allRequest({ from, ...page }: Page<Position | 'start' | 'end'>): Buffer {
  return framed(field(0x0a, field(0x12, positioned(from)), ...paged(page), NO_FILTER, UUIDS));
}

/** Without prefixes it is to all streams. */
export function subscriptionRequest(from: Position | 'start', streamPrefixes: readonly string[]): Buffer {
  const prefixes = streamPrefixes.map((prefix) => field(0x12, Buffer.from(prefix)));
  const limits = Buffer.concat([numberField(0x18, SEARCH_WINDOW), numberField(0x28, CHECKPOINT_INTERVAL)]);
  const filter = prefixes.length > 0 ? field(0x3a, field(0x0a, ...prefixes), limits) : NO_FILTER;
  return framed(field(0x0a, field(0x12, positioned(from)), field(0x32), filter, UUIDS));
}

const paged = ({ direction, maxCount }: Omit<Page<never>, 'from'>): readonly Buffer[] => [
  direction === 'backwards' ? numberField(0x18, 1) : EMPTY,
  numberField(0x28, Math.min(maxCount, ALL)),
];

const place = (from: number | 'start' | 'end'): Buffer =>
  typeof from === 'number' ? numberField(0x10, from) : field(from === 'start' ? 0x1a : 0x22);

const positioned = (from: Position | 'start' | 'end'): Buffer =>
  typeof from === 'string'
    ? field(from === 'start' ? 0x12 : 0x1a)
    : field(0x0a, numberField(0x08, from.commit), numberField(0x10, from.prepare));
