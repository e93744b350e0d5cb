import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ApiProperty } from '@nestjs/swagger';
import type { BucketKind, Scope } from '#domain/account/events.js';
import type { BucketExplanation } from '#domain/account/usage/explain.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import { AccountLog } from '#from-log/account-log.js';
import { explanationOf } from '#from-log/explanation.js';
import { AMOUNT, INSTANT, INSTANT_OR_NULL, REVISION, SCOPE_OR_NULL, STRING_OR_NULL } from '../openapi/schemas.js';

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

  execute({ accountId, transactionId, minRevision }: ExplainQuery): Promise<Explanation> {
    return explanationOf(this.log, accountId, transactionId, minRevision);
  }
}
