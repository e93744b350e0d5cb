/** What reads fall back to while no read model answers: the same numbers from the log, where that is affordable. */
import { Injectable } from '@nestjs/common';
import { atReading, momentOfReading } from '#domain/account/reading.js';
import type { Account } from '#domain/account/state.js';
import { type Instant, shifted } from '#domain/messages.js';
import type { BurnRate } from '#projections/burn-rate/burn-rate-at.js';
import { WINDOW_MS } from '#projections/burn-rate/minutes.js';
import { AccountLog } from '#from-log/account-log.js';
import { type BucketRows, BucketHistory } from '#from-log/bucket-history.js';
import { burnRateOf } from '#from-log/past-burn-rate.js';
import { ReadYourWrites } from '../ledger/read-your-writes.js';
import { rebuilding } from './not-yet.js';

/** A read that would fold more entries than this is 503 `rebuilding` instead: the rebuild is the faster way. */
const MOST_ENTRIES = 20_000;

@Injectable()
export class StandIn {
  constructor(
    private readonly log: AccountLog,
    private readonly history: BucketHistory,
    private readonly answered: ReadYourWrites,
  ) {}

  /** The account as it is now. Throws `account-not-found` and `invalid`. */
  async account(accountId: string, minRevision?: number): Promise<{ readonly account: Account; readonly at: Instant }> {
    const { account, now } = await this.log.current(accountId, minRevision);
    this.answered.remember(accountId, account.revision);
    return { account, at: momentOfReading(account, now) };
  }

  /** Throws 503 `rebuilding` where too much was recorded in the last hour. */
  async burnRate(account: Account, at: Instant): Promise<BurnRate> {
    const start = await this.log.revisionAt(account.accountId, shifted(at, -WINDOW_MS));
    if (account.revision - start > MOST_ENTRIES) throw rebuilding();
    return burnRateOf(this.log, atReading(account, at), { revision: account.revision, at });
  }

  /** Throws 503 `rebuilding` where the account is too old to be folded for one answer. */
  async buckets({ accountId, revision }: Account): Promise<BucketRows> {
    if (revision > MOST_ENTRIES) throw rebuilding();
    return this.history.rowsAt(accountId, revision);
  }
}
