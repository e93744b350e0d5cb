import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '#domain/errors.js';
import { ResourceStoppedAnswer } from './resource-answer.js';
import { accountIdOf } from '../http/requested.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { KnownResources } from './known-resources.js';

/** Stopping needs nothing to be said. */
export class StopResourceBody {}

export class StopResource extends LedgerCommand<StopResourceBody, ResourceStoppedAnswer> {}

@CommandHandler(StopResource)
export class StopResourceHandler implements ICommandHandler<StopResource> {
  constructor(
    private readonly accounts: Accounts,
    private readonly resources: KnownResources,
  ) {}

  async execute({ request }: StopResource) {
    const data = { resourceId: request.params['resourceId'] ?? '' };
    try {
      return await this.accounts.execute<'StopResource', ResourceStoppedAnswer>(request, 'StopResource', data, stopped);
    } catch (refusal) {
      const isRefused = refusal instanceof DomainError && refusal.code === 'not-running';
      if (!isRefused || (await this.resources.has(accountIdOf(request.params), data.resourceId))) throw refusal;
      throw new DomainError('not-found', `This account has no resource ${data.resourceId}.`);
    }
  }
}

function stopped(outcome: Outcome) {
  const { data, effectiveAt } = outcome.entry('ResourceStopped');
  return { resourceId: data.resourceId, status: 'stopped' as const, stoppedAt: effectiveAt };
}
