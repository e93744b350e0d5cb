import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { quotaOf } from '#domain/account/plans/quota.js';
import { planIn, termsOf } from '#domain/plans/plan-catalogue.js';
import { invalid } from '../errors/api-error.js';
import { CLIENT_ID } from '../http/requested.js';
import { Accounts } from '../ledger/accounts.js';
import { PLANS } from '../ledger/aggregates.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { Ledger } from '../ledger/ledger.js';
import { defined, given } from '../validation/defined.js';
import { InstantField, StringField } from '../validation/fields.js';
import { instantOf } from '../validation/instants.js';
import type { PlanChosenAnswer } from './plan-answer.js';

export class ChoosePlanBody {
  @StringField({ pattern: CLIENT_ID, example: 'professional' }) plan!: string;
  @InstantField({ optional: true, description: 'When it ends, if not chosen again. Absent: open-ended' })
  paidUntil?: string;
}

export class ChoosePlan extends LedgerCommand<ChoosePlanBody, PlanChosenAnswer> {}

@CommandHandler(ChoosePlan)
export class ChoosePlanHandler implements ICommandHandler<ChoosePlan> {
  constructor(
    private readonly ledger: Ledger,
    private readonly accounts: Accounts,
  ) {}

  async execute({ request }: ChoosePlan) {
    const { plan, paidUntil } = request.body;
    const offer = await this.ledger.query(PLANS, '', (catalogue) => planIn(catalogue, plan) ?? null);
    if (!offer) throw invalid('plan', `There is no plan ${plan}.`);
    const data = { plan, ...defined({ terms: termsOf(offer), paidUntil: given(paidUntil, instantOf) }) };
    return this.accounts.execute<'ChoosePlan', PlanChosenAnswer>(request, 'ChoosePlan', data, (outcome) =>
      quotaOf(outcome.account, outcome.entry('PlanChosen').recordedAt),
    );
  }
}
