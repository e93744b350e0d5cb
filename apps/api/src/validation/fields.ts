/**
 * The members of bodies, one decorator each: what class-validator checks, and what the OpenAPI document says of it.
 * A member that may be absent is null only where its answer shows it so and may be sent back (`orNull`).
 */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';
import { AMOUNT_PATTERN, isZero, parseAmount } from '#domain/money.js';
import { LONGEST_INSTANT, parseInstant } from './instants.js';
import { type Nested, declareMember } from './members.js';

type Optional = { readonly optional?: boolean; readonly orNull?: boolean; readonly description?: string };
type Check = {
  /** What a value has to be, as the end of "amount must be …". */
  readonly must: string;
  readonly holds: (value: unknown) => boolean;
  /** Names the part of the value that is at fault. */
  readonly at?: (value: unknown) => string;
};

export function Field(check: Check, schema: ApiPropertyOptions, options: Optional = {}) {
  const { optional = false, orNull = false, description } = options;
  const validator = { validate: check.holds, defaultMessage: () => check.must };
  const described = {
    ...schema,
    required: !optional,
    ...(orNull && { nullable: true }),
    ...(description !== undefined && { description }),
  };
  const isLeftOut = (value: unknown) => (optional && value === undefined) || (orNull && value === null);
  return applyDecorators(
    declared(null),
    ApiProperty(described as ApiPropertyOptions),
    ValidateBy({ name: 'field', validator }, check.at && { context: { at: check.at } }),
    ...(optional || orNull ? [ValidateIf((_, value) => !isLeftOut(value))] : []),
  );
}

const declared =
  (nested: Nested | null): PropertyDecorator =>
  (prototype, name) =>
    declareMember(prototype, String(name), nested);

type AmountOptions = Optional & { readonly orZero?: boolean; readonly decimals?: number };

/** A decimal string above zero; `orZero` for settings and prices. */
export function AmountField({ orZero = false, decimals = 18, ...options }: AmountOptions = {}) {
  const sort = orZero ? 'a decimal string' : 'a decimal string above zero';
  const must = `must be ${sort} with at most 12 digits before the point and ${decimals} after it, such as "12.50"`;
  const terms = { orZero, decimals };
  const holds = (value: unknown) => isAmount(value, terms);
  return Field({ must, holds }, { ...amountSchema(decimals), example: '12.50' }, options);
}

const WHOLE_DIGITS = 12;
export const amountSchema = (decimals: number) => ({
  type: 'string' as const,
  pattern: AMOUNT_PATTERN.source.replace('18', String(decimals)),
  maxLength: WHOLE_DIGITS + 1 + decimals,
});

export function isAmount(value: unknown, { orZero = false, decimals = 18 }: AmountOptions = {}): boolean {
  const parsed = parseAmount(value, decimals);
  return parsed !== null && (orZero || !isZero(parsed));
}

type StringOptions = Optional & {
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly example?: string;
  /** It is named in paths, which clients take `.` and `..` out of. */
  readonly isInPaths?: boolean;
};

/**
 * Text without halves of characters, NUL, and what stands for bytes that are no UTF-8; 1 to 128 characters, if not said
 * otherwise.
 */
export function StringField({ max = 128, pattern, example, isInPaths = false, ...options }: StringOptions = {}) {
  const must = pattern ? `must match ${pattern.source}` : mustBeString(max, isInPaths);
  const isFit = isInPaths ? isPathString : isFitString;
  const holds = (value: unknown) => isFit(value, max) && (!pattern || pattern.test(value));
  const limits = { minLength: 1, maxLength: max, ...(pattern && { pattern: pattern.source }) };
  return Field({ must, holds }, { type: String, ...limits, ...(example !== undefined && { example }) }, options);
}

export const mustBeString = (max: number, isInPaths: boolean): string =>
  `must be text of 1 to ${max} characters, in UTF-8 and without NUL${isInPaths ? ', and neither . nor ..' : ''}`;

/** Made once: a pattern that stands in a function is made anew at each call. */
const UNFIT = /[\p{Cs}\0\uFFFD]/u;

export const isFitString = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length > 0 && isWithin(value, max) && !UNFIT.test(value);

/** Characters beyond the first 65,536 are two units of a string, and one of a text. */
const isWithin = (text: string, max: number): boolean =>
  text.length <= max || (text.length <= 2 * max && Array.from(text).length <= max);

export const isPathString = (value: unknown, max: number): value is string =>
  isFitString(value, max) && value !== '.' && value !== '..';

export function InstantField(options: Optional = {}) {
  const must = 'must be a time as RFC 3339 has it, such as "2026-01-31T12:00:00.000Z"';
  const holds = (value: unknown) => parseInstant(value) !== null;
  return Field({ must, holds }, { type: String, format: 'date-time', maxLength: LONGEST_INSTANT }, options);
}

export function CountField({ min = 0, max, ...options }: Optional & { readonly min?: number; readonly max: number }) {
  const holds = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
  const must = `must be a whole number from ${min} to ${max}, written without fraction or exponent`;
  return Field({ must, holds }, { type: 'integer', minimum: min, maximum: max }, options);
}

export function ChoiceField(choices: readonly string[], options: Optional = {}) {
  const holds = (value: unknown) => typeof value === 'string' && choices.includes(value);
  return Field({ must: `must be one of ${choices.join(', ')}`, holds }, { enum: [...choices] }, options);
}

export function FlagField(options: Optional = {}) {
  const holds = (value: unknown) => typeof value === 'boolean';
  return Field({ must: 'must be true or false', holds }, { type: Boolean }, options);
}

type ListOptions = Optional & { readonly min?: number; readonly max: number };

/** What each item of a list is, and what the document says of it. */
type Item = Check & { readonly schema: object };

export const textItem = (max: number): Item => ({
  must: `is text of 1 to ${max} characters`,
  holds: (value) => isFitString(value, max),
  schema: { type: 'string', minLength: 1, maxLength: max },
});

export const choiceItem = (choices: readonly string[]): Item => ({
  must: `is one of ${choices.join(', ')}`,
  holds: (value) => typeof value === 'string' && choices.includes(value),
  schema: { type: 'string', enum: [...choices] },
});

/** Zero among them. */
export const amountItem = (): Item => ({
  must: 'is an amount as a decimal string',
  holds: (value) => isAmount(value, { orZero: true }),
  schema: amountSchema(18),
});

export function ListField(item: Item, { min = 0, max, ...options }: ListOptions) {
  const holds = (value: unknown) =>
    Array.isArray(value) && value.length >= min && value.length <= max && value.every(item.holds);
  const must = `must be a list of ${min} to ${max} items, each of which ${item.must}`;
  const schema = { type: 'array', items: item.schema, minItems: min, maxItems: max } as ApiPropertyOptions;
  return Field({ must, holds }, schema, options);
}

/** An object with a class of its own. */
export function NestedField(nested: new () => object, options: Optional = {}) {
  const { optional = false, orNull = false, description } = options;
  const schema = {
    type: () => nested,
    required: !optional,
    ...(orNull && { nullable: true }),
    ...(description !== undefined && { description }),
  };
  return applyDecorators(
    declared({ type: nested, isList: false, ...(orNull && { orNull }) }),
    ApiProperty(schema),
    ValidateBy({
      name: 'present',
      validator: { validate: (value) => optional || value !== undefined, defaultMessage: () => 'must be given' },
    }),
  );
}

/** A list of objects with a class of their own. */
export function NestedListField(
  nested: new () => object,
  { min = 0, max, optional = false, description }: ListOptions,
) {
  const must = `must be a list of ${min} to ${max} items`;
  const holds = (value: unknown) =>
    (optional && value === undefined) || (Array.isArray(value) && value.length >= min && value.length <= max);
  const schema: ApiPropertyOptions = { type: () => [nested], required: !optional, minItems: min, maxItems: max };
  return applyDecorators(
    declared({ type: nested, isList: true }),
    ApiProperty({ ...schema, ...(description !== undefined && { description }) }),
    ValidateBy({ name: 'list', validator: { validate: holds, defaultMessage: () => must } }),
  );
}
