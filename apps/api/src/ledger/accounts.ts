import { Injectable } from '@nestjs/common';
import type { AccountCommand } from '#domain/account/decider.js';
import type { AccountEvent, AccountEventType } from '#domain/account/events.js';
import type { Account } from '#domain/account/state.js';
import { invariant } from '#domain/errors.js';
import type { Ends, Execution, Request } from '#event-store/writer/execute-command.js';
import { balanceAnswer } from '../balances/balance-answer.js';
import { accountIdOf } from '../http/requested.js';
import { ACCOUNTS } from './aggregates.js';
import { Answered, type CommandRequest } from './command-request.js';
import { Ledger } from './ledger.js';
import { ReadYourWrites } from './read-your-writes.js';
import type { Own, WithBalance } from './with-balance.js';

/**
 * What an answer is made of: the command's own entries and the state after them, nothing else, so that it can be given
 * again for ever.
 */
export class Outcome {
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

  /** All that the command left of a type. */
  every<T extends AccountEventType>(type: T): readonly Extract<AccountEvent, { type: T }>[] {
    return this.entries.filter((each): each is Extract<AccountEvent, { type: T }> => each.type === type);
  }

  find<T extends AccountEventType>(type: T): Extract<AccountEvent, { type: T }> | undefined {
    return this.entries.find((each): each is Extract<AccountEvent, { type: T }> => each.type === type);
  }
}

export type DataOf<T extends AccountCommand['type']> = Extract<AccountCommand, { type: T }>['data'];

/** A command, and what its answer says of its outcome. */
export type Submitted<T extends AccountCommand['type'], Answer extends WithBalance> = {
  readonly request: Pick<CommandRequest, 'params' | 'origin'>;
  readonly type: T;
  readonly data: DataOf<T>;
  readonly answer: (outcome: Outcome) => Own<Answer>;
  readonly accountId?: string | undefined;
};

/** Has accounts decide commands, and puts the answers together. */
@Injectable()
export class Accounts {
  constructor(
    private readonly ledger: Ledger,
    private readonly readYourWrites: ReadYourWrites,
  ) {}

  /** On the account that the path names, or on `accountId`. */
  execute<T extends AccountCommand['type'], Answer extends WithBalance>(
    request: Pick<CommandRequest, 'params' | 'origin'>,
    type: T,
    data: DataOf<T>,
    answer: (outcome: Outcome) => Own<Answer>,
    accountId?: string,
  ): Promise<Answered<Answer>> {
    return new Promise((resolve, reject) =>
      this.submit<T, Answer>({ request, type, data, answer, accountId }, { resolve, reject }),
    );
  }

  /** As `execute`, with the ends of a promise in its place. Throws where no account can have the id that the path names. */
  submit<T extends AccountCommand['type'], Answer extends WithBalance>(
    { request: { params, origin }, type, data, answer, accountId = accountIdOf(params) }: Submitted<T, Answer>,
    ends: Ends<Answered<Answer>>,
  ): void {
    const request = { type, data, origin } as unknown as Request<AccountCommand>;
    this.ledger.submit(ACCOUNTS, accountId, request, new Answering<Answer>(this, accountId, answer, ends));
  }

  /** The answer to what the account has executed. */
  answered<Answer extends WithBalance>(
    accountId: string,
    { state, entries, isReplay }: Pick<Execution<Account, AccountEvent>, 'state' | 'entries' | 'isReplay'>,
    answer: (outcome: Outcome) => Own<Answer>,
  ): Answered<Answer> {
    const last = entries.at(-1);
    invariant(last !== undefined, 'A command leaves an entry');
    const { revision } = state;
    this.readYourWrites.remember(accountId, revision);
    const balance = balanceAnswer(state, last.recordedAt);
    const body = { accountId, revision, balance, ...answer(new Outcome(state, entries)) };
    return new Answered(body as unknown as Answer, isReplay);
  }
}

/** Answers with what the account has executed. One object for each that waits, where closures would be three. */
class Answering<Answer extends WithBalance> implements Ends<Execution<Account, AccountEvent>> {
  constructor(
    private readonly accounts: Accounts,
    private readonly accountId: string,
    private readonly answer: (outcome: Outcome) => Own<Answer>,
    private readonly ends: Ends<Answered<Answer>>,
  ) {}

  resolve(execution: Execution<Account, AccountEvent>): void {
    try {
      this.ends.resolve(this.accounts.answered(this.accountId, execution, this.answer));
    } catch (error) {
      this.ends.reject(error);
    }
  }

  reject(error: unknown): void {
    this.ends.reject(error);
  }
}
