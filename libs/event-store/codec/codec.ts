/**
 * Domain event ↔ stored JSON. An aggregate names every type it can have and, where that is not version 1 and nothing
 * else, how it is stored. A type that is not named stops the reader: a ledger never skips an event that it can't read.
 */
import type { Actor, Event, Instant, Origin, Turn } from '#domain/messages.js';
import { cutLines } from './cut-lines.js';
import { deflated, inflated } from './deflated.js';

/** Data and metadata of an event as JSON. The order of members is part of the bytes, and so of the hash chain. */
export type StoredJson = { readonly type: string; readonly data: unknown; readonly metadata: unknown };

/** What is known of an event beside its data. `previousHash` is added when the event takes its place in a stream. */
export type StoredMetadata = {
  /** Version of the type. */
  readonly v: number;
  /** Of the event's first entry. */
  readonly revision: number;
  readonly recordedAt: Instant;
  readonly effectiveAt: Instant;
  readonly key?: string;
  readonly requestHash?: string;
  /** Absent where each entry of the event names its own. */
  readonly actor?: Actor;
  /** The data are `{ deflated }`, see deflated.ts: as they are, the event's append would be too large. */
  readonly isDeflated?: true;
  readonly turn?: Turn;
  /** Hash of the event before in the stream, see hash-chain.ts. */
  readonly previousHash?: string;
};

export type EncodedEvent = StoredJson & { readonly metadata: StoredMetadata };

/** Lifts data from one version to the next. Pure, total over what was ever written, and never edited afterwards. */
export type Upcaster = (data: unknown) => unknown;

/** How one type is stored. */
export type EventFormat<E extends Event> = {
  /** `upcasters[0]` lifts version 1 to 2, and so on: today's version is their number + 1. */
  readonly upcasters?: readonly Upcaster[];
  /** Where key, request hash and actor are part of the data: the origin of the event as a whole. */
  readonly originOf?: (data: E['data']) => Origin;
  /** Its data are `{ lines }`, each an entry, with its revision first: one can be read without the others. */
  readonly isOfLines?: true;
  /** Its data hold entries of other types, each stored with the version of its type. */
  readonly holdsEntries?: true;
};

type Deflated = { readonly deflated: string };
type Held = { readonly type: string; readonly v?: number; readonly data: unknown };
type Holder = { readonly entries: readonly Held[] };

/** Of the types that are stored in any other way than as version 1. */
export type EventFormats<E extends Event> = { readonly [T in E['type']]?: EventFormat<Extract<E, { type: T }>> };

export type Codec<E extends Event> = {
  /** Today's version of each type. */
  readonly versions: { readonly [T in E['type']]: number };
  /** Without `previousHash`. */
  encode(event: E): EncodedEvent;
  /** Throws `UnreadableEvent` where type, version or metadata are not known. */
  decode(stored: StoredJson): E;
  /** An event whose data are text, of which parts are parsed when they are asked for; null where it is parsed as a whole. */
  cut(stored: StoredText): CutEvent<E> | null;
};

/** An event whose data are the text that is stored. */
export type StoredText = Omit<StoredJson, 'data'> & { readonly data: string };

/** Its entries are those from one revision to another; some of them are an event as well. */
export type CutEvent<E> = { readonly first: number; readonly last: number; part(from: number, to: number): E };

/** An event of an unknown type, a version from the future, or not written by Drawdown. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

export function createCodec<E extends Event>(types: readonly E['type'][], formats: EventFormats<E> = {}): Codec<E> {
  const special = formats as Readonly<Record<string, EventFormat<E> | undefined>>;
  const table = new Map(types.map((type): [string, EventFormat<E>] => [type, special[type] ?? {}]));
  const formatOf = (type: string): EventFormat<E> => {
    const format = table.get(type);
    if (!format) throw new UnreadableEvent(`There is no event type ${JSON.stringify(type)}`);
    return format;
  };

  const upcastersOf = (type: string): readonly Upcaster[] => formatOf(type).upcasters ?? [];
  const versionOf = (type: string): number => upcastersOf(type).length + 1;
  const versions = Object.fromEntries([...table.keys()].map((type) => [type, versionOf(type)]));
  const lift = (type: string, v: number, data: unknown): unknown =>
    upcastersOf(type)
      .slice(v - 1)
      .reduce((older, upcast) => upcast(older), data);

  const withVersions = ({ entries }: Holder): Holder => ({
    entries: entries.map(({ type, ...entry }) => ({ type, v: versionOf(type), ...entry })),
  });
  const withoutVersions = ({ entries }: Holder): Holder => ({
    entries: entries.map(({ type, v, ...entry }) => ({
      type,
      ...entry,
      data: lift(type, knownVersion(type, v, versionOf(type)), entry.data),
    })),
  });

  const decode = ({ type, data, metadata }: StoredJson): E => {
    const { originOf, holdsEntries } = formatOf(type);
    const envelope = known(type, metadata, versionOf(type));
    const { v, revision, recordedAt, effectiveAt } = envelope;
    const lifted = lift(type, v, envelope.isDeflated ? inflated((data as Deflated).deflated) : data);
    const current: E['data'] = holdsEntries ? withoutVersions(lifted as Holder) : lifted;
    const origin = originOf ? originOf(current) : originIn(type, envelope);
    const event = { type, revision, recordedAt, effectiveAt, origin, data: current };
    return (envelope.turn === undefined ? event : { ...event, turn: envelope.turn }) as unknown as E;
  };

  return {
    versions: versions as Codec<E>['versions'],
    decode,

    encode(event) {
      const { originOf, holdsEntries } = formatOf(event.type);
      const { revision, recordedAt, effectiveAt } = event;
      const times = { v: versionOf(event.type), revision, recordedAt, effectiveAt };
      return {
        type: event.type,
        data: holdsEntries ? withVersions(event.data as Holder) : event.data,
        metadata: originOf ? times : { ...times, ...originWritten(event.origin), ...said(event.turn) },
      };
    },

    cut({ type, data, metadata }) {
      const { isOfLines, upcasters = [] } = formatOf(type);
      const { isDeflated, ...envelope } = known(type, metadata, versionOf(type));
      const lines = isOfLines && !isDeflated && upcasters.length === 0 ? cutLines(data, envelope.revision) : null;
      if (!lines) return null;
      const part = (revision: number, to: number): E => {
        const some = lines.linesFrom(revision, to) as readonly { readonly effectiveAt: Instant }[];
        const effectiveAt = some[0]?.effectiveAt;
        return decode({ type, data: { lines: some }, metadata: { ...envelope, revision, effectiveAt } });
      };
      return { first: lines.first, last: lines.last, part };
    },
  };
}

/** Metadata as JSON. Written out where there is nothing to escape: for every charge. */
export function metadataJson(metadata: StoredMetadata, previousHash: string): string {
  if (metadata.actor !== undefined || metadata.isDeflated) return JSON.stringify({ ...metadata, previousHash });
  const { v, revision, recordedAt, effectiveAt } = metadata;
  const times = `"recordedAt":"${recordedAt}","effectiveAt":"${effectiveAt}"`;
  return `{"v":${v},"revision":${revision},${times},"previousHash":"${previousHash}"}`;
}

/** The same event in fewer bytes. */
export const deflatedJson = ({ type, data, metadata }: EncodedEvent): EncodedEvent => ({
  type,
  data: { deflated: deflated(Buffer.from(JSON.stringify(data))) } satisfies Deflated,
  metadata: { ...metadata, isDeflated: true },
});

/** Written out: spreading what may be absent costs more than the rest of an event that is read. */
export function originWritten({ key, requestHash, actor }: Optional<Origin>): Origin {
  if (key === undefined) return requestHash === undefined ? { actor } : { requestHash, actor };
  return requestHash === undefined ? { key, actor } : { key, requestHash, actor };
}
type Optional<T> = { readonly [K in keyof T]: T[K] | (undefined extends T[K] ? undefined : never) };

const said = (turn: Turn | undefined) => (turn === undefined ? undefined : { turn });

function originIn(
  type: string,
  { key, requestHash, actor }: Pick<StoredMetadata, 'key' | 'requestHash' | 'actor'>,
): Origin {
  if (!actor) throw new UnreadableEvent(`A stored ${type} names no actor`);
  return originWritten({ key, requestHash, actor });
}

function knownVersion(type: string, v: number | undefined, today: number): number {
  if (v === undefined || !Number.isInteger(v) || v < 1 || v > today)
    throw new UnreadableEvent(`Version ${String(v)} of ${type} is not known; the newest is ${today}`);
  return v;
}

function known(type: string, metadata: unknown, today: number): StoredMetadata {
  const { v, revision, recordedAt, effectiveAt } = (metadata ?? {}) as Partial<StoredMetadata>;
  knownVersion(type, v, today);
  if (!Number.isInteger(revision) || typeof recordedAt !== 'string' || typeof effectiveAt !== 'string')
    throw new UnreadableEvent(`The metadata of a ${type} are not those of a Drawdown event`);
  return metadata as StoredMetadata;
}
