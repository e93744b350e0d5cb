import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountEvent } from '#domain/account/events.js';
import { type Instant, shifted } from '#domain/messages.js';
import { MemoryEventStore } from '#event-store/testing/memory-event-store.js';
import { readOnly } from '#from-log/read-only.js';
import { append } from '#from-log/testing/logged.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { readFrom } from '../source/source.js';
import { type EqualityOptions, compare } from './equality.js';

const QUIET = { advance: () => {}, end: () => {} };

type Histories = Readonly<Record<string, readonly AccountEvent[]>>;

async function logOf(histories: Histories) {
  const store = new MemoryEventStore();
  for (const [accountId, events] of Object.entries(histories)) {
    for (const [nth, event] of events.entries()) await append(store, accountId, [event], nth);
  }
  const last = Object.values(histories)
    .flat()
    .map(({ recordedAt }) => recordedAt)
    .toSorted()
    .at(-1) as Instant;
  return { store, now: shifted(last, 60_000) };
}

const compared = async (histories: Histories, options: Partial<EqualityOptions> = {}) => {
  const { store, now } = await logOf(histories);
  const all = { seed: 1, points: 60, hledgerCuts: 0, ...options };
  return readFrom(
    readOnly(store),
    () => now,
    (source) => compare(source, all, QUIET),
  );
};

describe('the comparison', () => {
  it('finds no difference in any history that the rules allow', async () => {
    const histories = fc.record({ acme: arbitraryLedger, 'a:b|c': arbitraryLedger });
    await fc.assert(
      fc.asyncProperty(histories, fc.nat(), async ({ acme, 'a:b|c': other }, seed) => {
        const { points, differences } = await compared({ acme: acme.packed, 'a:b|c': other.packed }, { seed });
        expect([points, differences]).toEqual([60, []]);
      }),
      { numRuns: 20 },
    );
  }, 240_000);

  it('takes the same points for the same seed', async () => {
    const ledger = new Ledger();
    ledger.grant('20');
    ledger.wait(1000).charge('7.25', { product: 'vm' });
    expect(await compared({ acme: ledger.events }, { seed: 7 })).toEqual(
      await compared({ acme: ledger.events }, { seed: 7 }),
    );
  });

  it('names account, moment and amounts where the product answers otherwise', async () => {
    const ledger = new Ledger();
    ledger.grant('20');
    const { store, now } = await logOf({ acme: ledger.events });
    const { differences } = await readFrom(
      readOnly(store),
      () => now,
      (source) => {
        // A product that folds one entry too few.
        const log = Object.assign(Object.create(source.log), {
          stateAt: (id: string, revision: number) => source.log.stateAt(id, revision - 1),
        });
        return compare({ ...source, log }, { seed: 1, points: 20, hledgerCuts: 0 }, QUIET);
      },
    );
    expect(differences).toContainEqual({
      accountId: 'acme',
      moment: 'revision 2',
      of: 'product',
      says: { total: '0.00', available: '0.00', held: '0.00', overdraft: '0.00' },
      plainly: { total: '20.00', available: '20.00', held: '0.00', overdraft: '0.00' },
    });
  });
});
