/**
 * The names of all keys. A build's keys begin with its id, so that a new build grows beside the old one. The keys of an
 * aggregate, and the register and indexes of its shard, share a hash tag: in a Redis Cluster they are in one slot and
 * are written together. An aggregate goes by the name of its stream.
 */
import type { Position } from '#event-store/port/event-store.js';

/** What the keys of one deployment begin with. */
export const DEPLOYMENT = 'drawdown';

export const SHARDS: readonly string[] = Array.from({ length: 16 }, (_, nth) => `s${`${nth}`.padStart(2, '0')}`);

/** Where an aggregate's rows are: FNV-1a of its stream's name. Part of every build's layout. */
export function shardOf(stream: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < stream.length; at++) hash = Math.imul(hash ^ stream.charCodeAt(at), 0x01000193);
  return SHARDS[(hash >>> 0) % SHARDS.length] ?? '';
}

/**
 * Settled lines are kept in lists of this many revisions each, so that any of them is found without a search. Fewer would pack worse, and more
 * would leave more of each history plain (packed-lists.ts).
 */
const REVISIONS_PER_LIST = 64;
export const listOf = (revision: number): number => Math.floor(revision / REVISIONS_PER_LIST);
/** The last revision whose lines are in a list. */
export const endOfList = (list: number): number => (list + 1) * REVISIONS_PER_LIST - 1;
/**
 * The first list that is not packed, of an aggregate that has reached a revision: the one that its next line comes to, and the one
 * before, so that a first page is as it was written.
 */
export const firstPlainList = (revision: number): number => Math.max(0, listOf(revision + 1) - 1);

export const keysOf = (deployment: string) => ({
  /** Hash: which build serves reads, which are being built, which are to be removed. */
  builds: `${deployment}:builds`,
  build: (build: string) => buildKeys(`${deployment}:${build}`),
});

export type BuildKeys = ReturnType<typeof buildKeys>;

const buildKeys = (prefix: string) => ({
  /** Every key of the build, as a pattern of SCAN. */
  all: `${prefix}:*`,
  /** Position up to which all shards reflect the log. Follows the checkpoints, never leads them. */
  reach: `${prefix}:{reach}`,
  /** Set: aggregates of which a reader found something missing. Losing it costs another look. */
  damaged: `${prefix}:{damaged}`,
  /** The shard's checkpoint and all its aggregates, see register.ts. Its absence says that the build is lost. */
  register: (shard: string) => `${prefix}:{${shard}}:register`,
  /** All rows of the aggregate, see row-hash.ts. */
  rows: (shard: string, stream: string) => `${prefix}:{${shard}}:rows:${stream}`,
  lines: (shard: string, projection: string, stream: string, list: number) =>
    `${prefix}:{${shard}}:lines:${projection}:${list}:${stream}`,
  /** Sorted set over the aggregates of the shard. */
  index: (shard: string, projection: string, index: string) => `${prefix}:{${shard}}:index:${projection}:${index}`,
});

/** An aggregate in a build. */
export type Place = { readonly keys: BuildKeys; readonly shard: string; readonly stream: string };

export const placeOf = (keys: BuildKeys, stream: string): Place => ({ keys, shard: shardOf(stream), stream });

/** A row in an index. */
export const member = (stream: string, key: string): string => JSON.stringify([stream, key]);
export const memberOf = (text: string): readonly [stream: string, key: string] => JSON.parse(text) as [string, string];

/** Digits of equal width, so that positions compare as text. */
const WIDTH = 20;
export const positionText = ({ commit, prepare }: Position): string =>
  `${commit}`.padStart(WIDTH, '0') + `${prepare}`.padStart(WIDTH, '0');

/** Null for the empty text: before the first event. */
export const positionIn = (text: string): Position | null =>
  text === '' ? null : { commit: BigInt(text.slice(0, WIDTH)), prepare: BigInt(text.slice(WIDTH, 2 * WIDTH)) };

/** An event that a build reflects, by its place in its stream. */
export type Landmark = { readonly stream: string; readonly streamRevision: number; readonly id: string };

/**
 * What a checkpoint says after its position: the last event up to there, by which a log is known again. A position alone does not do, since
 * a log that was restored from a backup, and went on, has other events at the same positions.
 */
export const landmarkText = ({ stream, streamRevision, id }: Landmark): string =>
  JSON.stringify([stream, streamRevision, id]);

export const landmarkTextIn = (checkpoint: string): string => checkpoint.slice(2 * WIDTH);

/** Of a checkpoint's text; null before the first event, and where an earlier release wrote it. */
export function landmarkIn(checkpoint: string): Landmark | null {
  const text = landmarkTextIn(checkpoint);
  if (text === '') return null;
  const [stream, streamRevision, id] = JSON.parse(text) as [string, number, string];
  return { stream, streamRevision, id };
}
