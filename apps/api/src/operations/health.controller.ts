import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { EventStore } from '#event-store/event-store.js';
import { type Health, checkHealth } from '#platform/health.js';
import type { Reader } from '#read-models/reader.js';
import { EVENT_STORE, READER } from '../ledger/tokens.js';

/** For whoever runs the process; needs no key. */
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READER) private readonly reader: Reader,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The event store and Redis answer' })
  @ApiResponse({ status: 200, description: 'Ready' })
  @ApiResponse({ status: 503, description: 'One of them does not answer' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await checkHealth({ eventStore: () => this.readsLog(), redis: () => this.reader.reach() });
    if (health.status !== 'ok') reply.status(503).header('Retry-After', '1');
    return health;
  }

  private async readsLog(): Promise<void> {
    for await (const _ of this.store.readAll({ from: 'end', direction: 'backwards', maxCount: 1 })) return;
  }
}
