import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../errors/api-error.js';
import {
  AmountField,
  ChoiceField,
  CountField,
  FlagField,
  InstantField,
  ListField,
  NestedField,
  StringField,
  amountItem,
} from './fields.js';
import { MetadataField } from './metadata.js';
import { ScopeBody, scopeOf } from './scope.js';
import { validated } from './validated.js';

class Base {
  @AmountField({ optional: true }) amount?: string;
  @AmountField({ optional: true, orZero: true, decimals: 12 }) price?: string;
}

class Order extends Base {
  @StringField({ optional: true, max: 5 }) text?: string;
  @StringField({ optional: true, pattern: /^[a-z]+$/ }) word?: string;
  @StringField({ optional: true, isInPaths: true }) segment?: string;
  @CountField({ optional: true, min: 1, max: 10 }) count?: number;
  @ChoiceField(['a', 'b'], { optional: true }) choice?: string;
  @FlagField({ optional: true }) flag?: boolean;
  @InstantField({ optional: true }) at?: string;
  @ListField(amountItem(), { optional: true, max: 2 }) list?: string[];
  @NestedField(ScopeBody, { optional: true }) scope?: ScopeBody;
  @MetadataField() metadata?: Record<string, string>;
}

class Strict {
  @StringField() name!: string;
  @NestedField(ScopeBody) scope!: ScopeBody;
}

function fieldsOf(body: unknown, type: new () => object = Order): string[] {
  try {
    validated(type, body);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors.map(({ field }) => field);
    throw error;
  }
}

/** All that is told of a body. */
function answerTo(body: unknown): string {
  try {
    return JSON.stringify(validated(Order, body));
  } catch (error) {
    if (error instanceof InvalidInput) return JSON.stringify([error.message, error.errors]);
    throw error;
  }
}

describe('a body', () => {
  it('passes as it came', () => {
    const body = { amount: '12.5', count: 3, scope: { products: ['vm'] }, metadata: { team: 'a', note: '' } };
    expect(validated(Order, body)).toBe(body);
    expect(fieldsOf({})).toEqual([]);
  });

  it.each([
    ['1e3'],
    ['+1'],
    ['-1'],
    ['.5'],
    ['1.'],
    ['01'],
    ['NaN'],
    [''],
    [' 1'],
    ['1\n'],
    ['0'],
    ['0.00'],
    ['1234567890123'],
    ['0.1234567890123456789'],
    [5],
    [null],
    [['1']],
    [{}],
  ])('is refused where an amount is %j', (amount) => expect(fieldsOf({ amount })).toEqual(['amount']));

  it('counts characters, as its description does, not the halves that some take', () => {
    expect(fieldsOf({ text: '\u{1f600}'.repeat(5) })).toEqual([]);
  });

  it.each([['0.000000000000000001'], ['999999999999.999999999999999999'], ['12']])('takes %s for an amount', (amount) =>
    expect(fieldsOf({ amount })).toEqual([]),
  );

  it('may name a price of zero, with at most 12 decimals', () => {
    expect(fieldsOf({ price: '0' })).toEqual([]);
    expect(fieldsOf({ price: '0.000000000001' })).toEqual([]);
    expect(fieldsOf({ price: '0.0000000000001' })).toEqual(['price']);
  });

  it.each([
    ['text', ''],
    ['text', 'sixsix'],
    ['text', '\u{1f600}'.repeat(6)],
    ['text', '\ud800'],
    ['text', 'a\0'],
    ['text', 'a\ufffd'],
    ['segment', '.'],
    ['segment', '..'],
    ['text', 5],
    ['word', 'A'],
    ['count', 0],
    ['count', 11],
    ['count', 1.5],
    ['count', '3'],
    ['count', null],
    ['choice', 'c'],
    ['choice', ['a']],
    ['flag', 'true'],
    ['flag', 1],
    ['at', 'tomorrow'],
    ['list', '1'],
    ['list', ['1', '2', '3']],
    ['list', ['1', 2]],
    ['metadata', []],
    ['metadata', 'a'],
    ['metadata', Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, 'v']))],
  ])('is refused where %s is %j', (field, value) => expect(fieldsOf({ [field]: value })).toEqual([field]));

  it('is refused with the name of the pair that is no text', () => {
    expect(fieldsOf({ metadata: { team: 'a', size: 1 } })).toEqual(['metadata.size']);
    expect(fieldsOf({ metadata: { team: 'x'.repeat(501) } })).toEqual(['metadata.team']);
  });

  it('is refused with all members at fault, unknown and nested ones too', () => {
    const body = { surprise: 1, amount: 1, scope: { products: [], models: ['m'], regions: ['eu'] } };
    expect(fieldsOf(body)).toEqual(['surprise', 'amount', 'scope.regions', 'scope.products']);
  });

  it('is refused with 20 faults at most, in a few words each, however many there are', () => {
    const unknown = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, 1]));
    expect(fieldsOf(unknown(20))).toHaveLength(20);
    expect(fieldsOf({ ...unknown(100_000), amount: 1 })).toHaveLength(20);
    expect(fieldsOf({ scope: unknown(100_000), amount: 1 })).toEqual(['amount', ...fieldsOf({ scope: unknown(19) })]);
    expect(fieldsOf({ scope: unknown(100_000), count: 0, flag: 1, at: 'x', text: 7 })).toHaveLength(20);
    expect(fieldsOf({ metadata: unknown(100_000) })).toEqual(['metadata']);
    const long = 'x'.repeat(1_000_000);
    const bodies = [
      { [long]: 1 },
      { scope: { [long]: 1 } },
      { metadata: { [long]: 'v' } },
      { text: long },
      { at: long },
    ];
    for (const body of bodies) expect(answerTo(body).length).toBeLessThan(2_000);
  });

  it.each([[null], [[]], ['text'], [5], [true]])('is refused where it is %j', (body) =>
    expect(fieldsOf(body)).toEqual(['body']),
  );

  it.each([[null], [[]], ['text']])('is refused where its scope is %j', (scope) =>
    expect(fieldsOf({ scope })).toEqual(['scope']),
  );

  it('may be empty where nothing has to be said', () => {
    class Nothing {}
    expect(fieldsOf({}, Nothing)).toEqual([]);
    expect(fieldsOf({ surprise: 1 }, Nothing)).toEqual(['surprise']);
  });

  it('is refused without what must be there', () => {
    expect(fieldsOf({}, Strict)).toEqual(['name', 'scope']);
  });

  it('knows only its own members, whatever all objects have', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) expect(fieldsOf({ [name]: 1 })).toEqual([name]);
    expect(fieldsOf(JSON.parse('{"__proto__": {"amount": "1"}}'))).toEqual(['__proto__']);
  });
});

describe('a scope', () => {
  it('names at least one dimension', () => {
    expect(() => scopeOf({}, 'bonus.scope')).toThrow('bonus.scope must name products, models or gpus.');
    expect(scopeOf({ gpus: ['h100'] })).toEqual({ gpus: ['h100'] });
  });

  it('has at most 100 values a dimension', () => {
    const models = Array.from({ length: 101 }, (_, n) => `m${n}`);
    expect(fieldsOf({ scope: { models } })).toEqual(['scope.models']);
    expect(fieldsOf({ scope: { models: models.slice(1) } })).toEqual([]);
  });
});
