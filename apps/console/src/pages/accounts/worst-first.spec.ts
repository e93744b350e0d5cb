import { describe, expect, it } from '@jest/globals';
import { accountsSearch } from './search.js';
import { nextPlace, phasesOf, placeIn } from './worst-first.js';

describe('accounts, the worst first', () => {
  it('are those in grace, those suspended, those in debt, and then the others', () => {
    expect(phasesOf({}).map(({ status, inDebt = '' }) => `${status} ${inDebt}`.trim())).toEqual([
      'grace',
      'suspended',
      'active true',
      'active false',
      'closed',
    ]);
  });

  it('are asked for by what is looked for, and nothing in vain', () => {
    expect(phasesOf({ status: 'suspended' })).toEqual([{ status: 'suspended' }]);
    expect(phasesOf({ status: 'active', inDebt: true })).toEqual([{ status: 'active', inDebt: 'true' }]);
    expect(phasesOf({ inDebt: true }).map(({ inDebt }) => inDebt)).toEqual(['true', 'true', 'true', 'true']);
  });

  it('go on where a page ended, through every phase', () => {
    expect(placeIn(undefined)).toEqual({ phase: 0 });
    expect(nextPlace(0, 'abc', 5)).toBe('0:abc');
    expect(placeIn('0:abc')).toEqual({ phase: 0, cursor: 'abc' });
    expect(placeIn(nextPlace(0, null, 5)!)).toEqual({ phase: 1 });
    expect(nextPlace(4, null, 5)).toBeNull();
  });
});

it('takes from an address what it knows, and leaves the rest', () => {
  expect(accountsSearch({ query: 42, status: 'grace', inDebt: true, page: 7 })).toEqual({
    query: '42',
    status: 'grace',
    inDebt: true,
  });
  expect(accountsSearch({ query: '', status: 'happy', inDebt: 'yes' })).toEqual({});
});
