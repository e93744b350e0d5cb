import { requireAccess, type Access } from '../access/access.js';
import type { GuardedMethod } from '../access/guard.js';
import type { Faults } from '../faults/faults.js';
import { isBookkeepingOfAll, NAME_OF_GROUPS_ON_ALL } from '../persistent-subscriptions/group-streams.js';
import { toNumber } from '../protocol/codecs.js';
import { eventFilter, type EventFilter } from '../protocol/event-filter.js';
import { eventWriter } from '../protocol/event-writer.js';
import { filterCriteria } from '../protocol/filter-criteria.js';
import type { EventWriter } from '../protocol/read-responses.js';
import { invalidArgument, notPossible } from '../protocol/stream-errors.js';
import {
  isUnnamed,
  readRequest,
  streamName,
  type FilterOptions,
  type ReadOptions,
} from '../protocol/stream-messages.js';
import type { EventLog } from '../storage/event-log.js';
import { isInStream, readHeader } from '../storage/recorded-event.js';
import { ALL } from '../storage/stream-settings.js';
import { AllFeed } from '../subscriptions/all-feed.js';
import { StreamFeed } from '../subscriptions/stream-feed.js';
import { Subscription, type SubscriptionCounters } from '../subscriptions/subscription.js';
import type { GrpcCall } from '../transport/grpc-call.js';
import { onlyMessage } from '../transport/grpc-server.js';
import { readAll } from './read-all.js';
import { readStream, refuseTombstoned, type StreamRead } from './read-stream.js';

export interface ReadSettings {
  /** A live subscriber with more events waiting than this is cut off. */
  readonly maxWaitingEvents: number;
  readonly counters: SubscriptionCounters;
  readonly access: Access;
  readonly faults: Faults;
}

const BACKWARDS = 1;
const OF_GROUPS_ON_ALL = Buffer.from(NAME_OF_GROUPS_ON_ALL);
/** How many events a filtered subscription searches for each unit of its checkpoint interval, when it does not state one. */
const DEFAULT_SEARCH_WINDOW = 32;

/** Reads and subscriptions: of a stream or of `$all`, either way, once or for good. */
export const read =
  (log: EventLog, settings: ReadSettings): GuardedMethod =>
  async (call, principal) => {
    const { options } = readRequest.decode(await onlyMessage(call));
    if (!options) throw invalidArgument('The options of the read are not set.');
    requireAccess(settings.access, principal, 'read', options.stream_option === 'stream' ? nameOf(options) : ALL);
    const writer = writerOf(log, options, (name) => settings.access.mayAccess(principal, 'read', name));
    if (options.count_option === 'subscription') await subscribe(log, call, options, writer, settings);
    else await readOnce(log, call, options, writer);
    call.end();
  };

async function readOnce(log: EventLog, call: GrpcCall, options: ReadOptions, writer: EventWriter): Promise<void> {
  const count = options.count_option === 'count' ? toNumber(options.count) : 0;
  if (count <= 0) throw notPossible(`'${count}' is not a valid count of events.`);
  const backwards = options.read_direction === BACKWARDS;
  if (options.stream_option === 'stream') await readStream(log, call, streamRead(options, count, backwards), writer);
  else
    await readAll(log, call, { from: positionOf(options), count, backwards, filter: filterOf(options.filter) }, writer);
}

const streamRead = (options: ReadOptions, count: number, backwards: boolean): StreamRead => ({
  name: nameOf(options),
  from: revisionOf(options),
  count,
  backwards,
  statesEnds: (options.control_option?.compatibility ?? 0) >= 1,
});

async function subscribe(
  log: EventLog,
  call: GrpcCall,
  options: ReadOptions,
  writer: EventWriter,
  settings: ReadSettings,
): Promise<void> {
  if (options.read_direction === BACKWARDS) throw invalidArgument('A subscription can only read forwards.');
  if (options.stream_option === 'all') {
    await new Subscription(log, call, settings.faults.feed(allFeed(log, options), call), writer, settings).run();
    return;
  }
  const name = nameOf(options);
  // Before the subscription is confirmed.
  refuseTombstoned(log, name);
  const feed = settings.faults.feed(new StreamFeed(log, name, revisionOf(options)), call);
  await new Subscription(log, call, feed, writer, settings).run();
}

/** From beyond the end it sends what comes, as the server does. */
function allFeed(log: EventLog, options: ReadOptions): AllFeed {
  const from = positionOf(options);
  const position = from === 'start' ? 0 : from === 'end' ? log.durablePosition : Math.min(from, log.durablePosition);
  const { filter } = options;
  const window = filter?.window === 'max' ? filter.max : DEFAULT_SEARCH_WINDOW;
  const checkpointInterval = filter && Math.max(1, filter.checkpointIntervalMultiplier * window);
  return new AllFeed(log, position, { filter: filterOf(filter), checkpointInterval });
}

function nameOf({ stream }: ReadOptions): string {
  const name = stream?.stream_identifier ? streamName(stream.stream_identifier) : '';
  if (isUnnamed(name)) throw notPossible('The name of a stream must not be empty.');
  return name;
}

function revisionOf({ stream }: ReadOptions): number | 'start' | 'end' {
  if (!stream?.revision_option) throw invalidArgument('Where to read the stream from is not set.');
  return stream.revision_option === 'revision' ? toNumber(stream.revision) : stream.revision_option;
}

function positionOf({ all }: ReadOptions): number | 'start' | 'end' {
  if (!all?.all_option) throw invalidArgument('Where to read $all from is not set.');
  return all.all_option === 'position' ? toNumber(all.position.commit_position) : all.all_option;
}

/** What groups on `$all` keep about themselves is read in their own streams only. */
const isInAll: EventFilter = (record) =>
  !isInStream(record, OF_GROUPS_ON_ALL) || !isBookkeepingOfAll(readHeader(record).streamName);

function filterOf(options: FilterOptions | undefined): EventFilter {
  if (!options) return isInAll;
  const passes = eventFilter(filterCriteria(options));
  return (record) => passes(record) && isInAll(record);
}

const writerOf = (
  log: EventLog,
  { resolve_links, uuid_option }: ReadOptions,
  mayRead: (streamName: string) => boolean,
) =>
  eventWriter(log, {
    mayRead,
    resolveLinks: resolve_links,
    structuredIds: uuid_option?.content !== 'string',
  });
