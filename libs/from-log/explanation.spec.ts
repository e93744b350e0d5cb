import { describe, expect, it, jest } from '@jest/globals';
import { amount } from '#domain/money.js';
import { Ledger } from '#read-models/testing/ledger.js';
import { explanationOf } from './explanation.js';
import { logged } from './testing/logged.js';

const OTHERS = 300;

/** A payment that waited while much else was recorded, and the entry that ended its waiting: settled or failed. */
async function waited(end: (ledger: Ledger) => void) {
  const ledger = new Ledger();
  const [pended] = ledger.do({
    type: 'ChargeUsage',
    data: { cost: amount('30'), product: 'vm', mode: 'authorize', onInsufficient: 'pend' },
  });
  const transactionId = pended?.type === 'PaymentPended' ? pended.data.transactionId : '';
  for (let nth = 0; nth < OTHERS; nth++) ledger.grant('0.01', { scope: { products: ['inference'] } });
  end(ledger);
  for (let nth = 0; nth < OTHERS; nth++) ledger.charge('0.01');
  const log = await logged(ledger.accountId, ledger.events, () => ledger.now);
  return { ledger, log, transactionId };
}

describe('a payment that was pending', () => {
  it('is explained as it was settled, by a few looks at the account', async () => {
    const { ledger, log, transactionId } = await waited((account) => account.purchase('50'));
    const looks = jest.spyOn(log, 'stateAt');
    const explanation = await explanationOf(log, ledger.accountId, transactionId);
    const settled = ledger.events.find(({ type }) => type === 'PendingPaymentSettled');
    expect(explanation).toMatchObject({ transactionId, revision: settled?.revision, overdraft: '0.00' });
    expect(explanation.buckets.filter(({ paid }) => paid !== '0.00')).toMatchObject([
      { kind: 'prepaid', paid: '30.00' },
    ]);
    expect(looks.mock.calls.length).toBeLessThanOrEqual(Math.ceil(Math.log2(ledger.account.revision)) + 1);
  });

  it('is no charge where it failed, and none while it waits', async () => {
    const failed = await waited((account) => account.wait(300_000).do({ type: 'RecordDue', data: {} }));
    const waiting = await waited(() => {});
    expect(failed.ledger.events.map(({ type }) => type)).toContain('PendingPaymentFailed');
    for (const { ledger, log, transactionId } of [failed, waiting]) {
      await expect(explanationOf(log, ledger.accountId, transactionId)).rejects.toMatchObject({ code: 'not-found' });
    }
  });
});
