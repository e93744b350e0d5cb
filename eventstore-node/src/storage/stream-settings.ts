import { isReadableMetadata } from './metadata-kinds.js';

/** What of a stream's metadata (`$$name`) changes what reads of it return. */
export interface StreamSettings {
  readonly maxCount?: number;
  readonly maxAgeSeconds?: number;
  /** The first revision that can be read. `DELETED` hides all there are. */
  readonly truncateBefore?: number;
}

/** `$tb` of a soft-deleted stream is 2^63-1, which doubles round up to this. */
const DELETED = 2 ** 63;
/** What JavaScript would write for it is larger than the server's integers, and means nothing to it. */
const DELETED_AS_WRITTEN = /"\$tb"\s*:\s*9223372036854775807\s*[,}]/;

export const isSoftDeleted = ({ truncateBefore }: StreamSettings): boolean => truncateBefore === DELETED;

/** The server's own text, digit for digit: 2^63-1 can't be written from a double. */
export const SOFT_DELETE_METADATA = '{"$tb":9223372036854775807}';

/** Metadata that are no JSON object count as none, as on the server; so do all if one that it knows is not of its kind. */
export function parseSettings(data: Uint8Array): StreamSettings {
  const json = parseObject(data);
  const isDeleted = json['$tb'] === DELETED && DELETED_AS_WRITTEN.test(textOf(data));
  if (!isReadableMetadata(isDeleted ? { ...json, $tb: 0 } : json)) return {};
  const { $maxCount = 0, $maxAge = 0, $tb = -1 } = json as Readonly<Record<string, number>>;
  return {
    ...($maxCount > 0 ? { maxCount: $maxCount } : {}),
    ...($maxAge > 0 ? { maxAgeSeconds: $maxAge } : {}),
    ...($tb >= 0 ? { truncateBefore: $tb } : {}),
  };
}

export const parseObject = (data: Uint8Array): Record<string, unknown> => objectIn(data) ?? {};

/** Undefined for what is no JSON, or no object. */
export function objectIn(data: Uint8Array): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(textOf(data));
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('utf8');

/** In place of a stream's name: all of them. */
export const ALL = '$all';

export const METADATA_EVENT_TYPE = '$metadata';
export const METASTREAM_PREFIX = '$$';
export const isMetastream = (streamName: string): boolean => streamName.startsWith(METASTREAM_PREFIX);
export const metastreamOf = (streamName: string): string => METASTREAM_PREFIX + streamName;
export const streamOfMetastream = (metastream: string): string => metastream.slice(METASTREAM_PREFIX.length);

/** A metastream shows its last event only. */
export const METASTREAM_SETTINGS: StreamSettings = { maxCount: 1 };
