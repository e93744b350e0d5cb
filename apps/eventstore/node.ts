import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpEndpoints } from './http/endpoints.js';
import type { NodeOptions } from './options.js';
import { append } from './protocol/append.js';
import { batchAppend } from './protocol/batch-append.js';
import { deleteStream, tombstoneStream } from './protocol/delete.js';
import { gossip, type Member } from './protocol/gossip.js';
import { read } from './protocol/read.js';
import { serverFeatures } from './protocol/server-features.js';
import { lockDirectory } from './storage/directory-lock.js';
import { EventLog } from './storage/event-log.js';
import { createGrpcHandler, type Methods } from './transport/grpc-server.js';
import type { SubscriptionCounters } from './subscriptions/subscription.js';
import { listen } from './transport/listener.js';

export interface RunningNode {
  readonly port: number;
  readonly log: EventLog;
  /** Lets calls that are under way end, then closes the log. */
  stop(): Promise<void>;
}

const CACHED_STREAMS = 20_000;
const RECENT_IDS = 50_000;
const STOP_GRACE_MS = 500;
/** Room for an append of the largest size and what the protocol adds to it. */
const LARGEST_MESSAGE_BYTES = 17 * 1024 * 1024;

export class UnsafeOptions extends Error {}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

export async function startNode(
  options: NodeOptions,
  notice: (sentence: string) => void = () => undefined,
): Promise<RunningNode> {
  refuseUnsafe(options);
  const directory = options.memDb ? mkdtempSync(join(tmpdir(), 'eventstore-')) : options.db;
  const unlock = lockDirectory(directory);
  const log = await EventLog.open({
    directory,
    isDurable: !options.memDb,
    cachedStreams: CACHED_STREAMS,
    recentIds: RECENT_IDS,
    notice,
  });
  const counters: SubscriptionCounters = { active: 0, cutOff: 0 };
  const member = { instanceId: randomUUID(), host: options.host, port: options.port };
  const endpoints = httpEndpoints({ member: () => member, stats: () => statsOf(log, counters) });
  const handler = createGrpcHandler(
    methodsOf(log, options, () => member, counters),
    LARGEST_MESSAGE_BYTES,
  );
  const listener = await listen({ host: options.host, port: options.port }, handler, endpoints);
  member.port = listener.port;
  return {
    port: listener.port,
    log,
    async stop() {
      await listener.close(STOP_GRACE_MS);
      await log.close();
      unlock();
      if (options.memDb) rmSync(directory, { recursive: true, force: true });
    },
  };
}

function refuseUnsafe({ insecure, allowAnyAddress, host }: NodeOptions): void {
  if (!insecure)
    throw new UnsafeOptions(
      'This node has neither TLS nor users: start it with --insecure, or run a real EventStoreDB.',
    );
  if (!allowAnyAddress && !LOOPBACK.has(host))
    throw new UnsafeOptions(`This node is for one machine: ${host} needs --allow-any-address.`);
}

function methodsOf(
  log: EventLog,
  { maxAppendSize, maxWaitingEvents }: NodeOptions,
  member: () => Member,
  counters: SubscriptionCounters,
): Methods {
  const streams = '/event_store.client.streams.Streams/';
  const served: Methods = {
    [`${streams}Read`]: read(log, { maxWaitingEvents, counters }),
    [`${streams}Append`]: append(log, { maxAppendBytes: maxAppendSize }),
    [`${streams}BatchAppend`]: batchAppend(log, { maxAppendBytes: maxAppendSize }),
    [`${streams}Delete`]: deleteStream(log),
    [`${streams}Tombstone`]: tombstoneStream(log),
    '/event_store.client.gossip.Gossip/Read': gossip(member),
  };
  const features = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods';
  return { ...served, [features]: serverFeatures([...Object.keys(served), features]) };
}

const statsOf = (log: EventLog, counters: SubscriptionCounters) => ({
  es: { lastPosition: log.durablePosition, subscriptions: counters },
  proc: { mem: process.memoryUsage().rss, cpu: process.cpuUsage() },
});
