import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { invariant } from '#domain/errors.js';
import { amount, isZero } from '#domain/money.js';
import { invalid } from '../errors/api-error.js';
import { CLIENT_ID } from '../http/requested.js';
import { PLANS } from '../ledger/aggregates.js';
import { Answered, LedgerCommand } from '../ledger/command-request.js';
import { Ledger } from '../ledger/ledger.js';
import { defined } from '../validation/defined.js';
import { AmountField, CountField, ListField, NestedField, StringField, textItem } from '../validation/fields.js';
import { ScopeBody, scopeOf } from '../validation/scope.js';
import { type PlanOfferAnswer, planOfferAnswer } from './plan-offer-answer.js';

const LONGEST_CYCLE_HOURS = 8_760;
const LONGEST_FEATURE = 200;

export class DefinePlanBody {
  @StringField({ optional: true, pattern: CLIENT_ID, description: 'As in the path' }) plan?: string;
  @StringField({ max: 200 }) name!: string;
  @AmountField({ orZero: true, description: 'Of 30 days; each cycle gives its part' }) monthlyCredits!: string;
  @CountField({
    optional: true,
    orNull: true,
    min: 1,
    max: LONGEST_CYCLE_HOURS,
    description: 'Hours of a cycle. Absent or null: no allowance',
  })
  refreshHours?: number | null;
  @NestedField(ScopeBody, {
    optional: true,
    orNull: true,
    description: 'What the allowance pays for. Null: everything',
  })
  scope?: ScopeBody | null;
  @AmountField({ orZero: true }) pricePerMonth!: string;
  @StringField({ optional: true, orNull: true, max: 2_000 }) description?: string | null;
  @ListField(textItem(LONGEST_FEATURE), { optional: true, max: 50 }) features?: string[];
}

export class DefinePlan extends LedgerCommand<DefinePlanBody, PlanOfferAnswer> {}

/** Accounts that are on the plan get the new terms from their next cycle on. */
@CommandHandler(DefinePlan)
export class DefinePlanHandler implements ICommandHandler<DefinePlan> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ request: { body, params, origin } }: DefinePlan) {
    const plan = params['plan'] ?? '';
    if (!CLIENT_ID.test(plan)) throw invalid('plan', `plan must match ${CLIENT_ID.source}`);
    if (body.plan !== undefined && body.plan !== plan) throw invalid('plan', `plan must be ${plan}, as in the path.`);
    const { entries, isReplay } = await this.ledger.execute(PLANS, '', {
      type: 'DefinePlan',
      data: { plan, ...offerIn(body) },
      // All plans share a stream; each is a scope of its own for keys (rule 10.1).
      origin: { ...origin, key: `plan:${encodeURIComponent(plan)}:${origin.key}` },
    });
    const [set] = entries;
    invariant(set !== undefined, 'DefinePlan leaves an entry');
    return new Answered(planOfferAnswer(plan, set.data), isReplay);
  }
}

function offerIn({ name, monthlyCredits, refreshHours, scope, pricePerMonth, description, features }: DefinePlanBody) {
  const credits = amount(monthlyCredits);
  if (!isZero(credits) && (refreshHours ?? null) === null) {
    throw invalid('refreshHours', 'refreshHours must be given.');
  }
  if (!isZero(credits) && scope === undefined) throw invalid('scope', 'scope must be given.');
  return {
    name,
    monthlyCredits: credits,
    refreshHours: refreshHours ?? null,
    scope: scope ? scopeOf(scope) : null,
    pricePerMonth: amount(pricePerMonth),
    ...defined({ description: description ?? undefined, features }),
  };
}
