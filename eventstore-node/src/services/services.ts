import type { Access } from '../access/access.js';
import type { GuardedMethods } from '../access/guard.js';
import type { Users } from '../access/users.js';
import type { Faults } from '../faults/faults.js';
import type { EventLog } from '../storage/event-log.js';
import type { SubscriptionCounters } from '../subscriptions/subscription.js';
import { append } from './append.js';
import { batchAppend } from './batch-append.js';
import { deleteStream, tombstoneStream } from './delete.js';
import { gossip, type Member } from './gossip.js';
import { stats } from './monitoring.js';
import type { Stats } from './node-stats.js';
import { operationsService, type OperationsParts } from './operations.js';
import { createGroup } from './persistent-subscriptions/create.js';
import { deleteGroup } from './persistent-subscriptions/delete.js';
import { getInfo } from './persistent-subscriptions/get-info.js';
import { listGroups } from './persistent-subscriptions/list.js';
import { readGroup } from './persistent-subscriptions/read.js';
import { replayParked } from './persistent-subscriptions/replay-parked.js';
import { restartSubsystem } from './persistent-subscriptions/restart-subsystem.js';
import { updateGroup } from './persistent-subscriptions/update.js';
import { read } from './read.js';
import { serverFeatures } from './server-features.js';
import { usersService } from './users.js';

export interface ServiceParts extends OperationsParts {
  readonly log: EventLog;
  readonly faults: Faults;
  readonly counters: SubscriptionCounters;
  /** Largest append in bytes. */
  readonly maxAppendSize: number;
  readonly maxWaitingEvents: number;
  readonly member: () => Member;
  readonly measure: () => Stats;
  readonly access: Access;
  /** Absent with --insecure. */
  readonly users?: Users | undefined;
}

const STREAMS = '/event_store.client.streams.Streams/';
const PERSISTENT_SUBSCRIPTIONS = '/event_store.client.persistent_subscriptions.PersistentSubscriptions/';
const GOSSIP = '/event_store.client.gossip.Gossip/';
const MONITORING = '/event_store.client.monitoring.Monitoring/';
const SERVER_FEATURES = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods';

/** Every method this node serves. A new service adds its lines here; clients learn of them from the server's features. */
export function services({
  log,
  faults,
  counters,
  maxAppendSize,
  maxWaitingEvents,
  ...parts
}: ServiceParts): GuardedMethods {
  const { access, groups, member, users, measure } = parts;
  const limits = { maxAppendBytes: maxAppendSize };
  const served: GuardedMethods = {
    [`${STREAMS}Read`]: read(log, { maxWaitingEvents, counters, faults, access }),
    [`${STREAMS}Append`]: append(log, access, limits, faults),
    [`${STREAMS}BatchAppend`]: batchAppend(log, access, limits, faults),
    [`${STREAMS}Delete`]: deleteStream(log, access),
    [`${STREAMS}Tombstone`]: tombstoneStream(log, access),
    [`${PERSISTENT_SUBSCRIPTIONS}Create`]: createGroup(groups),
    [`${PERSISTENT_SUBSCRIPTIONS}Update`]: updateGroup(groups),
    [`${PERSISTENT_SUBSCRIPTIONS}Delete`]: deleteGroup(groups),
    [`${PERSISTENT_SUBSCRIPTIONS}Read`]: readGroup({ groups, log, access }),
    [`${PERSISTENT_SUBSCRIPTIONS}GetInfo`]: getInfo(groups),
    [`${PERSISTENT_SUBSCRIPTIONS}List`]: listGroups(groups),
    [`${PERSISTENT_SUBSCRIPTIONS}ReplayParked`]: replayParked(groups),
    [`${PERSISTENT_SUBSCRIPTIONS}RestartSubsystem`]: restartSubsystem(groups),
    [`${GOSSIP}Read`]: gossip(member),
    [`${MONITORING}Stats`]: stats(measure),
    ...operationsService(parts),
    ...(users && usersService(users)),
  };
  return { ...served, [SERVER_FEATURES]: serverFeatures([...Object.keys(served), SERVER_FEATURES]) };
}
