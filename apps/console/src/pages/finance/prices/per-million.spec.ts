import { expect, it } from '@jest/globals';
import { perMillion } from './per-million.js';

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
