/** What a stream's metadata (`$$name`) says that changes what reads of it return. */
export interface StreamSettings {
  readonly maxCount?: number;
  readonly maxAgeSeconds?: number;
  /** The first revision that can be read. `DELETED` hides all there are. */
  readonly truncateBefore?: number;
}

/** `$tb` of a soft-deleted stream: the server writes 2^63-1, which JSON.parse rounds up to this. */
const DELETED_AT_LEAST = Number.MAX_SAFE_INTEGER;

export const isSoftDeleted = (settings: StreamSettings): boolean => (settings.truncateBefore ?? 0) >= DELETED_AT_LEAST;

/** The server's own text, digit for digit: 2^63-1 can't be written from a double. */
export const SOFT_DELETE_METADATA = '{"$tb":9223372036854775807}';

const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0;

/** Metadata that is no JSON object counts as none, as on the server. */
export function parseSettings(data: Uint8Array): StreamSettings {
  const json = parseObject(data);
  return {
    ...(isCount(json['$maxCount']) && json['$maxCount'] > 0 ? { maxCount: json['$maxCount'] } : {}),
    ...(isCount(json['$maxAge']) && json['$maxAge'] > 0 ? { maxAgeSeconds: json['$maxAge'] } : {}),
    ...(isCount(json['$tb']) ? { truncateBefore: json['$tb'] } : {}),
  };
}

export function parseObject(data: Uint8Array): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export const METADATA_EVENT_TYPE = '$metadata';
export const METASTREAM_PREFIX = '$$';
export const isMetastream = (streamName: string): boolean => streamName.startsWith(METASTREAM_PREFIX);
export const metastreamOf = (streamName: string): string => METASTREAM_PREFIX + streamName;
export const streamOfMetastream = (metastream: string): string => metastream.slice(METASTREAM_PREFIX.length);

/** A metastream shows its last event only. */
export const METASTREAM_SETTINGS: StreamSettings = { maxCount: 1 };
