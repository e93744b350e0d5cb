import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ResourceKind } from '#domain/account/events.js';
import { amount } from '#domain/money.js';
import { ResourceStartedAnswer } from './resource-answer.js';
import { defined } from '../validation/defined.js';
import { AmountField, ChoiceField, StringField } from '../validation/fields.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';

const RATE_DECIMALS = 12;

export class StartResourceBody {
  @StringField({ example: 'vm-1', isInPaths: true }) resourceId!: string;
  @StringField({ optional: true, description: 'For people' }) name?: string;
  @ChoiceField(['instance', 'cluster', 'storage']) kind!: ResourceKind;
  @StringField() product!: string;
  @StringField({ optional: true }) gpu?: string;
  @AmountField({ orZero: true, decimals: RATE_DECIMALS, description: 'Credits per hour' }) ratePerHour!: string;
}

export class StartResource extends LedgerCommand<StartResourceBody, ResourceStartedAnswer> {}

@CommandHandler(StartResource)
export class StartResourceHandler implements ICommandHandler<StartResource> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: StartResource) {
    const { resourceId, name, kind, product, gpu, ratePerHour } = request.body;
    const data = {
      resourceId,
      ...defined({ name }),
      kind,
      product,
      ...defined({ gpu }),
      ratePerHour: amount(ratePerHour),
    };
    return this.accounts.execute<'StartResource', ResourceStartedAnswer>(request, 'StartResource', data, started);
  }
}

function started(outcome: Outcome) {
  const { data, effectiveAt: startedAt } = outcome.entry('ResourceStarted');
  const { resourceId, name = null, kind, product, gpu = null, ratePerHour } = data;
  return { resourceId, name, kind, product, gpu, ratePerHour, status: 'running' as const, accessible: true, startedAt };
}
