import { idOf, type GroupKey } from '../protocol/group-key.js';
import { ALL } from '../storage/stream-settings.js';

const OWN_STREAM_PREFIX = '$persistentsubscription-';
const CHECKPOINT_SUFFIX = '-checkpoint';
const PARKED_SUFFIX = '-parked';

export const checkpointStreamOf = (key: GroupKey): string => OWN_STREAM_PREFIX + idOf(key) + CHECKPOINT_SUFFIX;
export const parkedStreamOf = (key: GroupKey): string => OWN_STREAM_PREFIX + idOf(key) + PARKED_SUFFIX;

/** The names of the streams that they keep begin so. */
export const NAME_OF_GROUPS_ON_ALL = `${OWN_STREAM_PREFIX}${ALL}::`;

/** Groups on `$all` are never sent each other's bookkeeping: it would make more of itself. */
export const isBookkeepingOfAll = (streamName: string): boolean =>
  streamName.startsWith(NAME_OF_GROUPS_ON_ALL) &&
  (streamName.endsWith(CHECKPOINT_SUFFIX) || streamName.endsWith(PARKED_SUFFIX));
