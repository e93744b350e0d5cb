import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Instant, instant, milliseconds } from '#domain/messages.js';
import type { StoredMetadata } from '#event-store/codec/codec.js';
import type { EventStore, Position } from '#event-store/port/event-store.js';
import { positionText } from '#event-store/port/position-text.js';
import {
  PLAN_TERMS_FOLLOWER,
  REDEMPTIONS_FOLLOWER,
  WEBHOOKS_FOLLOWER,
  streamPrefix,
} from '#event-store/port/streams.js';
import { reachedInLog } from '#followers/checkpoint-in-log.js';
import type { Health } from '#platform/health.js';
import { DUE, balance } from '#projections/balance/balance.projection.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { buildsUnderWay, percentOf } from '#read-models/builds/under-way.js';
import type { Reader } from '#read-models/reader/reader.js';
import { DEPLOYMENT } from '#read-models/redis/keys.js';
import type { RedisStore } from '#read-models/redis/redis-store.js';
import { Ledger } from '../ledger/ledger.js';
import { EVENT_STORE, READER, REDIS } from '../ledger/tokens.js';
import { Dependencies } from '../operations/dependencies.js';
import type { BuildView, DueView, LogView, ReadModelsView } from './system-view.js';
import { SystemView } from './system-view.js';

export class SystemQuery extends Query<SystemView> {}

const FOLLOWERS = [REDEMPTIONS_FOLLOWER, PLAN_TERMS_FOLLOWER, WEBHOOKS_FOLLOWER];
/** So many events at most are counted of those that wait. */
const MOST_COUNTED = 1_000;
const ACCOUNTS = streamPrefix('account');

type Known = { readonly health: Health; readonly now: Instant; readonly end: Position | null };

/** What depends on a part that does not answer is null, and the part says so itself. */
@QueryHandler(SystemQuery)
export class SystemHandler implements IQueryHandler<SystemQuery> {
  private readonly checkpoints: CheckpointLog;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READER) private readonly reader: Reader,
    @Inject(REDIS) private readonly redis: RedisStore,
    private readonly ledger: Ledger,
    private readonly dependencies: Dependencies,
  ) {
    this.checkpoints = new CheckpointLog(store);
  }

  async execute(): Promise<SystemView> {
    const health = await this.dependencies.check();
    const { eventStore, redis } = health.checks;
    const readsLog = eventStore === 'ok';
    const readsRedis = redis !== 'unavailable';
    const now = readsLog ? await this.ledger.clock() : instant(Date.now());
    const end = readsLog ? await this.endOfLog() : null;
    const known = { health, now, end };
    const checkpoint = readsLog ? ((await this.checkpoints.last())?.checkpoint ?? null) : null;
    return {
      status: health.status,
      parts: Object.entries(health.checks).map(([name, status]) => ({
        name,
        status,
        problem: health.problems?.[name] ?? null,
      })),
      log: { position: textOf(end), lastRecordedAt: readsLog ? await this.lastRecordedAt() : null },
      readModels: readsRedis ? await this.readModels(known) : { status: 'unavailable', ...UNREAD },
      builds: readsRedis ? await this.builds(end) : [],
      followers: await Promise.all(
        FOLLOWERS.map(async (name) => ({
          name,
          position: readsLog ? textOf(await reachedInLog(this.store, name)) : null,
        })),
      ),
      nextDue: readsRedis ? await this.nextDue(now) : null,
      checkpoint: checkpoint && signedOf(checkpoint),
    };
  }

  private async endOfLog(): Promise<Position | null> {
    const last = this.store.readAll({ from: 'end', direction: 'backwards', maxCount: 1 });
    for await (const { position } of last) return position;
    return null;
  }

  /** Looks back over few events only: behind the last one of an account, the process manager's stand. */
  private async lastRecordedAt(): Promise<LogView['lastRecordedAt']> {
    const newest = this.store.readAll({ from: 'end', direction: 'backwards', maxCount: MOST_COUNTED });
    for await (const { stream, metadata } of newest) {
      if (stream.startsWith(ACCOUNTS)) return (metadata as StoredMetadata).recordedAt;
    }
    return null;
  }

  private async readModels({ health, now }: Known): Promise<ReadModelsView> {
    const reach = await this.reader.reach();
    if (reach === 'rebuilding') return { status: 'rebuilding', ...UNREAD };
    const serving = { status: 'serving', position: textOf(reach) };
    if (health.checks['eventStore'] !== 'ok') return { ...UNREAD, ...serving };
    let waitingEvents = 0;
    let read = 0;
    let lagMs = 0;
    for await (const { stream, metadata } of this.store.readAll({ from: reach ?? 'start', maxCount: MOST_COUNTED })) {
      read++;
      if (!stream.startsWith(ACCOUNTS)) continue;
      waitingEvents++;
      if (waitingEvents === 1) lagMs = since((metadata as StoredMetadata).recordedAt, now);
    }
    return { ...serving, waitingEvents, hasMore: read === MOST_COUNTED, lagMs };
  }

  private async builds(end: Position | null): Promise<readonly BuildView[]> {
    const builds = await buildsUnderWay(this.redis, DEPLOYMENT);
    return builds.map((underWay) => ({
      build: underWay.build,
      readModel: underWay.readModel,
      position: textOf(underWay.position),
      percent: percentOf(underWay, end),
    }));
  }

  private async nextDue(now: Instant): Promise<DueView | null> {
    const due = await this.reader.due({ projection: balance, index: DUE }, Infinity, 1);
    const first = due === 'rebuilding' ? undefined : due[0];
    if (!first) return null;
    const dueAt = instant(first.score);
    return { accountId: first.id, dueAt, overdueMs: since(dueAt, now) };
  }
}

const UNREAD = { position: null, waitingEvents: null, hasMore: false, lagMs: null };

const textOf = (position: Position | null): string | null => position && positionText(position);
const since = (at: Instant, now: Instant): number => Math.max(0, milliseconds(now) - milliseconds(at));

type Signed = NonNullable<SystemView['checkpoint']>;
const signedOf = ({ number, size, position, madeAt }: Signed): Signed => ({ number, size, position, madeAt });
