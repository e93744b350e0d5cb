/** Rule 9.10: the whole ledger, for a verification that needs nothing of the product. */
import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { EventStore } from '#event-store/port/event-store.js';
import { CheckpointLog } from '#proof/checkpoint-log.js';
import { exportOf } from '#proof/export.js';
import { EVENT_STORE } from '../ledger/tokens.js';

/** Lines of JSON, read from the log as they are taken. */
export class ExportQuery extends Query<AsyncIterable<string>> {}

@QueryHandler(ExportQuery)
export class ExportHandler implements IQueryHandler<ExportQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute(): Promise<AsyncIterable<string>> {
    return lines(this.store);
  }
}

async function* lines(store: EventStore): AsyncGenerator<string, void, void> {
  for await (const line of exportOf(store, new CheckpointLog(store))) yield `${JSON.stringify(line)}\n`;
}
