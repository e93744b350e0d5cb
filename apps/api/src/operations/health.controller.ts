import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Config } from '#platform/config.js';
import type { Health } from '#platform/health.js';
import { CONFIG } from '../ledger/tokens.js';
import { RecentAccounts } from '../ledger/recent-accounts.js';
import { Dependencies } from './dependencies.js';

/** For whoever runs the process; needs no key. */
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    private readonly dependencies: Dependencies,
    private readonly recent: RecentAccounts,
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
  @ApiOperation({
    summary:
      'The event store and Redis answer; at first, once the accounts that were written to last are in memory too',
  })
  @ApiResponse({ status: 200, description: 'Ready' })
  @ApiResponse({ status: 503, description: 'One of them does not answer, or is not to be relied on' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const health = await this.dependencies.check();
    if (health.status === 'ok') await this.recent.load();
    else reply.status(503).header('Retry-After', '1');
    return health;
  }
}
