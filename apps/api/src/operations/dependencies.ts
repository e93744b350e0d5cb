/** What this process depends on, and whether it answers. */
import { Inject, Injectable } from '@nestjs/common';
import type { EventStore } from '#event-store/port/event-store.js';
import { type Health, Wrong, checkHealth } from '#platform/health.js';
import type { Reader } from '#read-models/reader/reader.js';
import { evictionProblem } from '#read-models/redis/eviction.js';
import type { RedisStore } from '#read-models/redis/redis-store.js';
import { EVENT_STORE, READER, REDIS } from '../ledger/tokens.js';

@Injectable()
export class Dependencies {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READER) private readonly reader: Reader,
    @Inject(REDIS) private readonly redis: RedisStore,
  ) {}

  check(): Promise<Health> {
    return checkHealth({ eventStore: () => this.readsLog(), redis: () => this.readsRedis() });
  }

  private async readsRedis(): Promise<void> {
    await this.reader.reach();
    const problem = await evictionProblem(this.redis);
    if (problem !== null) throw new Wrong(problem);
  }

  private async readsLog(): Promise<void> {
    for await (const _ of this.store.readAll({ from: 'end', direction: 'backwards', maxCount: 1 })) return;
  }
}
