import { Inject, Injectable } from '@nestjs/common';
import { Command } from '@nestjs/cqrs';
import type { AccountCommand } from '#domain/account/decider.js';
import type { AccountEvent, AccountEventType } from '#domain/account/events.js';
import type { Account } from '#domain/account/state.js';
import { invariant } from '#domain/errors.js';
import type { Request } from '#event-store/writer/execute-command.js';
import { balanceAnswer } from '../balances/balance-answer.js';
import type { Own, Reflected } from './with-balance.js';
import { type Asked, accountIdOf } from '../http/asked.js';
import { LastAnswered } from './last-answered.js';
import { ACCOUNT_WRITER, type AccountWriter } from './tokens.js';

/** What leaves over HTTP. */
export type Answered<Body> = { readonly body: Body; readonly isReplay: boolean };

/** A command as it was asked for. */
export class UseCase<Body extends object, Answer> extends Command<Answered<Answer>> {
  constructor(readonly asked: Asked<Body>) {
    super();
  }
}

/** What an answer is made of: the command's entries and the state after them, nothing else, so that it can be repeated. */
export class Decided {
  constructor(
    readonly account: Account,
    private readonly entries: readonly AccountEvent[],
  ) {}

  /** The command's first entry of a type; a rule always leaves it. */
  entry<T extends AccountEventType>(type: T): Extract<AccountEvent, { type: T }> {
    const found = this.find(type);
    invariant(found !== undefined, `The command leaves an entry ${type}`);
    return found;
  }

  find<T extends AccountEventType>(type: T): Extract<AccountEvent, { type: T }> | undefined {
    return this.entries.find((each): each is Extract<AccountEvent, { type: T }> => each.type === type);
  }
}

type DataOf<T extends AccountCommand['type']> = Extract<AccountCommand, { type: T }>['data'];

/** Has accounts decide commands, and puts the answers together. */
@Injectable()
export class Accounts {
  constructor(
    @Inject(ACCOUNT_WRITER) private readonly writer: AccountWriter,
    private readonly lastAnswered: LastAnswered,
  ) {}

  /** On the account that the path names, or on `accountId`. */
  async execute<T extends AccountCommand['type'], Answer extends Reflected>(
    { params, origin }: Pick<Asked, 'params' | 'origin'>,
    type: T,
    data: DataOf<T>,
    answer: (decided: Decided) => Own<Answer>,
    accountId = accountIdOf(params),
  ): Promise<Answered<Answer>> {
    const request = { type, data, origin } as unknown as Request<AccountCommand>;
    const { state, entries, isReplay } = await this.writer.execute(accountId, request);
    const last = entries.at(-1);
    invariant(last !== undefined, `${type} leaves an entry`);
    const { revision } = state;
    this.lastAnswered.remember(accountId, revision);
    const balance = balanceAnswer(state, last.recordedAt);
    const body = { accountId, revision, balance, ...answer(new Decided(state, entries)) };
    return { body: body as unknown as Answer, isReplay };
  }
}
