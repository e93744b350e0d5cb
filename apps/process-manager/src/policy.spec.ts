import { describe, expect, it } from '@jest/globals';
import { amount } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { commandFor } from './policy.js';

const HOUR_MS = 3_600_000;
const promo = (more = {}) =>
  ({ type: 'GrantPromo', data: { amount: amount('5'), source: 'signup', ...more } }) as const;

describe('what the process manager asks for', () => {
  it('is nothing while nothing is due', () => {
    const ledger = new Ledger();
    expect(commandFor(ledger.account, later(START, HOUR_MS))).toBeNull();
    ledger.do(promo({ expiresAt: later(START, HOUR_MS) }));
    expect(commandFor(ledger.account, later(START, HOUR_MS - 1))).toBeNull();
  });

  it('names an expiry by its bucket and the entry that set it', () => {
    const ledger = new Ledger();
    ledger.do(promo({ expiresAt: later(START, HOUR_MS) }));
    const [bucket] = ledger.account.buckets;
    expect(commandFor(ledger.account, later(START, HOUR_MS))).toEqual({
      type: 'RecordDue',
      data: {},
      origin: { actor: { key: 'drawdown' }, key: ` expiry:${bucket?.bucketId}:2` },
    });
  });

  it('names an activation', () => {
    const ledger = new Ledger();
    ledger.do(promo({ effectiveAt: later(START, HOUR_MS) }));
    expect(commandFor(ledger.account, later(START, HOUR_MS))?.origin.key).toMatch(/^ activation:bkt-.*:2$/);
  });

  it('names a grace by its deadline, so that a second grace is another one', () => {
    const ledger = new Ledger('acme');
    ledger.do({
      type: 'PurchasePrepaid',
      data: { amount: amount('10'), paymentMethod: 'usdc', status: 'completed' },
    });
    ledger.do({ type: 'ChargeUsage', data: { product: 'vm', cost: amount('12'), mode: 'authorize' } });
    const deadline = later(START, 300_000);
    expect(commandFor(ledger.account, later(deadline, -1))).toBeNull();
    expect(commandFor(ledger.account, deadline)?.origin.key).toBe(` grace:acme:${deadline}`);
  });

  it('names a period by its resource, the start that set it, and its end', () => {
    const ledger = new Ledger();
    ledger.grant('5');
    const vm = { resourceId: 'vm-1', kind: 'instance', product: 'vm', ratePerHour: amount('1') } as const;
    ledger.do({ type: 'StartResource', data: vm });
    for (const nth of [1, 2]) {
      const end = later(START, nth * HOUR_MS);
      expect(commandFor(ledger.account, later(end, -1))).toBeNull();
      expect(commandFor(ledger.account, end)?.origin.key).toBe(` period:vm-1:3:${end}`);
      ledger.now = end;
      ledger.do({ type: 'RecordDue', data: {} });
    }
  });

  it('asks for the earliest first, and for one at a time: the command records all that is due', () => {
    const ledger = new Ledger();
    ledger.do(promo({ expiresAt: later(START, 2 * HOUR_MS) }));
    ledger.do(promo({ expiresAt: later(START, HOUR_MS) }));
    const command = commandFor(ledger.account, later(START, 3 * HOUR_MS));
    expect(command?.origin.key).toMatch(/^ expiry:.*:3$/);
    ledger.now = later(START, 3 * HOUR_MS);
    expect(ledger.do({ type: 'RecordDue', data: {} }).map(({ type }) => type)).toEqual([
      'BucketExpired',
      'BucketExpired',
    ]);
    expect(commandFor(ledger.account, ledger.now)).toBeNull();
  });
});
