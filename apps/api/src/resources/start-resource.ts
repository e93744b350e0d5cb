import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ResourceKind } from '#domain/account/events.js';
import { amount } from '#domain/money.js';
import { ResourceStartedAnswer } from './resource-answer.js';
import { defined } from '../validation/defined.js';
import { AmountField, ChoiceField, TextField } from '../validation/fields.js';
import { Accounts, type Decided, UseCase } from '../ledger/accounts.js';

const RATE_DECIMALS = 12;

export class StartResourceBody {
  @TextField({ example: 'vm-1', isInPaths: true }) resourceId!: string;
  @ChoiceField(['instance', 'cluster', 'storage']) kind!: ResourceKind;
  @TextField() product!: string;
  @TextField({ optional: true }) gpu?: string;
  @AmountField({ orZero: true, decimals: RATE_DECIMALS, description: 'Credits per hour' }) ratePerHour!: string;
}

export class StartResource extends UseCase<StartResourceBody, ResourceStartedAnswer> {}

@CommandHandler(StartResource)
export class StartResourceHandler implements ICommandHandler<StartResource> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: StartResource) {
    const { resourceId, kind, product, gpu, ratePerHour } = asked.body;
    const data = { resourceId, kind, product, ...defined({ gpu }), ratePerHour: amount(ratePerHour) };
    return this.accounts.execute<'StartResource', ResourceStartedAnswer>(asked, 'StartResource', data, started);
  }
}

function started(decided: Decided) {
  const { data, effectiveAt: startedAt } = decided.entry('ResourceStarted');
  const { resourceId, kind, product, gpu = null, ratePerHour } = data;
  return { resourceId, kind, product, gpu, ratePerHour, status: 'running' as const, accessible: true, startedAt };
}
