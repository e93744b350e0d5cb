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
  logged: [{ key, amount: '2.00' }],
  putIn: ['10.00'],
  fromReadModel: { total: '8.00', available: '8.00' },
  fromLog: { total: '8.00', available: '8.00' },
};
const facts: ReplayFacts = {
  charges,
  answered: new Map([[key, '2.00']]),
  chargedBefore: new Set(),
  funding: new Map([[accountId, units('10')]]),
  evidence: [account],
  isShared: false,
};

const broken = (change: Partial<ReplayFacts>) =>
  prove({ ...facts, ...change })
    .filter(({ holds }) => !holds)
    .map(({ claim }) => claim);

describe('the proofs of a replay', () => {
  it('hold where everything adds up', () => expect(broken({})).toEqual([]));

  it('fail where a charge is in the log twice', () => {
    const twice = [...account.logged, ...account.logged];
    const claims = [
      'every row was charged once',
      'sum charged = sum of the rows priced independently',
      'balances + charged = credits put in',
    ];
    expect(broken({ evidence: [{ ...account, logged: twice }] })).toEqual(claims);
    expect(broken({ evidence: [{ ...account, logged: twice }], isShared: true })).toEqual(claims);
  });

  it('fail where the log has a charge that is nobody’s, but not where accounts are shared with other runs', () => {
    const logged = [...account.logged, { key: 'other', amount: '0.00' }];
    expect(broken({ evidence: [{ ...account, logged }] })).toEqual(['every row was charged once']);
    expect(broken({ evidence: [{ ...account, logged }], isShared: true })).toEqual([]);
  });

  it('take what an earlier run charged from the log, and fail where that was another amount', () => {
    const repeated = { answered: new Map<string, string>(), chargedBefore: new Set([key]), isShared: true };
    expect(broken(repeated)).toEqual([]);
    expect(prove({ ...facts, ...repeated })[0]?.shown).toBe(
      '1 rows, 0 accepted, 1 charged by an earlier run, 1 in the log',
    );
    const logged = [{ key, amount: '1.00' }];
    expect(broken({ ...repeated, evidence: [{ ...account, logged }] })).toContain(
      'each charge costs what its row costs, priced independently',
    );
    expect(broken({ ...repeated, evidence: [{ ...account, logged: [] }] })).toContain('every row was charged once');
  });

  it('fail where more was put in than was planned, or less', () => {
    const claim = ['balances + charged = credits put in'];
    const fromReadModel = { total: '18.00', available: '18.00' };
    const more = [{ ...account, putIn: ['10.00', '10.00'], fromReadModel, fromLog: fromReadModel }];
    expect(broken({ evidence: more })).toEqual(claim);
    expect(broken({ evidence: more, isShared: true })).toEqual([]);
    expect(broken({ funding: new Map([[accountId, units('11')]]), isShared: true })).toEqual(claim);
  });

  it('fail where an accepted charge is not in the log', () => {
    expect(broken({ evidence: [{ ...account, logged: [] }] })).toContain('every row was charged once');
  });

  it('fail where a charge costs a digit more', () => {
    const logged = [{ key, amount: '2.000000000000000001' }];
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
