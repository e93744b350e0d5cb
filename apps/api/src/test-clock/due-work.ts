import { Inject, Injectable } from '@nestjs/common';
import { type Instant, SYSTEM, milliseconds } from '#domain/messages.js';
import { endOfAccounts } from '#event-store/port/end-of-accounts.js';
import { Busy } from '#event-store/port/errors.js';
import { type EventStore, type Position, comparePositions } from '#event-store/port/event-store.js';
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
/** Without progress. */
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

  /** Goes on for as long as anything is recorded: months may lie between, with much that falls due. */
  async settle(now: Instant): Promise<void> {
    let [until, last]: [number, Position | null] = [0, null];
    for (;;) {
      const end = await endOfAccounts(this.store);
      if (end === null) return;
      const isMoving = last === null || comparePositions(end, last) > 0;
      if (isMoving) [until, last] = [performance.now() + WITHIN_MS, end];
      else await this.pause(until);
      const due = await this.dueBy(now, end, until);
      if (due.length === 0) return;
      for (let at = 0; at < due.length; at += ACCOUNTS_AT_ONCE) {
        await Promise.all(due.slice(at, at + ACCOUNTS_AT_ONCE).map(({ id }) => this.record(id)));
      }
    }
  }

  /**
   * What the read models have as due once they reflect all that is in the log. Their due list won't do: the process manager takes
   * out of it what it recorded before that is shown, and Redis may lose it.
   */
  private async dueBy(now: Instant, end: Position, until: number): Promise<readonly Due[]> {
    for (;;) {
      await this.reader.hasReached(end, Math.max(0, until - performance.now()));
      const due = await this.reader.registered(index, milliseconds(now), end);
      if (typeof due !== 'string') return due;
      await this.pause(until);
    }
  }

  /** The process manager and other processes may be at the same work: whoever loses the account to them leaves it to them. */
  private async record(accountId: string): Promise<void> {
    try {
      await this.ledger.execute(ACCOUNTS, accountId, { type: 'RecordDue', data: {}, origin: SYSTEM });
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
    }
  }

  private async pause(until: number, message = AFTER_MOVE): Promise<void> {
    if (performance.now() > until) throw new ApiError('read-model-behind', message);
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
}
