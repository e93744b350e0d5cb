import type { ApiPropertyOptions } from '@nestjs/swagger';

export const OBJECT = { type: 'object', additionalProperties: true } satisfies ApiPropertyOptions;
export const COUNT = { type: 'integer', minimum: 0 } satisfies ApiPropertyOptions;
export const CURSOR_OR_NULL = {
  type: String,
  nullable: true,
  description: 'Of the next page; null where this is the last',
} satisfies ApiPropertyOptions;
