/**
 * The names of all keys. A build's keys begin with its id, so that a new build grows beside the old one. The keys of an
 * account, and the register and indexes of its shard, share a hash tag: in a Redis Cluster they are in one slot and
 * are written together.
 */
import type { Position } from '#event-store/port/event-store.js';

/** What the keys of one deployment begin with. */
export const DEPLOYMENT = 'drawdown';

export const SHARDS: readonly string[] = Array.from({ length: 16 }, (_, nth) => `s${`${nth}`.padStart(2, '0')}`);

/** Where an account's rows are: FNV-1a of its id. Part of every build's layout. */
export function shardOf(accountId: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < accountId.length; at++) hash = Math.imul(hash ^ accountId.charCodeAt(at), 0x01000193);
  return SHARDS[(hash >>> 0) % SHARDS.length] ?? '';
}

/** Settled lines are kept in lists of this many revisions each, so that any of them is found without a search. */
const REVISIONS_PER_LIST = 256;
export const listOf = (revision: number): number => Math.floor(revision / REVISIONS_PER_LIST);
/** The last revision whose lines are in a list. */
export const endOfList = (list: number): number => (list + 1) * REVISIONS_PER_LIST - 1;

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
  /** Set: accounts of which a reader found something missing. Losing it costs another look. */
  damaged: `${prefix}:{damaged}`,
  /** The shard's checkpoint and all its accounts, see register.ts. Its absence says that the build is lost. */
  register: (shard: string) => `${prefix}:{${shard}}:register`,
  /** All rows of the account, see account-hash.ts. */
  rows: (shard: string, accountId: string) => `${prefix}:{${shard}}:rows:${accountId}`,
  lines: (shard: string, projection: string, accountId: string, list: number) =>
    `${prefix}:{${shard}}:lines:${projection}:${list}:${accountId}`,
  /** Sorted set over the accounts of the shard. */
  index: (shard: string, projection: string, index: string) => `${prefix}:{${shard}}:index:${projection}:${index}`,
});

/** An account in a build. */
export type Place = { readonly keys: BuildKeys; readonly shard: string; readonly accountId: string };

/** A row in an index. */
export const member = (accountId: string, key: string): string => JSON.stringify([accountId, key]);
export const memberOf = (text: string): readonly [accountId: string, key: string] =>
  JSON.parse(text) as [string, string];

/** Digits of equal width, so that positions compare as text. */
const WIDTH = 20;
export const positionText = ({ commit, prepare }: Position): string =>
  `${commit}`.padStart(WIDTH, '0') + `${prepare}`.padStart(WIDTH, '0');

/** Null for the empty text: before the first event. */
export const positionIn = (text: string): Position | null =>
  text === '' ? null : { commit: BigInt(text.slice(0, WIDTH)), prepare: BigInt(text.slice(WIDTH)) };
