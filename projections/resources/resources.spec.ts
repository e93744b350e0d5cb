import { describe, expect, it } from '@jest/globals';
import { amount } from '#domain/money.js';
import { Ledger, START, later } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { resources } from './resources.projection.js';

const GRACE_MS = 300_000;

const start = (ledger: Ledger, resourceId: string, kind: 'instance' | 'storage' = 'instance') =>
  ledger.do({ type: 'StartResource', data: { resourceId, kind, product: 'vm', ratePerHour: amount('3') } });
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
});
