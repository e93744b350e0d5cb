import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ResourceStoppedAnswer } from '../answers/resource.js';
import { Accounts, type Decided, UseCase } from './accounts.js';

/** Stopping needs nothing to be said. */
export class StopResourceBody {}

export class StopResource extends UseCase<StopResourceBody, ResourceStoppedAnswer> {}

@CommandHandler(StopResource)
export class StopResourceHandler implements ICommandHandler<StopResource> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: StopResource) {
    const data = { resourceId: asked.params['resourceId'] ?? '' };
    return this.accounts.execute<'StopResource', ResourceStoppedAnswer>(asked, 'StopResource', data, stopped);
  }
}

function stopped(decided: Decided) {
  const { data, effectiveAt } = decided.entry('ResourceStopped');
  return { resourceId: data.resourceId, status: 'stopped' as const, stoppedAt: effectiveAt };
}
