import type { ApiPropertyOptions } from '@nestjs/swagger';

const VALUES = { type: 'array' as const, items: { type: 'string' } };

/** What a bucket may pay for; an absent dimension places no limit. */
export const SCOPE_OR_NULL: ApiPropertyOptions = {
  type: 'object',
  nullable: true,
  properties: { products: VALUES, models: VALUES, gpus: VALUES },
  additionalProperties: false,
};

export const OBJECT = { type: 'object', additionalProperties: true } satisfies ApiPropertyOptions;
export const COUNT = { type: 'integer', minimum: 0 } satisfies ApiPropertyOptions;
export const CURSOR_OR_NULL = {
  type: String,
  nullable: true,
  description: 'Of the next page; null where this is the last',
} satisfies ApiPropertyOptions;
