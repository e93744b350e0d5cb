/** How values leave, for the OpenAPI document. */
import type { ApiPropertyOptions } from '@nestjs/swagger';

const PLAIN = '^-?(0|[1-9]\\d*)\\.\\d{2,18}$';

export const AMOUNT = { type: String, pattern: PLAIN, example: '12.50' } satisfies ApiPropertyOptions;
export const AMOUNT_OR_NULL = { ...AMOUNT, nullable: true } satisfies ApiPropertyOptions;
export const INSTANT = {
  type: String,
  format: 'date-time',
  example: '2026-01-31T12:00:00.000Z',
} satisfies ApiPropertyOptions;
export const INSTANT_OR_NULL = { ...INSTANT, nullable: true } satisfies ApiPropertyOptions;
export const STRING_OR_NULL = { type: String, nullable: true } satisfies ApiPropertyOptions;
export const REVISION = {
  type: 'integer',
  minimum: 0,
  description: 'The last entry that this reflects',
} satisfies ApiPropertyOptions;

const VALUES = { type: 'array' as const, items: { type: 'string' } };

/** What a bucket may pay for; an absent dimension places no limit. */
export const SCOPE_OR_NULL: ApiPropertyOptions = {
  type: 'object',
  nullable: true,
  properties: { products: VALUES, models: VALUES, gpus: VALUES },
  additionalProperties: false,
};

export const POSITION_OR_NULL = {
  type: String,
  nullable: true,
  pattern: '^\\d+/\\d+$',
  description: 'Of the past: where in the log its last event lies, `commit/prepare`',
} satisfies ApiPropertyOptions;
