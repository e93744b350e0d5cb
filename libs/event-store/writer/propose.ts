/** From decided events to the bytes of one append: packed, encoded, chained, and cut where an append would grow too large. */
import type { Aggregate, Command, Event } from '#domain/messages.js';
import type { Answer, DecidedBatch } from './batch.js';
import { type Codec, deflatedJson, metadataJson } from '../codec/codec.js';
import { TooMuchAtOnce } from '../port/errors.js';
import type { ProposedEvent } from '../port/event-store.js';
import { chained } from '../codec/hash-chain.js';
import { newEventId } from './event-ids.js';
import { NONE, grown } from './grown.js';
import { type LoadedStream, lastRevisionOf } from '../history/loaded-stream.js';

/** An event that several commands share is no larger: whoever needs one entry reads all of it. */
const SHARED_EVENT_BYTES = 256 * 1024;
/** What framing and the event's id and type add to its bytes, generously. */
const OVERHEAD_BYTES = 256;

export type Proposal<E extends Event> = {
  readonly proposed: readonly ProposedEvent[];
  /** The same events as the domain sees them, and the hash of each. */
  readonly packed: readonly { readonly event: E; readonly hash: string }[];
  /** How many of the decided events are in it, from the first on. */
  readonly events: number;
};

type Context<State, C extends Command, E extends Event> = {
  readonly aggregate: Aggregate<State, C, E>;
  readonly codec: Codec<E>;
  readonly limits: { readonly bytesPerAppend: number };
};

/**
 * As many whole commands as fit one append. Where not even the first fits, the leading facts that fell due before it
 * (they have no key) go ahead by themselves; where there are none, it is written in fewer bytes. Where that is still too
 * much it throws `TooMuchAtOnce`.
 */
export function propose<State, C extends Command, E extends Event>(
  context: Context<State, C, E>,
  loaded: LoadedStream<State>,
  decided: Pick<DecidedBatch<State, C, E>, 'events' | 'answers'>,
): Proposal<E> {
  const { events, answers } = decided;
  const all = fill(context, loaded, events);
  if (all.events === events.length) return all;

  const ends = answers.map((answer) => answer.events).filter((end) => end > 0);
  const whole = ends.findLast((end) => end <= all.events);
  if (whole !== undefined) return fill(context, loaded, events.slice(0, whole));

  const first = events.slice(0, ends[0]);
  const keyed = first.findIndex(({ origin }) => origin.key !== undefined);
  const due = keyed < 0 ? first : first.slice(0, keyed);
  for (const isDeflated of [false, true]) {
    if (keyed === 0) {
      const whole = fill(context, loaded, first, { isDeflated });
      if (whole.events === first.length) return whole;
      continue;
    }
    const ahead = fill(context, loaded, due, { isDeflated });
    if (ahead.events === due.length) return ahead;
    // What follows from a fact is recorded with it.
    const next = due.findLastIndex((event, nth) => nth <= ahead.events && context.aggregate.isDueFact(event));
    if (next > 0) return fill(context, loaded, due.slice(0, next), { isDeflated });
  }
  throw new TooMuchAtOnce();
}

/** As many of the events as fit. Packed events that come out too large are packed again, with half as many entries. */
function fill<State, C extends Command, E extends Event>(
  context: Context<State, C, E>,
  loaded: LoadedStream<State>,
  events: readonly E[],
  { entriesPerEvent, isDeflated = false }: { readonly entriesPerEvent?: number; readonly isDeflated?: boolean } = {},
): Proposal<E> {
  const { aggregate, codec, limits } = context;
  let proposed: Proposal<E>['proposed'] = NONE;
  let packed: Proposal<E>['packed'] = NONE;
  const all = aggregate.pack(events, entriesPerEvent);
  let previousHash = loaded.lastHash;
  let bytes = 0;
  for (const event of all) {
    const encoded = codec.encode(event);
    const { type, data, metadata } = isDeflated ? deflatedJson(encoded) : encoded;
    const json = {
      type,
      id: newEventId(),
      data: JSON.stringify(data),
      metadata: metadataJson(metadata, previousHash),
    };
    const next = chained(previousHash, json, loaded.streamRevision + 1 + proposed.length);
    if (next.proposed.data.length > SHARED_EVENT_BYTES) {
      const entries = aggregate.entriesOf(event).length;
      if (entries > 1) return fill(context, loaded, events, { entriesPerEvent: Math.ceil(entries / 2), isDeflated });
    }
    bytes += next.proposed.data.length + next.proposed.metadata.length + OVERHEAD_BYTES;
    if (bytes > limits.bytesPerAppend) break;
    previousHash = next.hash;
    proposed = grown(proposed, next.proposed);
    packed = grown(packed, { event, hash: previousHash });
  }
  if (packed.length === all.length) return { proposed, packed, events: events.length };
  const last = packed.at(-1);
  const reached = last ? lastRevisionOf({ aggregate }, last.event) : loaded.revision;
  const fitting = events.findIndex((event) => lastRevisionOf({ aggregate }, event) > reached);
  return { proposed, packed, events: fitting };
}

/** The answers that rest on the proposal alone, and those whose commands have to wait for the next append. */
export function split<State, C extends Command, E extends Event>(
  answers: readonly Answer<State, C, E>[],
  { events }: Proposal<E>,
  total: number,
): { readonly given: readonly Answer<State, C, E>[]; readonly waiting: readonly Answer<State, C, E>[] } {
  if (events === total) return { given: answers, waiting: [] };
  const first = answers.findIndex((answer) => answer.events > events);
  return { given: answers.slice(0, first), waiting: answers.slice(first) };
}
