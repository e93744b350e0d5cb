/** The journal as hledger itself reads it: of random histories of accounts whose ids it would trip over. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findOrInstallHledger } from '../../../../scripts/lib/hledger.mjs';
import { firstLine } from '#from-log/ledger/hledger.js';
import { JournalHandler, JournalQuery } from './journal.js';
import { LedgerCuts } from '#from-log/ledger/ledger-cut.js';
import { hledgerBalances } from './testing/hledger-balances.js';
import { arbitraryHistories, logAll } from './testing/whole-ledger.js';
import { trialBalance } from './trial-balance.js';

const HISTORIES = 4;
const isThere = await findOrInstallHledger();

describe('the journal', () => {
  // Reported as skipped where hledger is not installed and can't be by this user.
  (isThere ? it : it.skip)('has the balance of every account at every cut, reckoned by hledger', async () => {
    let withBalances = 0;
    for (const histories of fc.sample(arbitraryHistories, HISTORIES)) {
      const { store, events } = await logAll(histories);
      const now = events.map(({ event }) => event.recordedAt).reduce((a, b) => (a > b ? a : b));
      const cuts = new LedgerCuts(store, () => now);
      const journals = new JournalHandler(store, cuts);
      for (const share of [0.25, 0.5, 0.75, 1]) {
        const { position, event } = events[Math.ceil(share * events.length) - 1]!;
        for (const request of [{ position }, { asOf: event.recordedAt }]) {
          const cut = await cuts.cut(request);
          const pieces = [];
          for await (const piece of await journals.execute(new JournalQuery(request))) pieces.push(piece);
          expect(pieces[0]).toBe(firstLine(cut));
          const { items, position: last } = await trialBalance(store, cut, 10_000);
          expect(pieces.at(-1)).toBe(`\n; End, at position ${last}\n`);
          const expected = new Map(items.map(({ account, balance }) => [account, balance]));
          expect(await hledgerBalances(pieces.join(''))).toEqual(expected);
          withBalances += items.length;
        }
      }
    }
    expect(withBalances).toBeGreaterThan(100);
  });
});
