import { Inject, Injectable } from '@nestjs/common';
import { nextDue } from '#domain/account/due.js';
import { type Instant, SYSTEM, milliseconds } from '#domain/messages.js';
import { endOfAccounts } from '#event-store/port/end-of-accounts.js';
import { type EventStore, comparePositions } from '#event-store/port/event-store.js';
import { PLAN_TERMS_FOLLOWER, streamName } from '#event-store/port/streams.js';
import { reachedInLog } from '#followers/checkpoint-in-log.js';
import { DUE, balance } from '#projections/balance/balance.projection.js';
import type { Due } from '#read-models/reader/due.js';
import type { Reader } from '#read-models/reader/reader.js';
import { ApiError } from '../errors/api-error.js';
import { ACCOUNTS } from '../ledger/aggregates.js';
import { Ledger } from '../ledger/ledger.js';
import { EVENT_STORE, READER } from '../ledger/tokens.js';

const index = { projection: balance, index: DUE };
const ACCOUNTS_AT_ONCE = 256;
const WITHIN_MS = 60_000;
const PAUSE_MS = 50;

const BEFORE_MOVE = 'A changed plan has not reached all its accounts yet, so the clock has not moved. Retry shortly.';
const AFTER_MOVE = 'The clock has moved, but what fell due is not recorded everywhere yet. Retry with the same key.';

/**
 * Before a test clock moves: accounts have the changes of their plans, which hold from the next cycle on. After it has moved: all
 * that fell due is recorded, and reads show it, before anybody is answered.
 */
@Injectable()
export class DueWork {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly ledger: Ledger,
    @Inject(READER) private readonly reader: Reader,
  ) {}

  /** The process manager brings them; where no plan was ever changed nothing is waited for. */
  async plansBrought(): Promise<void> {
    const until = performance.now() + WITHIN_MS;
    const catalogue = this.store.readStream(streamName('plan-catalogue'), { direction: 'backwards', maxCount: 1 });
    for await (const { position: changed } of catalogue) {
      const isBrought = async () => {
        const reached = await reachedInLog(this.store, PLAN_TERMS_FOLLOWER);
        return reached !== null && comparePositions(reached, changed) >= 0;
      };
      while (!(await isBrought())) await this.pause(until, BEFORE_MOVE);
    }
  }

  /** The process manager may be at the same work: whoever comes second finds nothing to record. */
  async settle(now: Instant): Promise<void> {
    const until = performance.now() + WITHIN_MS;
    for (let isSettled = false; !isSettled;) {
      await this.untilProjected(until);
      const due = await this.reader.due(index, milliseconds(now), ACCOUNTS_AT_ONCE);
      if (due === 'rebuilding') await this.pause(until);
      else await Promise.all(due.map((each) => this.record(each)));
      isSettled = due.length === 0;
    }
  }

  private async record(due: Due): Promise<void> {
    const { state } = await this.ledger.execute(ACCOUNTS, due.id, {
      type: 'RecordDue',
      data: {},
      origin: SYSTEM,
    });
    const next = nextDue(state);
    // Nothing of that time is left, says the log: the list is behind or wrong.
    if (!next || milliseconds(next.at) > due.score) await this.reader.settle(index, due);
  }

  private async untilProjected(until: number): Promise<void> {
    const end = await endOfAccounts(this.store);
    if (end === null) return;
    while (!(await this.reader.hasReached(end, Math.max(0, until - performance.now())))) await this.pause(until);
  }

  private async pause(until: number, message = AFTER_MOVE): Promise<void> {
    if (performance.now() > until) throw new ApiError('read-model-behind', message);
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
}
