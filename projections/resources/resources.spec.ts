import { describe, expect, it } from '@jest/globals';
import { amount } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { resources } from './resources.projection.js';

const GRACE_MS = 300_000;
const MINUTE_MS = 60_000;

const start = (ledger: Ledger, resourceId: string, kind: 'instance' | 'storage' = 'instance', rate = '0') =>
  ledger.do({
    type: 'StartResource',
    data: { resourceId, name: `my ${kind}`, kind, product: 'vm', ratePerHour: amount(rate) },
  });
const seen = (ledger: Ledger) =>
  [...projected(resources, ledger.events).rows.values()].map((row) => [
    row.resourceId,
    row.startedAt,
    row.stoppedAt,
    row.isAccessible,
  ]);

describe('the resources of an account', () => {
  it('stay when they are stopped; of one that runs again, its last run', () => {
    const ledger = new Ledger();
    start(ledger, 'vm-1');
    start(ledger, 'vm-2');
    ledger.wait(1000).do({ type: 'StopResource', data: { resourceId: 'vm-1' } });
    ledger.do({ type: 'StopResource', data: { resourceId: 'vm-2' } });
    start(ledger.wait(1000), 'vm-2');
    expect(seen(ledger)).toEqual([
      ['vm-1', START, later(START, 1000), false],
      ['vm-2', later(START, 2000), undefined, true],
    ]);
  });

  it('end with the service: instances at the deadline, storage is out of reach until it is restored', () => {
    const ledger = new Ledger();
    ledger.grant('1');
    start(ledger, 'vm');
    start(ledger, 'disk', 'storage');
    ledger.charge('1');
    ledger.wait(2 * GRACE_MS).do({ type: 'RecordDue', data: {} });
    const vm = ['vm', START, later(START, GRACE_MS), false];
    expect(seen(ledger)).toEqual([vm, ['disk', START, undefined, false]]);
    ledger.grant('1');
    expect(seen(ledger)).toEqual([vm, ['disk', START, undefined, true]]);
  });

  it('count the time that they served and what was charged for it, without what storage was out of reach for', () => {
    const ledger = new Ledger();
    const served = () =>
      [...projected(resources, ledger.events).rows.values()].map((row) => [
        row.name,
        row.servedMs / MINUTE_MS,
        row.charged,
      ]);
    ledger.grant('3');
    start(ledger, 'vm', 'instance', '1');
    start(ledger.wait(30 * MINUTE_MS), 'disk', 'storage', '2');
    start(ledger, 'free');
    // Hours are recorded late and together.
    ledger.wait(100 * MINUTE_MS).do({ type: 'RecordDue', data: {} });
    expect(served()).toEqual([
      ['my instance', 80 + 1 / MINUTE_MS, '1.333333611111111111'],
      ['my storage', 50 + 1 / MINUTE_MS, '1.666667222222222222'],
      ['my instance', 50 + 1 / MINUTE_MS, '0.00'],
    ]);
    ledger.grant('9');
    ledger.wait(20 * MINUTE_MS).do({ type: 'StopResource', data: { resourceId: 'disk' } });
    expect(served()[1]).toEqual(['my storage', 70 + 1 / MINUTE_MS, '2.333333888888888889']);
  });
});
