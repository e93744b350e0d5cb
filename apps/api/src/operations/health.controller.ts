import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { EventStore } from '#event-store/port/event-store.js';
import type { Config } from '#platform/config.js';
import { type Health, Wrong, checkHealth } from '#platform/health.js';
import { evictionProblem } from '#read-models/redis/eviction.js';
import type { Reader } from '#read-models/reader/reader.js';
import type { RedisStore } from '#read-models/redis/redis-store.js';
import { CONFIG, EVENT_STORE, READER, REDIS } from '../ledger/tokens.js';

/** For whoever runs the process; needs no key. */
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READER) private readonly reader: Reader,
    @Inject(REDIS) private readonly redis: RedisStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('live')
  @ApiOperation({
    summary: 'The process runs; and whether the keys of development are in force, which everybody knows',
  })
  live() {
    return { status: 'ok', developmentKeys: this.config.apiKeysFile === undefined };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The event store and Redis answer' })
  @ApiResponse({ status: 200, description: 'Ready' })
  @ApiResponse({ status: 503, description: 'One of them does not answer, or is not to be relied on' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await checkHealth({ eventStore: () => this.readsLog(), redis: () => this.readsRedis() });
    if (health.status !== 'ok') reply.status(503).header('Retry-After', '1');
    return health;
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
