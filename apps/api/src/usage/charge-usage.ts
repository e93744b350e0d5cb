import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { invariant } from '#domain/errors.js';
import type { Amount } from '#domain/money.js';
import { AllocationAnswer, allocationAnswer } from './allocation-answer.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT } from '../openapi/schemas.js';
import { Prices } from '../models/prices.js';
import { defined, given } from '../validation/defined.js';
import { ChoiceField, InstantField, StringField } from '../validation/fields.js';
import { instantOf } from '../validation/instants.js';
import { MetadataField } from '../validation/metadata.js';
import { Accounts, type DataOf, type Outcome } from '../ledger/accounts.js';
import { type Answered, type CommandRequest, LedgerCommand } from '../ledger/command-request.js';
import { CostBody, costOf } from './charge-cost.js';

export class ChargeUsageBody extends CostBody {
  @StringField({ example: 'inference' }) product!: string;
  @StringField({ optional: true }) gpu?: string;
  @StringField({ optional: true, isInPaths: true }) resourceId?: string;
  @InstantField({
    optional: true,
    description:
      'When it was used: at most 72 h back, in `record` mode decided as of 72 h back beyond. At most 5 minutes ahead counts as now. Absent: now',
  })
  occurredAt?: string;
  @ChoiceField(['authorize', 'record'], { optional: true, description: 'record: has happened, is never refused' })
  mode?: 'authorize' | 'record';
  @StringField({ optional: true, max: 500 }) description?: string;
  @MetadataField() metadata?: Record<string, string>;
}

export class ChargeAnswer extends WithBalance {
  @ApiProperty() readonly transactionId!: string;
  @ApiProperty({ enum: ['completed'] }) readonly status!: 'completed';
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ type: [AllocationAnswer], description: 'What each bucket paid, in order' })
  readonly allocation!: readonly AllocationAnswer[];
  @ApiProperty({ ...AMOUNT, description: 'What no bucket paid' }) readonly overdraft!: Amount;
}

export class ChargeUsage extends LedgerCommand<ChargeUsageBody, ChargeAnswer> {}

type ChargeData = DataOf<'ChargeUsage'>;

@CommandHandler(ChargeUsage)
export class ChargeUsageHandler implements ICommandHandler<ChargeUsage> {
  constructor(
    private readonly accounts: Accounts,
    private readonly prices: Prices,
  ) {}

  async execute({ request }: ChargeUsage) {
    return this.decide(request, await this.priced(request.body));
  }

  /** What the body asks for, in the domain's terms. Throws `InvalidInput`. */
  async priced(body: ChargeUsageBody): Promise<ChargeData> {
    const { product, model, gpu, resourceId, description, metadata, mode = 'authorize' } = body;
    const occurredAt = given(body.occurredAt, instantOf);
    const cost = await costOf(body, (of) => this.prices.of(of, { occurredAt, mode }));
    return defined({ cost, product, mode, model, gpu, resourceId, occurredAt, description, metadata });
  }

  /** Has the account decide, after all that it was asked to before. */
  decide(request: CommandRequest<ChargeUsageBody>, data: ChargeData): Promise<Answered<ChargeAnswer>> {
    return this.accounts.execute<'ChargeUsage', ChargeAnswer>(request, 'ChargeUsage', data, charged);
  }
}

function charged(outcome: Outcome) {
  const [line] = outcome.entry('UsageCharged').data.lines;
  invariant(line !== undefined, 'A charge is a line');
  const { transactionId, amount, overdraft } = line;
  return {
    transactionId,
    status: 'completed' as const,
    amount,
    allocation: allocationAnswer(line.allocation),
    overdraft,
  };
}
