import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guarded } from './access/guard.js';
import { openAccess } from './access/open-access.js';
import { Faults } from './faults/faults.js';
import { httpEndpoints } from './http/endpoints.js';
import type { NodeOptions } from './options.js';
import { PersistentSubscriptions } from './persistent-subscriptions/groups.js';
import { services } from './protocol/services.js';
import { unserved } from './protocol/unserved.js';
import { refuseUnsafe, tlsIdentity } from './safe-options.js';
import { lockDirectory } from './storage/directory-lock.js';
import { EventLog } from './storage/event-log.js';
import type { SubscriptionCounters } from './subscriptions/subscription.js';
import { createGrpcHandler } from './transport/grpc-server.js';
import { listen, type Listener } from './transport/listener.js';
import type { TlsIdentity } from './transport/tls-identity.js';

export interface RunningNode {
  readonly port: number;
  readonly log: EventLog;
  /** Lets calls that are under way end, then closes the log. */
  stop(): Promise<void>;
}

const CACHED_STREAMS = 20_000;
const RECENT_IDS = 50_000;
const SEGMENT_BYTES = 16 * 1024 * 1024;
const STOP_GRACE_MS = 500;
/** Room for an append of the largest size and what the protocol adds to it. */
const LARGEST_MESSAGE_BYTES = 17 * 1024 * 1024;

/** `notice` is told what the node does on its own account, in sentences. */
export async function startNode(
  options: NodeOptions,
  notice: (sentence: string) => void = () => undefined,
): Promise<RunningNode> {
  refuseUnsafe(options);
  const tls = tlsIdentity(options);
  const directory = options.memDb ? mkdtempSync(join(tmpdir(), 'eventstore-')) : options.db;
  const unlock = lockDirectory(directory);
  const release = () => {
    unlock();
    if (options.memDb) rmSync(directory, { recursive: true, force: true });
  };
  try {
    const isDurable = !options.memDb;
    const log = await EventLog.open({
      directory,
      isDurable,
      segmentBytes: SEGMENT_BYTES,
      cachedStreams: CACHED_STREAMS,
      recentIds: RECENT_IDS,
      notice,
    });
    const groups = new PersistentSubscriptions(log, notice);
    const listener = await serve(log, groups, tls, options).catch(async (error: unknown) => {
      await groups.close();
      await log.close();
      throw error;
    });
    const stop = () =>
      // Consumers of groups are told before their connections are cut.
      groups
        .close()
        .then(() => listener.close(STOP_GRACE_MS))
        .then(() => log.close())
        .finally(release);
    return { port: listener.port, log, stop };
  } catch (error) {
    release();
    throw error;
  }
}

async function serve(
  log: EventLog,
  groups: PersistentSubscriptions,
  tls: TlsIdentity | undefined,
  options: NodeOptions,
): Promise<Listener> {
  const { host, port, maxAppendSize, maxWaitingEvents } = options;
  const faults = new Faults();
  const counters: SubscriptionCounters = { active: 0, cutOff: 0 };
  const self = { instanceId: randomUUID(), host, port };
  const member = () => self;
  const { access, users } = await openAccess(log, options);
  const methods = services({ log, groups, faults, counters, maxAppendSize, maxWaitingEvents, member, access, users });
  const stats = () => ({
    es: { lastPosition: log.durablePosition, subscriptions: counters },
    proc: { mem: process.memoryUsage().rss, cpu: process.cpuUsage() },
  });
  const hasUsers = users !== undefined;
  const endpoints = httpEndpoints({ access, hasUsers, member, stats, faults: options.faults ? faults : undefined });
  const onStream = createGrpcHandler(guarded(methods, access), unserved, LARGEST_MESSAGE_BYTES);
  const listener = await listen({ host, port, tls }, onStream, endpoints);
  self.port = listener.port;
  return listener;
}
