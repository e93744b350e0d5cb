import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '#domain/errors.js';
import { ResourceStoppedAnswer } from './resource-answer.js';
import { accountIdOf } from '../http/asked.js';
import { KnownResources } from './known-resources.js';
import { Accounts, type Decided, UseCase } from '../ledger/accounts.js';

/** Stopping needs nothing to be said. */
export class StopResourceBody {}

export class StopResource extends UseCase<StopResourceBody, ResourceStoppedAnswer> {}

@CommandHandler(StopResource)
export class StopResourceHandler implements ICommandHandler<StopResource> {
  constructor(
    private readonly accounts: Accounts,
    private readonly resources: KnownResources,
  ) {}

  async execute({ asked }: StopResource) {
    const data = { resourceId: asked.params['resourceId'] ?? '' };
    try {
      return await this.accounts.execute<'StopResource', ResourceStoppedAnswer>(asked, 'StopResource', data, stopped);
    } catch (refusal) {
      const isRefused = refusal instanceof DomainError && refusal.code === 'not-running';
      if (!isRefused || (await this.resources.has(accountIdOf(asked.params), data.resourceId))) throw refusal;
      throw new DomainError('not-found', `This account has no resource ${data.resourceId}.`);
    }
  }
}

function stopped(decided: Decided) {
  const { data, effectiveAt } = decided.entry('ResourceStopped');
  return { resourceId: data.resourceId, status: 'stopped' as const, stoppedAt: effectiveAt };
}
