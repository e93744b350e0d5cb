import type { GroupKey } from '../protocol/group-key.js';
import type { ConsumerFigures } from './consumer.js';
import type { GroupSettings } from './group-settings.js';
import type { Measured } from './throughput.js';

/** What there is to know of a group at the moment. Places are as clients read them; empty for none. */
export interface GroupInfo {
  readonly key: GroupKey;
  readonly settings: GroupSettings;
  readonly status: string;
  readonly consumers: readonly ConsumerFigures[];
  readonly items: Measured;
  readonly startFrom: string;
  readonly lastCheckpointed: string;
  readonly lastKnown: string;
  readonly freshCount: number;
  readonly retryCount: number;
  readonly liveCount: number;
  readonly outstandingCount: number;
  readonly parkedCount: number;
}
