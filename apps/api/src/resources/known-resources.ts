/** Which resources an account has ever had. Its state knows those that run, and no others. */
import { Injectable } from '@nestjs/common';
import { resources } from '#projections/resources/resources.projection.js';
import { one } from '#read-models/reader/queries.js';
import { AccountLog } from '../queries/from-log/account-log.js';
import { StandIn } from '../queries/from-log/stand-in.js';
import { Live } from '../queries/live.js';

@Injectable()
export class KnownResources {
  constructor(
    private readonly log: AccountLog,
    private readonly live: Live,
    private readonly standIn: StandIn,
  ) {}

  /** As of all that is recorded. Throws `account-not-found` and 503s. */
  async has(accountId: string, resourceId: string): Promise<boolean> {
    const { account } = await this.log.current(accountId);
    const reading = await this.live.read(accountId, { resource: one(resources, resourceId) }, account.revision);
    return reading ? reading.rows.resource !== null : this.standIn.hasStarted(account, resourceId);
  }
}
