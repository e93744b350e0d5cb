/** Reads over all accounts show what was answered by anybody before they were asked for. */
import { Inject, Injectable } from '@nestjs/common';
import { endOf } from '#event-store/port/end-of-accounts.js';
import type { EventStore } from '#event-store/port/event-store.js';
import { projectedAggregates } from '#read-models/projector/aggregates.js';
import type { Reader } from '#read-models/reader/reader.js';
import { ApiError } from '../errors/api-error.js';
import { EVENT_STORE, READER } from '../ledger/tokens.js';
import { rebuilding } from '../queries/not-yet.js';

const PATIENCE_MS = 5_000;
const PROJECTED = projectedAggregates.map(({ category }) => category);

@Injectable()
export class WholeLog {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READER) private readonly reader: Reader,
  ) {}

  /** Resolves once rows reflect all that is in the log by now. Throws 503 `rebuilding` or `read-model-behind`. */
  async untilProjected(): Promise<void> {
    const end = await endOf(this.store, PROJECTED);
    if (end === null || (await this.reader.hasReached(end, PATIENCE_MS))) return;
    if ((await this.reader.reach()) === 'rebuilding') throw rebuilding();
    throw new ApiError('read-model-behind', 'What was recorded last can not be read yet. Try again shortly.');
  }
}
