import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Amount } from '#domain/money.js';
import { WithBalance } from '../ledger/with-balance.js';
import { AMOUNT, STRING_OR_NULL } from '../openapi/schemas.js';
import { StringField } from '../validation/fields.js';
import { Accounts, type Outcome } from '../ledger/accounts.js';
import { LedgerCommand } from '../ledger/command-request.js';

export class VoidGrantBody {
  @StringField({ max: 500 }) reason!: string;
}

export class VoidGrantAnswer extends WithBalance {
  @ApiProperty() readonly bucketId!: string;
  @ApiProperty({ ...AMOUNT, description: 'What was unspent and has lapsed' }) readonly amount!: Amount;
  @ApiProperty(STRING_OR_NULL) readonly reason!: string | null;
}

export class VoidGrant extends LedgerCommand<VoidGrantBody, VoidGrantAnswer> {}

@CommandHandler(VoidGrant)
export class VoidGrantHandler implements ICommandHandler<VoidGrant> {
  constructor(private readonly accounts: Accounts) {}

  execute({ request }: VoidGrant) {
    const data = { bucketId: request.params['bucketId'] ?? '', reason: request.body.reason };
    return this.accounts.execute<'VoidPromo', VoidGrantAnswer>(request, 'VoidPromo', data, voidAnswer);
  }
}

function voidAnswer(outcome: Outcome) {
  const { bucketId, amount, reason = null } = outcome.entry('PromoVoided').data;
  return { bucketId, amount, reason };
}
