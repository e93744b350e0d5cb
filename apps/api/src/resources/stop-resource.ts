import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ResourceStoppedAnswer } from './resource-answer.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';

/** Stopping needs nothing to be said. */
export class StopResourceBody {}

export class StopResource extends LedgerCommand<StopResourceBody, ResourceStoppedAnswer> {}

@CommandHandler(StopResource)
export class StopResourceHandler implements ICommandHandler<StopResource> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: StopResource) {
    const data = { resourceId: request.params['resourceId'] ?? '' };
    return this.accounts.execute<'StopResource', ResourceStoppedAnswer>(request, 'StopResource', data, stopped);
  }
}

function stopped(outcome: Outcome) {
  const { data, effectiveAt } = outcome.entry('ResourceStopped');
  return { resourceId: data.resourceId, status: 'stopped' as const, stoppedAt: effectiveAt };
}
