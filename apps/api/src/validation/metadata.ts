import { Field, isFitString } from './fields.js';
import { isObject } from './objects.js';

const MOST_PAIRS = 20;
const LONGEST_KEY = 64;
const LONGEST_VALUE = 500;

const isPair = ([key, value]: [string, unknown]): boolean =>
  isFitString(key, LONGEST_KEY) && (value === '' || isFitString(value, LONGEST_VALUE));

const hasFewPairs = (value: object): boolean => Object.keys(value).length <= MOST_PAIRS;

/** At most 20 string pairs. */
export const MetadataField = () =>
  Field(
    {
      must: `must be at most ${MOST_PAIRS} string pairs, keys of at most ${LONGEST_KEY} characters and values of at most ${LONGEST_VALUE}`,
      holds: (value) => isObject(value) && hasFewPairs(value) && Object.entries(value).every(isPair),
      at: (value) => {
        const wrong = isObject(value) && hasFewPairs(value) && Object.entries(value).find((pair) => !isPair(pair));
        return wrong ? `.${wrong[0]}` : '';
      },
    },
    {
      type: 'object',
      propertyNames: { minLength: 1, maxLength: LONGEST_KEY },
      additionalProperties: { type: 'string', maxLength: LONGEST_VALUE },
      maxProperties: MOST_PAIRS,
    } as never,
    { optional: true },
  );
