import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO } from '#domain/money.js';
import type { Ends } from '#event-store/writer/execute-command.js';
import { AllocationAnswer, allocationAnswer } from './allocation-answer.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT } from '../openapi/schemas.js';
import { Prices } from '../models/prices.js';
import { given } from '../validation/defined.js';
import { ChoiceField, InstantField, StringField } from '../validation/fields.js';
import { instantOf } from '../validation/instants.js';
import { MetadataField } from '../validation/metadata.js';
import { Accounts, type DataOf, type Outcome } from '../ledger/accounts.js';
import { Answered, type CommandRequest, LedgerCommand } from '../ledger/command-request.js';
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
  @ChoiceField(['pend'], {
    optional: true,
    description: 'pend: where credits are missing it waits for them, for as long as a grace window',
  })
  onInsufficient?: 'pend';
  @StringField({ optional: true, max: 500 }) description?: string;
  @MetadataField() metadata?: Record<string, string>;
}

export class ChargeAnswer extends WithBalance {
  @ApiProperty() readonly transactionId!: string;
  @ApiProperty({ enum: ['completed', 'pending'] }) readonly status!: 'completed' | 'pending';
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ type: [AllocationAnswer], description: 'What each bucket paid, in order' })
  readonly allocation!: readonly AllocationAnswer[];
  @ApiProperty({ ...AMOUNT, description: 'What no bucket paid' }) readonly overdraft!: Amount;
}

export class ChargeUsage extends LedgerCommand<ChargeUsageBody, ChargeAnswer> {}

export type ChargeData = DataOf<'ChargeUsage'>;

@CommandHandler(ChargeUsage)
export class ChargeUsageHandler implements ICommandHandler<ChargeUsage> {
  constructor(
    private readonly accounts: Accounts,
    private readonly prices: Prices,
  ) {}

  async execute({ request }: ChargeUsage): Promise<Answered<ChargeAnswer>> {
    const data = await this.priced(request.body);
    const answered = await new Promise<Answered<ChargeAnswer>>((resolve, reject) =>
      this.submit(request, data, { resolve, reject }),
    );
    const { body, isReplay } = answered;
    return body.status === 'pending' ? new Answered(body, isReplay, ACCEPTED) : answered;
  }

  /** What the body asks for, in the domain's terms; a promise of it where a model's prices are looked up. Throws `InvalidInput`. */
  priced(body: ChargeUsageBody): ChargeData | Promise<ChargeData> {
    const occurredAt = given(body.occurredAt, instantOf);
    const cost = costOf(body, (of) => this.prices.of(of, { occurredAt, mode: body.mode ?? 'authorize' }));
    return cost instanceof Promise
      ? cost.then((priced) => chargeData(priced, occurredAt, body))
      : chargeData(cost, occurredAt, body);
  }

  /** Has the account decide, after all that it was asked to before. */
  submit(request: CommandRequest<ChargeUsageBody>, data: ChargeData, ends: Ends<Answered<ChargeAnswer>>): void {
    this.accounts.submit<'ChargeUsage', ChargeAnswer>({ request, type: 'ChargeUsage', data, answer: charged }, ends);
  }
}

/** Written out: for every charge, looking for what is absent costs more than the rest. */
function chargeData(cost: ChargeData['cost'], occurredAt: Instant | undefined, body: ChargeUsageBody): ChargeData {
  const { product, model, gpu, resourceId, onInsufficient, description, metadata, mode = 'authorize' } = body;
  const data: { -readonly [M in keyof ChargeData]: ChargeData[M] } = { cost, product, mode };
  if (model !== undefined) data.model = model;
  if (gpu !== undefined) data.gpu = gpu;
  if (resourceId !== undefined) data.resourceId = resourceId;
  if (onInsufficient !== undefined) data.onInsufficient = onInsufficient;
  if (occurredAt !== undefined) data.occurredAt = occurredAt;
  if (description !== undefined) data.description = description;
  if (metadata !== undefined) data.metadata = metadata;
  return data;
}

/** The charge is accepted, and will be paid or fail. */
export const ACCEPTED = 202;

function charged(outcome: Outcome) {
  const line = outcome.find('UsageCharged')?.data.lines[0];
  if (line === undefined) return waiting(outcome);
  const { transactionId, amount, overdraft } = line;
  return {
    transactionId,
    status: 'completed' as const,
    amount,
    allocation: allocationAnswer(line.allocation),
    overdraft,
  };
}

/** Nothing has paid for it yet; but what came in between its usage and now may have at once. */
function waiting(outcome: Outcome) {
  const { transactionId, amount } = outcome.entry('PaymentPended').data;
  const settled = outcome.every('PendingPaymentSettled').find(({ data }) => data.transactionId === transactionId);
  return {
    transactionId,
    status: settled ? ('completed' as const) : ('pending' as const),
    amount,
    allocation: allocationAnswer(settled?.data.allocation ?? []),
    overdraft: ZERO,
  };
}
