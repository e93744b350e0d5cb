import { describe, expect, it } from '@jest/globals';
import { decimal, total, units } from './exact.js';

describe('exact amounts of the proofs', () => {
  it.each([
    ['0', 0n],
    ['12.5', 12_500_000_000_000_000_000n],
    ['-0.000000000000000001', -1n],
    ['999999999999.999999999999999999', 999_999_999_999_999_999_999_999_999_999n],
  ])('%s is %s units', (text, expected) => expect(units(text)).toBe(expected));

  it.each(['', '1e3', '.5', '1.', '0.0000000000000000001', 'NaN'])('%p is no decimal', (text) =>
    expect(() => units(text)).toThrow(RangeError),
  );

  it('writes amounts as the API does', () => {
    expect([0n, 1n, -2_000_000_000_000_000_000n, units('12.3450')].map(decimal)).toEqual([
      '0.00',
      '0.000000000000000001',
      '-2.00',
      '12.345',
    ]);
  });

  it('adds without losing a digit', () => {
    expect(decimal(total(Array.from({ length: 1000 }, () => units('0.000000000001'))))).toBe('0.000000001');
  });
});
