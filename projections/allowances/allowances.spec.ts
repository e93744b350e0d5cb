import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { amount, subtract, sum } from '#domain/money.js';
import { arbitraryLedger } from '#read-models/testing/arbitrary-ledger.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { projected } from '#read-models/testing/projected.js';
import { allowances } from './allowances.projection.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const TERMS = { allowance: amount('5'), refreshHours: 24, scope: { products: ['inference'] } };

function onPlan(): Ledger {
  const ledger = new Ledger();
  ledger.do({ type: 'ChoosePlan', data: { plan: 'professional', terms: TERMS } });
  return ledger;
}
const usesOf = (ledger: Ledger) =>
  [...projected(allowances, ledger.events).rows.values()].map(({ byModel }) => byModel);

describe('what was used of an allowance', () => {
  it('is summed up by model, of each cycle for itself', () => {
    const ledger = onPlan();
    ledger.charge('1', { product: 'inference', model: 'llama' });
    ledger.charge('2', { product: 'inference', model: 'llama' });
    ledger.charge('0.5', { product: 'inference' });
    ledger.wait(DAY_MS).charge('4', { product: 'inference', model: 'mistral' });
    expect(usesOf(ledger)).toEqual([{ llama: '3.00', '': '0.50' }, { mistral: '4.00' }]);
  });

  it('is less by what was given back', () => {
    const ledger = onPlan();
    const transactionId = ledger.charge('3', { product: 'inference', model: 'llama' });
    ledger.do({ type: 'Refund', data: { transactionId, amount: amount('1') } });
    expect(usesOf(ledger)).toEqual([{ llama: '2.00' }]);
  });

  it('counts debt that it repaid, by the model that had left it', () => {
    const ledger = onPlan();
    const data = { cost: amount('6'), product: 'inference', model: 'llama', mode: 'record' } as const;
    ledger.do({ type: 'ChargeUsage', data });
    ledger.wait(DAY_MS).do({ type: 'RecordDue', data: {} });
    expect(usesOf(ledger)).toEqual([{ llama: '5.00' }, { llama: '1.00' }]);
  });

  it('is in every history what the allowance that stands has lost', () => {
    fc.assert(
      fc.property(arbitraryLedger, ({ ledger, packed }) => {
        const { rows } = projected(allowances, packed);
        const { plan, buckets } = ledger.account;
        const bucket = buckets.find(({ bucketId }) => bucketId === plan?.bucketId);
        if (!bucket?.cycles) return;
        const used = sum(Object.values(rows.get(bucket.bucketId)?.byModel ?? {}));
        expect(used).toBe(subtract(subtract(bucket.cycles.amount, bucket.remaining), bucket.held));
      }),
      { numRuns: 300 },
    );
  });
});
