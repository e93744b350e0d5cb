import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger, START } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { OPENING, type OpeningRow, STANDINGS, accounts, indexOf } from './accounts.projection.js';

const indexesOf = (row: OpeningRow) =>
  STANDINGS.map(indexOf).filter((index) => (accounts.indexes?.[index]?.(row) ?? null) !== null);

describe('the list of accounts', () => {
  it('knows when an account was opened, whatever happens to it', () => {
    const ledger = new Ledger();
    ledger.wait(1000).grant('5');
    ledger.do({ type: 'CloseAccount', data: { forfeit: false } });
    const { rows } = projected(accounts, ledger.events);
    expect([...rows]).toEqual([[OPENING, { openedAt: START, status: 'closed', overdraft: '0.00' }]]);
    const closed = rows.get(OPENING) as OpeningRow;
    expect(accounts.indexes?.['closed']?.(closed)).toBe(Date.parse(START));
  });

  it('has each account in exactly one index, by its status and whether it owes something', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryLedger, ({ ledger: { account }, packed }) => {
        const row = projected(accounts, packed).rows.get(OPENING) as OpeningRow;
        expect([row.status, row.overdraft]).toEqual([account.status, account.overdraft]);
        const [index = '', ...others] = indexesOf(row);
        expect(others).toEqual([]);
        expect(index).toBe(account.overdraft === '0.00' ? account.status : `${account.status}-in-debt`);
        seen.add(index);
      }),
      { numRuns: 150 },
    );
    expect([...seen].toSorted()).toEqual(
      expect.arrayContaining(['active', 'closed', 'grace-in-debt', 'suspended-in-debt']),
    );
  });
});
