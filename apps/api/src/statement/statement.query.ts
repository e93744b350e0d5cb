/** Rule 9.15: a statement as text of a format, however long, in pieces. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { invariant } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { AccountLog } from '#from-log/account-log.js';
import { time } from '../queries/parameters.js';
import { Turns } from '../queries/turns.js';
import { csvOf } from './statement-csv.js';
import { htmlOf } from './statement-html.js';
import { jsonOf } from './statement-json.js';
import { type Statement, statementOf } from './statement.js';

export type StatementFormat = 'json' | 'csv' | 'html';

const FORMATS: Readonly<Record<StatementFormat, (statement: Statement) => AsyncIterable<string>>> = {
  json: jsonOf,
  csv: csvOf,
  html: htmlOf,
};

/** Pieces of its text, read from the log as they are taken. */
export class StatementQuery extends Query<AsyncIterable<string>> {
  constructor(
    readonly accountId: string,
    readonly from: string,
    readonly to: string,
    readonly format: StatementFormat,
  ) {
    super();
  }
}

/** Throws as `statementOf` does. What fails in the middle breaks the stream off: a part never looks like the whole. */
@QueryHandler(StatementQuery)
export class StatementHandler implements IQueryHandler<StatementQuery> {
  private readonly turns = new Turns();
  readonly checkpoints: CheckpointLog;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    readonly log: AccountLog,
  ) {
    this.checkpoints = new CheckpointLog(store);
  }

  async execute({ accountId, from, to, format }: StatementQuery): Promise<AsyncIterable<string>> {
    const period = { from: instantIn(from), to: instantIn(to) };
    const statement = await this.turns.take(() => statementOf(this, accountId, period));
    return FORMATS[format](statement);
  }
}

/** Of a text that validation has let through. */
function instantIn(text: string): Instant {
  const at = time(text);
  invariant(at !== undefined, `${text} is a time`);
  return at;
}
