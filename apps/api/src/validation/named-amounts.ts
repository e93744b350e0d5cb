import { Field, amountSchema, isAmount, isFitString } from './fields.js';
import { isObject } from './objects.js';

const MOST_NAMES = 50;
const LONGEST_NAME = 64;

type Options = { readonly decimals: number; readonly description?: string };

/** At most 50 decimal strings by name, zero among them: `{"image": "0.04"}`. */
export function NamedAmountsField({ decimals, description }: Options) {
  const isPair = ([name, value]: [string, unknown]): boolean =>
    isFitString(name, LONGEST_NAME) && isAmount(value, { orZero: true, decimals });
  const hasFew = (value: object): boolean => {
    const { length } = Object.keys(value);
    return length > 0 && length <= MOST_NAMES;
  };
  const must = `must be 1 to ${MOST_NAMES} decimal strings with at most ${decimals} decimals, by names of at most ${LONGEST_NAME} characters`;
  return Field(
    {
      must,
      holds: (value) => isObject(value) && hasFew(value) && Object.entries(value).every(isPair),
      at: (value) => {
        const wrong = isObject(value) && hasFew(value) && Object.entries(value).find((pair) => !isPair(pair));
        return wrong ? `.${wrong[0]}` : '';
      },
    },
    {
      type: 'object',
      propertyNames: { minLength: 1, maxLength: LONGEST_NAME },
      additionalProperties: amountSchema(decimals),
      minProperties: 1,
      maxProperties: MOST_NAMES,
    } as never,
    { optional: true, ...(description !== undefined && { description }) },
  );
}
