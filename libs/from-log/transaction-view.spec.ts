import { expect, it } from '@jest/globals';
import { amount, negate } from '#domain/money.js';
import type { Transaction } from '#projections/transactions/transaction.js';
import { START } from '#read-models/testing/ledger.js';
import { CSV_HEADER, csvLine, transactionView } from './transaction-view.js';

const line: Transaction = {
  transactionId: 'tx-aaaaaaaaaaaa-3',
  revision: 3,
  time: START,
  effectiveTime: START,
  type: 'usage',
  status: 'completed',
  description: '=HYPERLINK("x"), chat',
  service: 'inference',
  amount: negate(amount('7.25')),
  balanceAfter: amount('12.75'),
  invoiceUrl: null,
  paymentMethod: null,
  approvedBy: null,
  allocation: [{ bucketId: 'bkt-aaaaaaaaaaaa-2', kind: 'promo', amount: amount('7.25') }],
  overdraft: null,
  resourceId: null,
  metadata: { team: 'a, b' },
};

it('writes a line as RFC 4180 has it, and no text as a formula', () => {
  expect(CSV_HEADER.split(',')).toHaveLength(16);
  expect(csvLine(transactionView(line))).toBe(
    [
      'tx-aaaaaaaaaaaa-3,3,2026-11-21T12:00:00.000Z,2026-11-21T12:00:00.000Z,usage,completed',
      `"'=HYPERLINK(""x""), chat"`,
      'inference,-7.25,12.75,,,',
      '"[{""bucketId"":""bkt-aaaaaaaaaaaa-2"",""kind"":""promo"",""amount"":""7.25""}]"',
      ',"{""team"":""a, b""}"\r\n',
    ].join(','),
  );
});
