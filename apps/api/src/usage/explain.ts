import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { BucketKind, Charge, Scope } from '#domain/account/events.js';
import type { Entry } from '#domain/account/entries.js';
import { chargesIn } from '#domain/account/event-table.js';
import { explainCapture } from '#domain/account/holds/explain-capture.js';
import { type BucketExplanation, explain } from '#domain/account/usage/explain.js';
import type { EntryOf } from '#domain/account/meanings.js';
import { revisionOf } from '#domain/account/ids.js';
import { DomainError } from '#domain/errors.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, SCOPE_OR_NULL, STRING_OR_NULL } from '../openapi/schemas.js';
import { AccountLog } from '../queries/from-log/account-log.js';

class ExplainedUsage {
  @ApiProperty() readonly product!: string;
  @ApiProperty(STRING_OR_NULL) readonly model!: string | null;
  @ApiProperty(STRING_OR_NULL) readonly gpu!: string | null;
  @ApiProperty(AMOUNT) readonly amount!: Amount;
}

class ExplainedBucket implements BucketExplanation {
  @ApiProperty() readonly bucketId!: string;
  @ApiProperty({ enum: ['allowance', 'promo', 'prepaid'] }) readonly kind!: BucketKind;
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 6 }) readonly tier!: number;
  @ApiProperty(SCOPE_OR_NULL) readonly scope!: Scope | null;
  @ApiProperty(INSTANT_OR_NULL) readonly expiresAt!: Instant | null;
  @ApiProperty(AMOUNT) readonly remainingBefore!: Amount;
  @ApiProperty(AMOUNT) readonly paid!: Amount;
  @ApiProperty({ description: 'A sentence that can be read out' }) readonly reason!: string;
}

/** Rule 9.4: every open bucket in order of consumption. `overdraft` is what none of them paid. */
export class Explanation {
  @ApiProperty() readonly transactionId!: string;
  @ApiProperty(REVISION) readonly revision!: number;
  @ApiProperty(INSTANT) readonly decidedAt!: Instant;
  @ApiProperty(INSTANT) readonly effectiveAt!: Instant;
  @ApiProperty() readonly usage!: ExplainedUsage;
  @ApiProperty({ type: [ExplainedBucket] }) readonly buckets!: readonly ExplainedBucket[];
  @ApiProperty(AMOUNT) readonly overdraft!: Amount;
}

export class ExplainQuery extends Query<Explanation> {
  constructor(
    readonly accountId: string,
    readonly transactionId: string,
    readonly minRevision?: number,
  ) {
    super();
  }
}

/** Throws `account-not-found`, and `not-found` where the transaction is none of the account's charges. */
@QueryHandler(ExplainQuery)
export class ExplainHandler implements IQueryHandler<ExplainQuery> {
  constructor(private readonly log: AccountLog) {}

  async execute({ accountId, transactionId, minRevision }: ExplainQuery): Promise<Explanation> {
    const known = this.log.known(accountId);
    if (known) this.log.readAhead(accountId, revisionOf(transactionId, 'tx', known.tag));
    const { account } = await this.log.current(accountId, minRevision);
    const revision = revisionOf(transactionId, 'tx', account.tag);
    const entry = revision === null ? null : await this.log.entry(accountId, revision);
    const paid = entry?.type === 'PaymentPended' ? await this.settlementOf(accountId, entry, account.revision) : entry;
    const charge = paid && chargesIn(paid).find((each) => each.transactionId === transactionId);
    if (!charge) {
      throw new DomainError('not-found', `This account has no charge ${transactionId}; only charges are explained.`);
    }
    const before = await this.log.stateAt(accountId, paid.revision - 1);
    const { overdraft, effectiveAt, holdId } = charge;
    const buckets = holdId === undefined ? explain(before, charge, paid.recordedAt) : explainCapture(before, charge);
    const decided = { revision: paid.revision, decidedAt: paid.recordedAt, effectiveAt };
    return { transactionId, ...decided, usage: usageOf(charge), buckets, overdraft };
  }

  /** The entry that settled a payment which was pending; it lies within the payment's window. */
  private async settlementOf(
    accountId: string,
    { revision, data: { transactionId } }: EntryOf<'PaymentPended'>,
    last: number,
  ): Promise<Entry | null> {
    for await (const { entry } of this.log.entries(accountId, revision + 1, last)) {
      if (entry.type === 'PendingPaymentSettled' && entry.data.transactionId === transactionId) return entry;
      if (entry.type === 'PendingPaymentFailed' && entry.data.transactionId === transactionId) return null;
    }
    return null;
  }
}

const usageOf = ({ product, model, gpu, amount }: Charge): ExplainedUsage => ({
  product,
  model: model ?? null,
  gpu: gpu ?? null,
  amount,
});
