import { describe, expect, it } from '@jest/globals';
import { amount } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { withdrawals } from './withdrawals.projection.js';

describe('the withdrawals of an account', () => {
  it('stay when they are settled, with what became of them', () => {
    const ledger = new Ledger();
    ledger.purchase('40');
    const ids = [1, 2, 3, 4].map((nth) => {
      ledger.wait(1000);
      const data = { amount: amount(`${nth}`), destination: `bank-${nth}` };
      const [requested] = ledger.do({ type: 'RequestWithdrawal', data }, 'ann');
      return requested?.type === 'WithdrawalRequested' ? requested.data.withdrawalId : '';
    });
    const [paid = '', approved = '', rejected = ''] = ids;
    ledger.do({ type: 'ApproveWithdrawal', data: { withdrawalId: paid } }, 'bob');
    ledger.do({ type: 'PayWithdrawal', data: { withdrawalId: paid } }, 'bob');
    ledger.do({ type: 'ApproveWithdrawal', data: { withdrawalId: approved } }, 'bob');
    ledger.do({ type: 'RejectWithdrawal', data: { withdrawalId: rejected } }, 'bob');
    const rows = [...projected(withdrawals, ledger.events).rows.values()];
    expect(rows.map((row) => [row.withdrawalId, row.status, row.requestedBy])).toEqual([
      [paid, 'paid', 'ann'],
      [approved, 'approved', 'ann'],
      [rejected, 'rejected', 'ann'],
      [ids[3], 'requested', 'ann'],
    ]);
    expect(rows.map((row) => [row.approvedBy, row.settledAt !== null])).toEqual([
      ['bob', true],
      ['bob', false],
      [null, true],
      [null, false],
    ]);
    expect(rows[0]).toMatchObject({ amount: '1.00', destination: 'bank-1', requestedAt: later(START, 1000) });
  });
});
