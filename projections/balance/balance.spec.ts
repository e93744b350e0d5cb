import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { balanceOf } from '#domain/account/balance.js';
import { type Account, unopened } from '#domain/account/state.js';
import { milliseconds } from '#domain/messages.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { ACCOUNT, DUE, balance } from './balance.projection.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const accountOf = (ledger: Ledger): Account => projected(balance, ledger.events).rows.get(ACCOUNT) ?? unopened;
const dueOf = (ledger: Ledger) => balance.indexes?.[DUE]?.(accountOf(ledger)) ?? null;

describe('the balance of an account', () => {
  it('is computed for the moment of reading, recorded or not', () => {
    const ledger = new Ledger();
    ledger.grant('5', { expiresAt: later(START, DAY_MS) });
    const account = accountOf(ledger);
    expect(balanceOf(account, later(START, DAY_MS - 1)).available).toBe('5.00');
    expect(balanceOf(account, later(START, DAY_MS)).available).toBe('0.00');
  });

  it('is the fold of the domain in every history, packed or not', () => {
    fc.assert(
      fc.property(arbitraryLedger, ({ ledger, packed }) => {
        expect(projected(balance, packed).rows.get(ACCOUNT)).toEqual(JSON.parse(JSON.stringify(ledger.account)));
      }),
      { numRuns: 200 },
    );
  });

  it('is due when its next bucket becomes effective or expires, and at the end of grace', () => {
    const ledger = new Ledger();
    expect(dueOf(ledger)).toBeNull();
    const expiresAt = later(START, 2 * DAY_MS);
    ledger.grant('5', { effectiveAt: later(START, DAY_MS), expiresAt });
    expect(dueOf(ledger)).toBe(milliseconds(later(START, DAY_MS)));
    ledger.wait(DAY_MS).do({ type: 'RecordDue', data: {} });
    expect(dueOf(ledger)).toBe(milliseconds(expiresAt));
    ledger.charge('6');
    expect(dueOf(ledger)).toBe(milliseconds(later(ledger.now, 300_000)));
    ledger.wait(300_000).do({ type: 'RecordDue', data: {} });
    expect(dueOf(ledger)).toBeNull();
  });
});
