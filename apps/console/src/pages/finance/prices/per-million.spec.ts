import { expect, it } from '@jest/globals';
import { isPerMillion, perMillion, perToken } from './per-million.js';

it('shows a price per million tokens to the last digit', () => {
  expect(['0.0000006', '0.00000006', '0.000015', '1.50', '0.00', '0.000000000001', '12'].map(perMillion)).toEqual([
    '0.60',
    '0.06',
    '15.00',
    '1500000.00',
    '0.00',
    '0.000001',
    '12000000.00',
  ]);
});

it('makes of a price per million tokens that of a token, to the last digit', () => {
  expect(['0.60', '0.06', '15', '1500000.00', '0', '0.000001', '12000000.5'].map(perToken)).toEqual([
    '0.0000006',
    '0.00000006',
    '0.000015',
    '1.5',
    '0',
    '0.000000000001',
    '12.0000005',
  ]);
});

it('takes no price that is finer than the ledger keeps', () => {
  expect(['0.000001', '0.0000001', '', '1e3', '1,5'].map(isPerMillion)).toEqual([true, false, false, false, false]);
});
