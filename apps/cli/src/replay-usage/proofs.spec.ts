import { describe, expect, it } from '@jest/globals';
import { planCharges } from './charges.js';
import { units } from './exact.js';
import { type Evidence, type ReplayFacts, prove } from './proofs.js';

const charges = planCharges([{ number: 1, atMs: 0, inputTokens: 2_000_000, outputTokens: 0 }], {
  tag: 'tag',
  now: new Date('2026-11-21T12:00:00.000Z'),
  accounts: 1,
  prices: [{ model: 'm', inputTokenPrice: '0.000001', outputTokenPrice: '0' }],
});
const [{ accountId, key }] = charges as [(typeof charges)[number]];
const account: Evidence = {
  accountId,
  logged: new Map([[key, '2.00']]),
  loggedCount: 1,
  fromReadModel: { total: '8.00', available: '8.00' },
  fromLog: { total: '8.00', available: '8.00' },
};
const facts: ReplayFacts = {
  charges,
  answered: new Map([[key, '2.00']]),
  funding: new Map([[accountId, units('10')]]),
  evidence: [account],
};

const broken = (change: Partial<ReplayFacts>) =>
  prove({ ...facts, ...change })
    .filter(({ holds }) => !holds)
    .map(({ claim }) => claim);

describe('the proofs of a replay', () => {
  it('hold where everything adds up', () => expect(broken({})).toEqual([]));

  it('fail where a charge is in the log twice', () => {
    expect(broken({ evidence: [{ ...account, loggedCount: 2 }] })).toEqual(['every row was charged once']);
  });

  it('fail where an accepted charge is not in the log', () => {
    expect(broken({ evidence: [{ ...account, loggedCount: 0, logged: new Map() }] })).toContain(
      'every row was charged once',
    );
  });

  it('fail where a charge costs a digit more', () => {
    const logged = new Map([[key, '2.000000000000000001']]);
    expect(broken({ evidence: [{ ...account, logged }] })).toEqual([
      'each charge costs what its row costs, priced independently',
      'sum charged = sum of the rows priced independently',
      'balances + charged = credits put in',
    ]);
  });

  it('fail where a read model is not the fold of the log', () => {
    const fromLog = { total: '8.00', available: '7.00' };
    expect(broken({ evidence: [{ ...account, fromLog }] })).toEqual(['read models = fold of the log']);
  });

  it('fail where credits are missing', () => {
    const fromReadModel = { total: '7.00', available: '8.00' };
    expect(broken({ evidence: [{ ...account, fromReadModel }] })).toContain('balances + charged = credits put in');
  });
});
