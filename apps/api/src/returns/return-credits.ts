import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import { type Amount, amount } from '#domain/money.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, STRING_OR_NULL } from '../openapi/schemas.js';
import { defined } from '../validation/defined.js';
import { AmountField, StringField } from '../validation/fields.js';

export class ReturnCreditsBody {
  @AmountField() amount!: string;
  @StringField({ example: 'cluster', description: 'What the money had been paid for' }) product!: string;
  @StringField({ max: 500 }) reason!: string;
  @StringField({ optional: true, max: 256, description: 'What the payment is known by elsewhere' })
  externalReference?: string;
}

export class ReturnAnswer extends WithBalance {
  @ApiProperty({ description: 'Where the credits are' }) readonly bucketId!: string;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
  @ApiProperty() readonly product!: string;
  @ApiProperty() readonly reason!: string;
  @ApiProperty(STRING_OR_NULL) readonly externalReference!: string | null;
}

export class ReturnCredits extends LedgerCommand<ReturnCreditsBody, ReturnAnswer> {}

@CommandHandler(ReturnCredits)
export class ReturnCreditsHandler implements ICommandHandler<ReturnCredits> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: ReturnCredits) {
    const { amount: credits, product, reason, externalReference } = request.body;
    const data = { amount: amount(credits), product, reason, ...defined({ externalReference }) };
    return this.accounts.execute<'ReturnCredits', ReturnAnswer>(request, 'ReturnCredits', data, returned);
  }
}

const returned = (outcome: Outcome) => ({ externalReference: null, ...outcome.entry('CreditsReturned').data });
