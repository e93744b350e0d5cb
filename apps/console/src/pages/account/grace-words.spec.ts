import { expect, it } from '@jest/globals';
import { endsGrace, endsSuspension } from './grace-words.js';

const running = [{ status: 'running', kind: 'instance' }] as const;

it('says what ends a grace window: debt repaid, and credits or nothing that runs', () => {
  expect(endsGrace({ overdraft: '3.20', available: '0.00' }, [])).toBe('a top-up of 3.20, which repays the overdraft');
  expect(endsGrace({ overdraft: '3.20', available: '1.00' }, running)).toBe(
    'a top-up of 3.20, which repays the overdraft',
  );
  expect(endsGrace({ overdraft: '0.00', available: '0.00' }, running)).toBe(
    'any top-up, or when the resource that runs is stopped',
  );
  expect(endsGrace({ overdraft: '1200.00', available: '0.00' }, [...running, ...running])).toBe(
    'a top-up of more than the overdraft of 1,200.00, or of just that once the 2 resources that run are stopped',
  );
});

it('says what restores a suspended account', () => {
  expect(endsSuspension({ overdraft: '3.20', available: '0.00' })).toContain('more than the overdraft of 3.20');
  expect(endsSuspension({ overdraft: '0.00', available: '0.00' })).toContain('A top-up of credits');
});
