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
import { refuseUnsafe, tlsIdentity } from './safe-options.js';
import { Scavenger } from './scavenge/scavenger.js';
import type { Member } from './services/gossip.js';
import { nodeStats } from './services/node-stats.js';
import { services } from './services/services.js';
import { unserved } from './services/unserved.js';
import { lockDirectory } from './storage/directory-lock.js';
import { EventLog } from './storage/event-log.js';
import type { SubscriptionCounters } from './subscriptions/subscription.js';
import { createGrpcHandler } from './transport/grpc-server.js';
import { listen, type Listener } from './transport/listener.js';
import type { TlsIdentity } from './transport/tls-identity.js';

export interface RunningNode {
  readonly port: number;
  readonly log: EventLog;
  /** Resolves when an operator has requested the node's end. */
  readonly shutdownRequested: Promise<void>;
  /** Lets calls that are under way end, then closes the log. */
  stop(): Promise<void>;
}

/** Some 190,000 streams, of which 95,000 are those used last. */
const CACHED_STREAM_BYTES = 48 * 1024 * 1024;
const RECENT_IDS = 50_000;
const SEGMENT_BYTES = 16 * 1024 * 1024;
const STOP_GRACE_MS = 500;
/** Room for an append of the largest size and what the protocol adds to it. */
const LARGEST_MESSAGE_BYTES = 17 * 1024 * 1024;

/** `notice` is called with a sentence for each thing that the node does unrequested. */
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
      cachedStreamBytes: CACHED_STREAM_BYTES,
      recentIds: RECENT_IDS,
      notice,
    });
    const groups = new PersistentSubscriptions(log, notice);
    const self = { instanceId: randomUUID(), host: options.host, port: options.port, priority: 0 };
    const scavenger = new Scavenger(log, () => `${self.host}:${self.port}`, notice);
    let shutDown = (): void => undefined;
    const shutdownRequested = new Promise<void>((resolve) => (shutDown = resolve));
    const setPriority = (priority: number) => void (self.priority = priority);
    const serving = { log, groups, tls, self, scavenger, setPriority, shutDown: () => shutDown() };
    const listener = await serve(serving, options).catch(async (error: unknown) => {
      await groups.close();
      await log.close();
      throw error;
    });
    self.port = listener.port;
    await scavenger
      .endInterrupted()
      .catch((error: unknown) => notice(`The end of an interrupted scavenge could not be recorded: ${String(error)}`));
    const stop = () =>
      // Consumers of groups get an error before their connections are cut.
      groups
        .close()
        .then(() => listener.close(STOP_GRACE_MS))
        .then(() => scavenger.end())
        .then(() => log.close())
        .finally(release);
    return { port: listener.port, log, shutdownRequested, stop };
  } catch (error) {
    release();
    throw error;
  }
}

interface Serving {
  readonly log: EventLog;
  readonly groups: PersistentSubscriptions;
  readonly tls: TlsIdentity | undefined;
  readonly self: Member;
  readonly scavenger: Scavenger;
  readonly setPriority: (priority: number) => void;
  readonly shutDown: () => void;
}

async function serve(serving: Serving, options: NodeOptions): Promise<Listener> {
  const { log, tls, self, ...operations } = serving;
  const { host, port, maxAppendSize, maxWaitingEvents } = options;
  const faults = new Faults();
  const counters: SubscriptionCounters = { active: 0, cutOff: 0 };
  const member = () => self;
  const measure = nodeStats(log, counters);
  const { access, users } = await openAccess(log, options);
  const parts = { ...operations, log, faults, counters, member, measure, access, users };
  const methods = services({ ...parts, maxAppendSize, maxWaitingEvents });
  const endpoints = httpEndpoints({
    ...parts,
    hasUsers: users !== undefined,
    faults: options.faults ? faults : undefined,
  });
  const onStream = createGrpcHandler(guarded(methods, access), unserved, LARGEST_MESSAGE_BYTES);
  return listen({ host, port, tls }, onStream, endpoints);
}
