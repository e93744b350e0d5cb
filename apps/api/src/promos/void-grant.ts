import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { Amount } from '#domain/money.js';
import { Reflected } from '../ledger/with-balance.js';
import { AMOUNT, TEXT_OR_NULL } from '../openapi/schemas.js';
import { TextField } from '../validation/fields.js';
import { Accounts, type Decided, UseCase } from '../ledger/accounts.js';

export class VoidGrantBody {
  @TextField({ max: 500 }) reason!: string;
}

export class VoidGrantAnswer extends Reflected {
  @ApiProperty() readonly bucketId!: string;
  @ApiProperty({ ...AMOUNT, description: 'What was unspent and has lapsed' }) readonly amount!: Amount;
  @ApiProperty(TEXT_OR_NULL) readonly reason!: string | null;
}

export class VoidGrant extends UseCase<VoidGrantBody, VoidGrantAnswer> {}

@CommandHandler(VoidGrant)
export class VoidGrantHandler implements ICommandHandler<VoidGrant> {
  constructor(private readonly accounts: Accounts) {}

  execute({ asked }: VoidGrant) {
    const data = { bucketId: asked.params['bucketId'] ?? '', reason: asked.body.reason };
    return this.accounts.execute<'VoidPromo', VoidGrantAnswer>(asked, 'VoidPromo', data, voidAnswer);
  }
}

function voidAnswer(decided: Decided) {
  const { bucketId, amount, reason = null } = decided.entry('PromoVoided').data;
  return { bucketId, amount, reason };
}
