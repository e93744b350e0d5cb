/** Names of the ways to choose a consumer, as clients write them. */
export const STRATEGY_NAMES = ['RoundRobin', 'DispatchToSingle', 'Pinned', 'PinnedByCorrelation'] as const;
export type StrategyName = (typeof STRATEGY_NAMES)[number];

export const isStrategyName = (name: string): name is StrategyName => STRATEGY_NAMES.some((known) => known === name);

/** Stands for the end where a place in a source is a number, as on the server. */
export const FROM_END = -1;

/** A group's settings. Counts of 0 mean: no limit of subscribers, no checkpoint by time alone; but no time to answer. */
export interface GroupSettings {
  readonly resolveLinkTos: boolean;
  /** The first event of a group without a checkpoint, included: a revision, or a position in `$all`; or `FROM_END`. */
  readonly startFrom: number;
  readonly extraStatistics: boolean;
  readonly messageTimeoutMs: number;
  readonly maxRetryCount: number;
  readonly checkPointAfterMs: number;
  readonly minCheckPointCount: number;
  readonly maxCheckPointCount: number;
  readonly maxSubscriberCount: number;
  readonly liveBufferSize: number;
  readonly readBatchSize: number;
  readonly historyBufferSize: number;
  readonly strategy: StrategyName;
}

/** The server creates groups with negative ones, which then never deliver anything. Other counts may be below zero. */
const SIZES = ['liveBufferSize', 'readBatchSize', 'historyBufferSize'] as const;

/** Why no group can have these settings; undefined if one can. */
export function faultOfSettings(settings: GroupSettings): string | undefined {
  const negative = SIZES.find((name) => settings[name] < 0);
  if (negative) return `${negative} must not be negative.`;
  if (settings.readBatchSize >= settings.historyBufferSize)
    return 'ReadBatchSize may not be greater than or equal to BufferSize';
  return undefined;
}
