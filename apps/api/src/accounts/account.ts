import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { atReading } from '#domain/account/reading.js';
import { balanceAnswer } from '../balances/balance-answer.js';
import { AccountLog } from '#from-log/account-log.js';
import { AccountAnswer, accountAnswer } from './account-answer.js';

export class AccountQuery extends Query<AccountAnswer> {
  constructor(
    readonly accountId: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** From the log, with what fell due by now. Throws `account-not-found` and `invalid` for a `minRevision` that the log lacks. */
@QueryHandler(AccountQuery)
export class AccountHandler implements IQueryHandler<AccountQuery> {
  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, minRevision }: AccountQuery): Promise<AccountAnswer> {
    const { account, now } = await this.log.current(accountId, minRevision);
    const { revision } = account;
    return { ...accountAnswer(atReading(account, now)), accountId, revision, balance: balanceAnswer(account, now) };
  }
}
