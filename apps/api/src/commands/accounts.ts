import { Inject, Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import type { AccountCommand } from '#domain/account/decider.js';
import type { AccountEvent, AccountEventType } from '#domain/account/events.js';
import type { Account } from '#domain/account/state.js';
import { InvariantViolation } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Execution, Request } from '#event-store/execute-command.js';
import { type BalanceAnswer, balanceAnswer } from '../answers/balance.js';
import { type Asked, accountIdOf } from '../http/asked.js';
import { LastAnswered } from '../ledger/last-answered.js';
import { ACCOUNT_WRITER, type AccountWriter } from '../ledger/tokens.js';

/** What leaves over HTTP. */
export type Answered<Body> = { readonly body: Body; readonly isReplay: boolean };

/** A command for one account, as it was asked for. */
export class AccountUseCase<Body extends object, Answer> extends Command<Answered<Answer & Reflected>> {
  constructor(readonly asked: Asked<Body>) {
    super();
  }
}

/** Spec 11: every command's answer names the account, and its balance after the command's last entry. */
export type Reflected = { readonly accountId: string; readonly revision: number; readonly balance: BalanceAnswer };

/** What an answer is made of: the command's entries and the state after them, nothing else, so that it can be repeated. */
export type Decided = {
  readonly account: Account;
  readonly recordedAt: Instant;
  /** The command's first entry of a type. That there is one is the rule's promise. */
  entry<T extends AccountEventType>(type: T): Extract<AccountEvent, { type: T }>;
  find<T extends AccountEventType>(type: T): Extract<AccountEvent, { type: T }> | undefined;
};

type Of<T extends AccountCommand['type']> = Extract<AccountCommand, { type: T }>;

/** Has accounts decide commands, and puts the answers together. */
@Injectable()
export class Accounts {
  constructor(
    @Inject(ACCOUNT_WRITER) private readonly writer: AccountWriter,
    private readonly lastAnswered: LastAnswered,
  ) {}

  /** On the account that the path names. */
  execute<T extends AccountCommand['type'], Answer extends object>(
    asked: Asked,
    type: T,
    data: Of<T>['data'],
    answer: (decided: Decided) => Answer,
  ): Promise<Answered<Answer & Reflected>> {
    return this.executeOn(accountIdOf(asked.params), asked, type, data, answer);
  }

  async executeOn<T extends AccountCommand['type'], Answer extends object>(
    accountId: string,
    { origin }: Pick<Asked, 'origin'>,
    type: T,
    data: Of<T>['data'],
    answer: (decided: Decided) => Answer,
  ): Promise<Answered<Answer & Reflected>> {
    const request = { type, data, origin } as unknown as Request<AccountCommand>;
    const execution = await this.writer.execute(accountId, request);
    const { state, isReplay } = execution;
    this.lastAnswered.remember(accountId, state.revision);
    const decided = decidedBy(execution);
    const balance = balanceAnswer(state, decided.recordedAt);
    return { body: { ...answer(decided), accountId, revision: state.revision, balance }, isReplay };
  }
}

function decidedBy({ entries, state }: Execution<Account, AccountEvent>): Decided {
  const last = entries.at(-1);
  if (!last) throw new InvariantViolation('An accepted command leaves an entry');
  const find = <T extends AccountEventType>(type: T) =>
    entries.find((each): each is Extract<AccountEvent, { type: T }> => each.type === type);
  const entry = <T extends AccountEventType>(type: T) => {
    const found = find(type);
    if (!found) throw new InvariantViolation(`The command left an entry ${type}`);
    return found;
  };
  return { account: state, recordedAt: last.recordedAt, entry, find };
}
