import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AMOUNT_PATTERN,
  type Amount,
  Sum,
  ZERO,
  accrued,
  add,
  amount,
  compare,
  divideHalfUp,
  hasDecimals,
  isNegative,
  isPositive,
  isZero,
  max,
  min,
  multiply,
  negate,
  parseAmount,
  roundHalfUp,
  roundUp,
  subtract,
  sum,
} from './money.js';

/** Integers of 10^-18 credits, and how they read: what money.ts is held against. */
const SCALE = 10n ** 18n;
const textOf = (units: bigint): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(19, '0');
  const decimals = digits.slice(-18).replace(/0+$/, '').padEnd(2, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -18)}.${decimals}`;
};
/** Half-up of a quotient of integers: ties go away from zero. */
const halfUp = (dividend: bigint, divisor: bigint): bigint => {
  const isNegative = dividend < 0n !== divisor < 0n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * a + b) / (2n * b);
  return isNegative ? -rounded : rounded;
};

const LARGEST = 10n ** 30n - 1n;
/** Around where a number no longer holds all integers, counted in any decimal: there one way of computing leaves off for the other. */
const nearExactness = fc
  .tuple(fc.integer({ min: 49, max: 54 }), fc.bigInt(-12n, 12n), fc.integer({ min: 5, max: 18 }))
  .map(([bits, beside, decimals]) => (2n ** BigInt(bits) + beside) * 10n ** BigInt(18 - decimals));
/** Any size of amount, from the last decimal to the twelfth digit, many with few decimals. */
const units = fc.oneof(
  fc.bigInt(0n, LARGEST),
  fc.bigInt(0n, 10n ** 12n),
  fc.bigInt(0n, 10n ** 14n - 1n).map((cents) => cents * 10n ** 16n),
  fc.constantFrom(0n, 1n, SCALE, SCALE - 1n, SCALE + 1n, LARGEST),
  nearExactness,
);
const signed = fc.tuple(units, fc.boolean()).map(([value, isNegative]) => (isNegative ? -value : value));
const CANONICAL = /^(-(?!0\.00$))?(0|[1-9]\d*)\.(\d{2}|\d{2,17}[1-9])$/;

describe('what a client may send as an amount (rule 2.1)', () => {
  it.each([
    ['0', '0.00'],
    ['0.0', '0.00'],
    ['0.000000000000000000', '0.00'],
    ['1', '1.00'],
    ['12.5', '12.50'],
    ['12.500', '12.50'],
    ['0.00000015', '0.00000015'],
    ['0.000000000000000001', '0.000000000000000001'],
    ['999999999999', '999999999999.00'],
    ['999999999999.999999999999999999', '999999999999.999999999999999999'],
    ['100', '100.00'],
    ['0.10', '0.10'],
    ['0.100', '0.10'],
    ['0.101', '0.101'],
  ])('%s is %s', (sent, canonical) => {
    expect(parseAmount(sent)).toBe(canonical);
    expect(amount(sent)).toBe(canonical);
  });

  it.each(
    [
      [
        '1e3',
        '1E3',
        '1e200000000',
        '1e-3',
        '+1',
        '-1',
        '-0',
        '.5',
        '1.',
        '.',
        '',
        ' ',
        ' 1',
        '1 ',
        '1\n',
        '\n1',
        '\t1',
      ],
      [
        '01',
        '00',
        '00.5',
        '0x10',
        '0b1',
        '1_000',
        '1,000',
        '1,5',
        '1.2.3',
        '--1',
        '1-',
        'NaN',
        'Infinity',
        '-Infinity',
      ],
      ['null', 'true', '١', '１', '1n', '$1', '1 USD', '1000000000000', '9999999999999', '0.0000000000000000001'],
      [
        '1.0000000000000000000',
        '1.1234567890123456789',
        '9'.repeat(400),
        `0.${'0'.repeat(400)}1`,
        '1\u00a0',
        '1\u0000',
      ],
    ].flat(),
  )('%j is none', (sent) => {
    expect(parseAmount(sent)).toBeNull();
    expect(AMOUNT_PATTERN.test(sent)).toBe(false);
    expect(() => amount(sent)).toThrow(RangeError);
  });

  it.each([[1], [0], [1.5], [Number.NaN], [10n], [null], [undefined], [true], [{}], [[]], [['1']], [new String('1')]])(
    '%p is none, as it is no string',
    (sent) => expect(parseAmount(sent)).toBeNull(),
  );

  it('exactly what the form says is accepted', () => {
    const form = /^(0|[1-9]\d{0,11})(\.\d{1,18})?$/;
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789.e+- '.split('')), maxLength: 34 });
    fc.assert(
      fc.property(digits, (text) => expect(parseAmount(text) !== null).toBe(form.test(text))),
      { numRuns: 3000 },
    );
  });

  it.each([
    [12, '0.000000000001', true],
    [12, '0.0000000000001', false],
    [12, '0.0000000000010', false],
    [6, '1.000001', true],
    [6, '1.0000001', false],
    [6, '1000000', true],
    [2, '1.50', true],
    [2, '1.500', false],
    [0, '1', true],
    [0, '1.0', false],
  ])('with at most %i decimals, %s: %p', (decimals, sent, isAccepted) => {
    expect(parseAmount(sent, decimals) !== null).toBe(isAccepted);
  });
});

describe('output', () => {
  it('is canonical whatever was computed', () => {
    fc.assert(
      fc.property(signed, signed, (a, b) => {
        const [x, y] = [textOf(a) as Amount, textOf(b) as Amount];
        for (const result of [add(x, y), subtract(x, y), negate(x), sum([x, y, x]), min(x, y), max(x, y)]) {
          expect(result).toMatch(CANONICAL);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is read back as what it was', () => {
    fc.assert(
      fc.property(units, (value) => expect(parseAmount(textOf(value))).toBe(textOf(value))),
      { numRuns: 2000 },
    );
  });

  it('has no negative zero', () => {
    expect(negate(ZERO)).toBe('0.00');
    expect(subtract(amount('1'), amount('1'))).toBe('0.00');
    expect(roundHalfUp('-0.004' as Amount, 2)).toBe('0.00');
    expect(isZero(add(amount('0.1'), '-0.10' as Amount))).toBe(true);
  });
});

describe('sums and comparisons are exact', () => {
  it('as integers are', () => {
    fc.assert(
      fc.property(signed, signed, (a, b) => {
        const [x, y] = [textOf(a) as Amount, textOf(b) as Amount];
        expect(add(x, y)).toBe(textOf(a + b));
        expect(subtract(x, y)).toBe(textOf(a - b));
        expect(negate(x)).toBe(textOf(-a));
        expect(sum([x, y, y])).toBe(textOf(a + 2n * b));
        expect(Math.sign(compare(x, y))).toBe(a === b ? 0 : a < b ? -1 : 1);
        expect(min(x, y)).toBe(textOf(a < b ? a : b));
        expect(max(x, y)).toBe(textOf(a < b ? b : a));
        expect([isZero(x), isPositive(x), isNegative(x)]).toEqual([a === 0n, a > 0n, a < 0n]);
      }),
      { numRuns: 2000 },
    );
  });

  it('however many are summed', () => {
    fc.assert(
      fc.property(fc.array(signed, { maxLength: 12 }), (all) => {
        expect(sum(all.map((each) => textOf(each) as Amount))).toBe(textOf(all.reduce((a, b) => a + b, 0n)));
      }),
      { numRuns: 3000 },
    );
  });

  it('however large they are, and wherever a sum is read while it grows', () => {
    const large = fc.bigInt(-(10n ** 40n), 10n ** 40n);
    fc.assert(
      fc.property(fc.array(fc.oneof(signed, large), { maxLength: 12 }), (all) => {
        const total = new Sum();
        let expected = 0n;
        for (const each of all) {
          total.add(textOf(each) as Amount);
          expect(total.amount).toBe(textOf((expected += each)));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('a sum of nothing is zero', () => expect(sum([])).toBe('0.00'));
  it('amounts that differ in the last decimal only differ', () => {
    expect(compare(amount('999999999999.999999999999999998'), amount('999999999999.999999999999999999'))).toBeLessThan(
      0,
    );
  });
  it('texts do not decide: 9 is less than 10', () => expect(compare(amount('9'), amount('10'))).toBeLessThan(0));
});

describe('products of a quantity and a price', () => {
  it('are exact: 6 decimals times 12 are 18', () => {
    const quantity = fc.bigInt(0n, 10n ** 18n - 1n).map((value) => value * 10n ** 12n);
    const price = fc.bigInt(0n, 10n ** 24n - 1n).map((value) => value * 10n ** 6n);
    fc.assert(
      fc.property(quantity, price, (q, p) => {
        expect(multiply(textOf(q), textOf(p))).toBe(textOf((q * p) / SCALE));
        expect((q * p) % SCALE).toBe(0n);
      }),
      { numRuns: 2000 },
    );
  });

  it('are exact where a number no longer holds the product', () => {
    const quantity = fc.bigInt(1n, 10n ** 9n).map((value) => value * 10n ** 12n);
    const beside = fc.tuple(quantity, nearExactness).map(([q, product]) => [q, (product / q) * 10n ** 12n] as const);
    fc.assert(
      fc.property(beside, ([q, p]) => expect(multiply(textOf(q), textOf(p))).toBe(textOf((q * p) / SCALE))),
      { numRuns: 3000 },
    );
  });

  it('that would have more than 18 decimals are a defect, never rounded', () => {
    expect(() => multiply('0.0000001', '0.000000000001')).toThrow(RangeError);
  });
});

describe('half-up', () => {
  it.each([
    ['0.005', 2, '0.01'],
    ['0.004999999999999999', 2, '0.00'],
    ['0.015', 2, '0.02'],
    ['0.025', 2, '0.03'],
    ['1.5', 0, '2.00'],
    ['2.5', 0, '3.00'],
    ['0.5', 0, '1.00'],
    ['0.499999999999999999', 0, '0.00'],
    ['-0.005', 2, '-0.01'],
    ['-1.5', 0, '-2.00'],
    ['999999999999.995', 2, '1000000000000.00'],
    ['1.10', 18, '1.10'],
  ])('%s at %i decimals is %s', (text, decimals, rounded) => {
    expect(roundHalfUp(text as Amount, decimals)).toBe(rounded);
  });
  it.each([
    ['2.000000000000000001', 2, '2.01'],
    ['2.00', 2, '2.00'],
    ['2.01', 2, '2.01'],
    ['0.999', 2, '1.00'],
  ])('rounded up, %s at %s decimals is %s', (text, decimals, rounded) => {
    expect(roundUp(text as Amount, decimals)).toBe(rounded);
  });

  it.each([
    ['150', '90', 18, '1.666666666666666667'],
    ['15', '30', 18, '0.50'],
    ['1', '3', 18, '0.333333333333333333'],
    ['2', '3', 18, '0.666666666666666667'],
    ['1', '3', 2, '0.33'],
    ['1', '8', 2, '0.13'],
    ['0', '7', 18, '0.00'],
    ['0.000000000000000001', '2', 18, '0.000000000000000001'],
    ['0.000000000000000001', '3', 18, '0.00'],
    ['999999999999.999999999999999999', '0.000000000000000001', 0, '999999999999999999999999999999.00'],
  ])('%s by %s at %i decimals is %s', (dividend, divisor, decimals, quotient) => {
    expect(divideHalfUp(amount(dividend), amount(divisor), decimals)).toBe(quotient);
  });

  it('rounds as integers do', () => {
    fc.assert(
      fc.property(signed, fc.integer({ min: 0, max: 18 }), (value, decimals) => {
        const step = 10n ** BigInt(18 - decimals);
        expect(roundHalfUp(textOf(value) as Amount, decimals)).toBe(textOf(halfUp(value, step) * step));
      }),
      { numRuns: 3000 },
    );
  });

  it('divides as integers do', () => {
    fc.assert(
      fc.property(signed, signed, fc.integer({ min: 0, max: 18 }), (a, b, decimals) => {
        fc.pre(b !== 0n);
        const step = 10n ** BigInt(18 - decimals);
        const quotient = halfUp(a * SCALE, b * step) * step;
        expect(divideHalfUp(textOf(a) as Amount, textOf(b) as Amount, decimals)).toBe(textOf(quotient));
      }),
      { numRuns: 3000 },
    );
  });

  it('knows how many decimals an amount has', () => {
    expect(hasDecimals(amount('1.25'), 2)).toBe(true);
    expect(hasDecimals(amount('1.250'), 2)).toBe(true);
    expect(hasDecimals(amount('1.251'), 2)).toBe(false);
    expect(hasDecimals(amount('0.000000000001'), 12)).toBe(true);
    expect(hasDecimals(amount('0.0000000000001'), 12)).toBe(false);
  });
});

describe('a rate over time', () => {
  it.each([
    ['3.6', 1, '0.000001'],
    ['2', 3_600_000, '2.00'],
    ['2', 1_800_000, '1.00'],
    ['1', 1, '0.000000277777777778'],
    ['0.000000000001', 1, '0.00'],
    ['0.000000000001', 1_800_000, '0.0000000000005'],
    ['999999999999', 3_600_000, '999999999999.00'],
  ])('%s an hour for %i ms is %s', (rate, durationMs, due) => {
    expect(accrued(amount(rate), durationMs)).toBe(due);
  });

  it('is rounded once, half-up at 18 decimals', () => {
    const rate = fc.bigInt(0n, 10n ** 24n).map((value) => value * 10n ** 6n);
    fc.assert(
      fc.property(rate, fc.integer({ min: 0, max: 40 * 86_400_000 }), (perHour, durationMs) => {
        const due = halfUp(perHour * BigInt(durationMs), 3_600_000n);
        expect(accrued(textOf(perHour) as Amount, durationMs)).toBe(textOf(due));
      }),
      { numRuns: 2000 },
    );
  });
});
