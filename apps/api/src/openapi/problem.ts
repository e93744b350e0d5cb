import { ApiProperty } from '@nestjs/swagger';
import { OBJECT } from '../queries/schemas.js';
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
  @ApiProperty({ type: [String], required: false, description: 'not-closable: what is open' })
  readonly open?: readonly string[];
}
