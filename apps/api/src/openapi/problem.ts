import { ApiProperty } from '@nestjs/swagger';
import { COUNT, OBJECT } from '../queries/schemas.js';
import { PROBLEMS } from '../errors/problems.js';

export class FieldErrorAnswer {
  @ApiProperty({ example: 'scope.products' }) readonly field!: string;
  @ApiProperty() readonly message!: string;
}

/** RFC 9457, `application/problem+json`. */
export class ProblemAnswer {
  @ApiProperty({ example: 'urn:drawdown:problem:insufficient-credits' }) readonly type!: string;
  @ApiProperty() readonly title!: string;
  @ApiProperty({ type: 'integer' }) readonly status!: number;
  @ApiProperty({ enum: Object.keys(PROBLEMS), description: 'Stable: switch on this' }) readonly code!: string;
  @ApiProperty({ description: 'A sentence for a person' }) readonly detail!: string;
  @ApiProperty({ required: false }) readonly instance?: string;
  @ApiProperty({ type: [FieldErrorAnswer], required: false, description: 'Which input is wrong' })
  readonly errors?: readonly FieldErrorAnswer[];
  @ApiProperty({ required: false, description: '402: what was asked for' }) readonly required?: string;
  @ApiProperty({ required: false, description: '402: what may pay for that usage' }) readonly available?: string;
  @ApiProperty({ required: false, description: '402: what is missing' }) readonly shortfall?: string;
  @ApiProperty({ type: String, required: false, nullable: true, description: '402: when an allowance refreshes' })
  readonly resumesAt?: string | null;
  @ApiProperty({ type: 'array', items: OBJECT, required: false, description: '402: the ways out' })
  readonly options?: readonly object[];
  @ApiProperty({ required: false, description: 'exceeds-charge: what can still be refunded' })
  readonly refundable?: string;
  @ApiProperty({ required: false, description: 'exceeds-hold: what can still be captured' }) readonly held?: string;
  @ApiProperty({ required: false, description: 'not-withdrawable: what can be withdrawn' })
  readonly withdrawable?: string;
  @ApiProperty({ ...COUNT, required: false, description: 'Of a promo code whose limit would lie below it' })
  readonly redeemed?: number;
  @ApiProperty({ ...COUNT, required: false, description: 'too-many-resources: how many run' })
  readonly running?: number;
  @ApiProperty({
    oneOf: [COUNT, { type: 'array', items: { type: 'string' } }],
    required: false,
    description: 'not-closable: what is open; too-many-…: how many are',
  })
  readonly open?: number | readonly string[];
  @ApiProperty({ ...COUNT, required: false, description: 'too-many-payments: how many wait' })
  readonly pending?: number;
  @ApiProperty({ ...COUNT, required: false, description: 'too-many-buckets: how many may be open' })
  readonly most?: number;
}
