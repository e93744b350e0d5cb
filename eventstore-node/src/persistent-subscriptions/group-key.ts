import { ALL } from '../access/stream-access.js';

/** What tells a group from others: the stream it reads and its name. */
export interface GroupKey {
  readonly streamName: string;
  readonly groupName: string;
}

/** The id that clients see, and that the group's own streams are named after. */
export const idOf = ({ streamName, groupName }: GroupKey): string => `${streamName}::${groupName}`;

const OWN_STREAM_PREFIX = '$persistentsubscription-';
const CHECKPOINT_SUFFIX = '-checkpoint';
const PARKED_SUFFIX = '-parked';

export const checkpointStreamOf = (key: GroupKey): string => OWN_STREAM_PREFIX + idOf(key) + CHECKPOINT_SUFFIX;
export const parkedStreamOf = (key: GroupKey): string => OWN_STREAM_PREFIX + idOf(key) + PARKED_SUFFIX;

const OF_GROUPS_ON_ALL = `${OWN_STREAM_PREFIX}${ALL}::`;

/** Groups on `$all` are never sent each other's bookkeeping: it would make more of itself. */
export const isBookkeepingOfAll = (streamName: string): boolean =>
  streamName.startsWith(OF_GROUPS_ON_ALL) &&
  (streamName.endsWith(CHECKPOINT_SUFFIX) || streamName.endsWith(PARKED_SUFFIX));

/** How clients read and write a place: a revision, or a position in `$all`, of which commit and prepare are the same. */
export const placeText = ({ streamName }: GroupKey, place: number): string =>
  streamName === ALL ? `C:${place}/P:${place}` : String(place);

/** Undefined for what is no place. */
export function parsePlace(text: string): number | undefined {
  const digits = /^(?:C:(\d+)\/P:\d+|(\d+))$/.exec(text);
  return digits ? Number(digits[1] ?? digits[2]) : undefined;
}
