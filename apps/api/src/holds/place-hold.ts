import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { DEFAULT_HOLD_SECONDS, MOST_HOLD_SECONDS } from '#domain/account/holds/place-hold.js';
import type { Instant } from '#domain/messages.js';
import { type Amount, amount } from '#domain/money.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, INSTANT } from '../openapi/schemas.js';
import { AllocationAnswer, allocationAnswer } from '../usage/allocation-answer.js';
import { defined } from '../validation/defined.js';
import { AmountField, CountField, StringField } from '../validation/fields.js';
import { MetadataField } from '../validation/metadata.js';

export class PlaceHoldBody {
  @AmountField() amount!: string;
  @StringField({ example: 'vm' }) product!: string;
  @StringField({ optional: true, isInPaths: true }) model?: string;
  @StringField({ optional: true }) gpu?: string;
  @StringField({ optional: true, isInPaths: true }) resourceId?: string;
  @CountField({
    optional: true,
    min: 1,
    max: MOST_HOLD_SECONDS,
    description: `After so many seconds its credits are free again; ${DEFAULT_HOLD_SECONDS} if not said`,
  })
  expiresInSeconds?: number;
  @StringField({ optional: true, max: 500 }) description?: string;
  @MetadataField() metadata?: Record<string, string>;
}

export class HoldAnswer extends WithBalance {
  @ApiProperty() readonly holdId!: string;
  @ApiProperty({ enum: ['held'] }) readonly status!: 'held';
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty({ type: [AllocationAnswer], description: 'What is held of each bucket, in order' })
  readonly allocation!: readonly AllocationAnswer[];
  @ApiProperty(INSTANT) readonly expiresAt!: Instant;
}

export class PlaceHold extends LedgerCommand<PlaceHoldBody, HoldAnswer> {}

@CommandHandler(PlaceHold)
export class PlaceHoldHandler implements ICommandHandler<PlaceHold> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: PlaceHold) {
    const { amount: credits, product, model, gpu, resourceId, expiresInSeconds, description, metadata } = request.body;
    const data = {
      amount: amount(credits),
      product,
      ...defined({ model, gpu, resourceId, expiresInSeconds, description, metadata }),
    };
    return this.accounts.execute<'PlaceHold', HoldAnswer>(request, 'PlaceHold', data, placed);
  }
}

function placed(outcome: Outcome) {
  const { holdId, amount: held, expiresAt, allocation } = outcome.entry('HoldPlaced').data;
  return { holdId, status: 'held' as const, amount: held, allocation: allocationAnswer(allocation), expiresAt };
}
