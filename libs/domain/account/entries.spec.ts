import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '../messages.js';
import { ZERO, amount } from '../money.js';
import { ENTRIES_PER_EVENT, entriesOf, pack, usageCharged } from './entries.js';
import { creates } from './event-table.js';
import type { AccountEvent, ChargeLine, GraceEnded, UsageCharged } from './events.js';
import { evolve } from './evolve.js';
import { unopened } from './state.js';
import { DEFAULT_SETTINGS } from './lifecycle/default-settings.js';

const NOON = instant(Date.UTC(2026, 0, 1, 12));
const LATER = instant(Date.UTC(2026, 0, 1, 12, 0, 1));

const line = (revision: number, more: Partial<ChargeLine> = {}): ChargeLine => ({
  revision,
  transactionId: `tx-a1b2c3d4e5f6-${revision}`,
  effectiveAt: instant(Date.UTC(2026, 0, 1) + revision),
  key: `key-${revision}`,
  requestHash: `hash-${revision}`,
  actor: { key: `gateway-${revision % 2}` },
  mode: 'record',
  product: 'inference',
  amount: amount('1'),
  allocation: [],
  overdraft: amount('1'),
  ...more,
});
const charge = (revision: number, recordedAt = NOON, more: Partial<ChargeLine> = {}): UsageCharged =>
  usageCharged(line(revision, more), { recordedAt });
const charges = (from: number, count: number, recordedAt = NOON): UsageCharged[] =>
  Array.from({ length: count }, (_, nth) => charge(from + nth, recordedAt));
const graceEnded = (revision: number): GraceEnded => ({
  type: 'GraceEnded',
  revision,
  recordedAt: NOON,
  effectiveAt: NOON,
  origin: { actor: { key: 'drawdown' } },
  data: {},
});
const linesIn = (events: readonly AccountEvent[]) =>
  events.map((event) => (event.type === 'UsageCharged' ? event.data.lines.length : 0));

describe('charges that leave together become one event', () => {
  it('of up to 64 lines, where older ones have up to 256', () => {
    expect(linesIn(pack(charges(1, 64)))).toEqual([64]);
    expect(linesIn(pack(charges(1, 65)))).toEqual([64, 1]);
    expect(linesIn(pack(charges(1, 150)))).toEqual([64, 64, 22]);
    expect(ENTRIES_PER_EVENT).toBe(256);
  });

  it('of fewer lines where fewer are asked for', () => {
    expect(linesIn(pack(charges(1, 5), 2))).toEqual([2, 2, 1]);
    expect(linesIn(pack(charges(1, 3), 1))).toEqual([1, 1, 1]);
  });

  it('but not over another event: order and revisions stay', () => {
    const packed = pack([...charges(1, 2), graceEnded(3), ...charges(4, 3)]);
    expect(packed.map(({ type, revision }) => [type, revision])).toEqual([
      ['UsageCharged', 1],
      ['GraceEnded', 3],
      ['UsageCharged', 4],
    ]);
  });

  it('but not when they were recorded at different times', () => {
    const packed = pack([...charges(1, 2, NOON), ...charges(3, 2, LATER)]);
    expect(linesIn(packed)).toEqual([2, 2]);
    expect(packed.map(({ recordedAt }) => recordedAt)).toEqual([NOON, LATER]);
  });

  it('nothing becomes nothing', () => expect(pack([])).toEqual([]));

  it('what was packed may be packed again, with more', () => {
    expect(linesIn(pack([...pack(charges(1, 50)), ...pack(charges(51, 30))]))).toEqual([64, 16]);
  });
});

describe('an event gives its entries back', () => {
  it('each as it was before, whatever was packed', () => {
    const history = fc.array(
      fc.record({ isCharge: fc.integer({ min: 0, max: 9 }), isLater: fc.integer({ min: 0, max: 9 }) }),
      { maxLength: 700, size: 'max' },
    );
    fc.assert(
      fc.property(history, (steps) => {
        let recordedAt = NOON;
        const events = steps.map(({ isCharge, isLater }, nth): AccountEvent => {
          if (isLater === 0) recordedAt = LATER;
          return isCharge === 0 ? graceEnded(nth + 1) : charge(nth + 1, recordedAt);
        });
        const packed = pack(events);
        expect(packed.flatMap(entriesOf)).toEqual(events);
        for (const event of packed) {
          const [first] = entriesOf(event);
          expect(event.revision).toBe(first?.revision);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('with the line’s own key, actor and time as its envelope', () => {
    const [packed] = pack(charges(1, 2));
    const [, second] = entriesOf(packed!);
    expect(second).toMatchObject({
      revision: 2,
      recordedAt: NOON,
      effectiveAt: line(2).effectiveAt,
      origin: { key: 'key-2', requestHash: 'hash-2', actor: { key: 'gateway-0' } },
    });
  });

  it('and folds to the same account, packed or not', () => {
    const opened = evolve(unopened, {
      ...graceEnded(1),
      type: 'AccountOpened',
      data: { accountId: 'team-1', tag: 'a1b2c3d4e5f6', settings: DEFAULT_SETTINGS },
    });
    const apart = charges(2, 300).reduce<typeof opened>(evolve, opened);
    const together = pack(charges(2, 300)).reduce(evolve, opened);
    expect(together).toEqual(apart);
    expect(together.revision).toBe(301);
    expect(together.debts).toHaveLength(300);
  });

  it('a gap or a repetition in the revisions is not folded', () => {
    expect(() => evolve(unopened, charge(2))).toThrow('An entry follows the one before it: 2');
    expect(() => evolve({ ...unopened, revision: 2 }, charge(2))).toThrow('An entry follows the one before it: 2');
  });
});

describe('what an entry created', () => {
  const refund: AccountEvent = {
    ...graceEnded(9),
    type: 'UsageRefunded',
    data: {
      transactionId: 'tx-a1b2c3d4e5f6-9',
      chargeTransactionId: 'tx-a1b2c3d4e5f6-2',
      chargeRevision: 2,
      amount: amount('1'),
      overdraft: ZERO,
      allocation: [{ bucketId: 'bkt-a1b2c3d4e5f6-9', kind: 'promo', source: 'refund', amount: amount('1') }],
      product: 'inference',
    },
  };

  it('is found by its id, and by no other', () => {
    expect(creates(charge(2), 'tx-a1b2c3d4e5f6-2')).toBe(true);
    expect(creates(charge(2), 'tx-a1b2c3d4e5f6-3')).toBe(false);
    expect(creates(refund, 'tx-a1b2c3d4e5f6-9')).toBe(true);
    expect(creates(refund, 'bkt-a1b2c3d4e5f6-9')).toBe(true);
    expect(creates(refund, 'tx-a1b2c3d4e5f6-2')).toBe(false);
    expect(creates(graceEnded(3), 'bkt-a1b2c3d4e5f6-3')).toBe(false);
  });
});
