import type { Access } from '../access/access.js';
import type { Users } from '../access/users.js';
import type { Faults } from '../faults/faults.js';
import type { EventLog } from '../storage/event-log.js';
import type { SubscriptionCounters } from '../subscriptions/subscription.js';
import type { Methods } from '../transport/grpc-server.js';
import { append } from './append.js';
import { batchAppend } from './batch-append.js';
import { deleteStream, tombstoneStream } from './delete.js';
import { gossip, type Member } from './gossip.js';
import { read } from './read.js';
import { serverFeatures } from './server-features.js';
import { usersService } from './users.js';

export interface ServiceParts {
  readonly log: EventLog;
  readonly faults: Faults;
  readonly counters: SubscriptionCounters;
  /** Largest append in bytes. */
  readonly maxAppendSize: number;
  readonly maxWaitingEvents: number;
  readonly member: () => Member;
  readonly access: Access;
  /** Absent with --insecure. */
  readonly users?: Users | undefined;
}

const STREAMS = '/event_store.client.streams.Streams/';
const GOSSIP = '/event_store.client.gossip.Gossip/';
const SERVER_FEATURES = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods';

/** Every method this node serves. A new service adds its lines here; clients learn of them from the server's features. */
export function services({ log, faults, counters, maxAppendSize, maxWaitingEvents, ...parts }: ServiceParts): Methods {
  const { access, member, users } = parts;
  const limits = { maxAppendBytes: maxAppendSize };
  const served: Methods = {
    [`${STREAMS}Read`]: read(log, { maxWaitingEvents, counters, faults, access }),
    [`${STREAMS}Append`]: append(log, access, limits, faults),
    [`${STREAMS}BatchAppend`]: batchAppend(log, access, limits, faults),
    [`${STREAMS}Delete`]: deleteStream(log, access),
    [`${STREAMS}Tombstone`]: tombstoneStream(log, access),
    [`${GOSSIP}Read`]: gossip(member),
    ...(users && usersService(users)),
  };
  return { ...served, [SERVER_FEATURES]: serverFeatures([...Object.keys(served), SERVER_FEATURES]) };
}
