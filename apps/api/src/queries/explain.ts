import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ChargeLine, Dimensions } from '#domain/account/events.js';
import { type BucketExplanation, explain } from '#domain/account/explain.js';
import { revisionOf } from '#domain/account/ids.js';
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { AccountLog } from './from-log/account-log.js';

/** Spec 11. `overdraft` is what no bucket paid. */
export type Explanation = {
  readonly transactionId: string;
  readonly revision: number;
  readonly decidedAt: Instant;
  readonly effectiveAt: Instant;
  readonly usage: Readonly<Record<keyof Dimensions, string | null>> & { readonly amount: Amount };
  readonly buckets: readonly BucketExplanation[];
  readonly overdraft: Amount;
};

export class ExplainQuery extends Query<Explanation> {
  constructor(
    readonly accountId: string,
    readonly transactionId: string,
  ) {
    super();
  }
}

/** Throws `account-not-found`, and `not-found` where the transaction is none of the account's charges. */
@QueryHandler(ExplainQuery)
export class ExplainHandler implements IQueryHandler<ExplainQuery> {
  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, transactionId }: ExplainQuery): Promise<Explanation> {
    const { account } = await this.log.current(accountId);
    const revision = revisionOf(transactionId, 'tx', account.tag);
    const entry = revision === null ? null : await this.log.entry(accountId, revision);
    const charge = entry?.type === 'UsageCharged' ? entry.data.lines[0] : undefined;
    if (!entry || charge?.transactionId !== transactionId) {
      throw new DomainError('not-found', `This account has no charge ${transactionId}; only charges are explained.`);
    }
    const before = await this.log.stateAt(accountId, entry.revision - 1);
    const { overdraft, effectiveAt } = charge;
    const decided = { revision: entry.revision, decidedAt: entry.recordedAt, effectiveAt };
    return { transactionId, ...decided, usage: usageOf(charge), buckets: explain(before, charge), overdraft };
  }
}

const usageOf = ({ product, model = null, gpu = null, amount }: ChargeLine): Explanation['usage'] => ({
  ...{ product, model, gpu, amount },
});
