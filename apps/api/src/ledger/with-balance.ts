import { ApiProperty } from '@nestjs/swagger';
import { BalanceAnswer } from '../balances/balance-answer.js';
import { REVISION } from '../openapi/schemas.js';

/** Rule 11.7: every command's answer names its account, and the account's balance after the command's last entry. */
export class WithBalance {
  @ApiProperty() readonly accountId!: string;
  @ApiProperty(REVISION) readonly revision!: number;
  @ApiProperty() readonly balance!: BalanceAnswer;
}

/** What an answer says beside that. */
export type Own<Answer extends WithBalance> = Omit<Answer, keyof WithBalance>;
