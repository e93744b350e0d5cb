import type { FilterCriteria } from '../protocol/event-filter.js';
import type { GroupKey } from '../protocol/group-key.js';
import type { GroupSettings } from './group-settings.js';

/** All that is stored of a group besides its checkpoint and its parked messages. */
export interface GroupEntry {
  readonly key: GroupKey;
  readonly settings: GroupSettings;
  /** Groups on `$all` only. */
  readonly filter: FilterCriteria | undefined;
  /**
   * Place of the last event there was when the group was created to start at the end. Without it, what came in between and
   * was not yet part of a checkpoint would be passed over by a restart.
   */
  readonly liveAfter: number;
}
