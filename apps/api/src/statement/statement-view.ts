import { ApiProperty } from '@nestjs/swagger';
import type { BucketKind, BucketSource, Scope } from '#domain/account/events.js';
import type { Instant } from '#domain/messages.js';
import type { Amount } from '#domain/money.js';
import type { TransactionType } from '#projections/transactions/transaction.js';
import { CheckpointView } from '../audit/checkpoint-view.js';
import {
  AMOUNT,
  INSTANT,
  INSTANT_OR_NULL,
  POSITION_OR_NULL,
  REVISION,
  SCOPE_OR_NULL,
  STRING_OR_NULL,
} from '../openapi/schemas.js';
import { TRANSACTION_TYPES } from '../queries/parameters.js';
import { COUNT } from '../queries/schemas.js';

export const PARTS = ['remaining', 'held', 'pending', 'overdraft', 'withdrawals'] as const;
export type Part = (typeof PARTS)[number];

export class StatementBucket {
  @ApiProperty() readonly bucketId!: string;
  @ApiProperty({ enum: ['allowance', 'promo', 'prepaid'] }) readonly kind!: BucketKind;
  @ApiProperty({ type: String }) readonly source!: BucketSource;
  @ApiProperty(SCOPE_OR_NULL) readonly scope!: Scope | null;
  @ApiProperty(INSTANT) readonly effectiveAt!: Instant;
  @ApiProperty(INSTANT_OR_NULL) readonly expiresAt!: Instant | null;
  @ApiProperty({ ...AMOUNT, description: 'Without what is held' }) readonly remaining!: Amount;
  @ApiProperty(AMOUNT) readonly held!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Of a grant that is not effective yet: not in the total' })
  readonly pending!: Amount;
}

/** By what was recorded: what had fallen due and was not recorded yet is not in it. */
export class StatementBalance {
  @ApiProperty({
    type: [StatementBucket],
    description: 'In the order of granting; those that have nothing are left out',
  })
  readonly buckets!: readonly StatementBucket[];
  @ApiProperty({ ...AMOUNT, description: 'Debt' }) readonly overdraft!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'Set aside for withdrawals under review: not in the total' })
  readonly withdrawals!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'What remains in buckets and what is held of them, less the overdraft' })
  readonly total!: Amount;
}

export class StatementPart {
  @ApiProperty({ ...STRING_OR_NULL, description: 'Null where `part` is of the account and not of a bucket' })
  readonly bucketId!: string | null;
  @ApiProperty({ enum: PARTS, description: 'The member of the balance that it changes' }) readonly part!: Part;
  @ApiProperty({ ...AMOUNT, description: 'By how much, signed; never zero' }) readonly amount!: Amount;
}

/** An entry that moved credits of the account. */
export class StatementItem {
  @ApiProperty({ ...COUNT, description: 'The entry' }) readonly revision!: number;
  @ApiProperty({ ...INSTANT, description: 'When it was recorded' }) readonly time!: Instant;
  @ApiProperty({ ...INSTANT, description: 'Business time' }) readonly effectiveTime!: Instant;
  @ApiProperty({ enum: TRANSACTION_TYPES }) readonly type!: TransactionType;
  @ApiProperty() readonly description!: string;
  @ApiProperty({ ...STRING_OR_NULL, description: 'Product' }) readonly service!: string | null;
  @ApiProperty({ ...AMOUNT, description: 'Change of the total' }) readonly amount!: Amount;
  @ApiProperty({ ...AMOUNT, description: 'The total after it' }) readonly balanceAfter!: Amount;
  @ApiProperty({ type: [StatementPart], description: 'Never empty' }) readonly movements!: readonly StatementPart[];
}

export class StatementHead {
  @ApiProperty() readonly accountId!: string;
  @ApiProperty(STRING_OR_NULL) readonly name!: string | null;
  @ApiProperty({ ...INSTANT, description: 'The first time of recording that counts' }) readonly from!: Instant;
  @ApiProperty({ ...INSTANT, description: 'The last one' }) readonly to!: Instant;
  @ApiProperty({ description: 'False: `to` is less than 5 s ago, and more may be recorded for it' })
  readonly final!: boolean;
  @ApiProperty({ ...REVISION, description: 'The last entry by `to`; 0 before the opening' }) readonly revision!: number;
  @ApiProperty({ ...POSITION_OR_NULL, description: 'Where in the log that entry lies, `commit/prepare`' })
  readonly position!: string | null;
  @ApiProperty({
    type: CheckpointView,
    nullable: true,
    description:
      'The first that was signed with that entry in it; null: none was signed yet, so nothing proves it so far',
  })
  readonly checkpoint!: CheckpointView | null;
  @ApiProperty({ description: 'Before `from`' }) readonly opening!: StatementBalance;
}

/** Opening and movements make the closing balance, of each bucket and in total. */
export class StatementView extends StatementHead {
  @ApiProperty({ type: [StatementItem], description: 'Oldest first' }) readonly items!: readonly StatementItem[];
  @ApiProperty({ description: 'At `to`' }) readonly closing!: StatementBalance;
}
