/** Rule 5.9: what waits for credits is paid once, oldest first, or fails once, when a grace window has passed. */
import { expect } from '@jest/globals';
import { type LogItem, logOf, provenBalance } from '../account.js';
import { type Subject, at, bought, opened } from './subject.js';

const PAID = ['waiting-0', 'waiting-1'];
/** Nobody buys credits for it. */
const UNPAID = 'waiting-in-vain';
const GRACE_WINDOW_SECONDS = 600;
/** Together what one purchase brings in. */
const AMOUNTS = ['2.5', '3', '4.499999999999999999', '0.000000000000000001'];

const pend = (amount: string) => ({ amount, product: 'inference', onInsufficient: 'pend' });
const idsOf = (log: readonly LogItem[], type: string): readonly string[] =>
  log.filter((each) => each.type === type).map(({ data }) => String(data['transactionId']));

export const pendingPayments: Subject = {
  async begin(service) {
    const settings = { overdraftLimit: '0', graceWindowSeconds: GRACE_WINDOW_SECONDS };
    for (const accountId of [...PAID, UNPAID]) await opened(service, accountId, settings);
  },

  async round(service, nth) {
    const pay = async (accountId: string) => {
      const waiting = AMOUNTS.map((amount, which) =>
        service.post(accountId, 'charges', pend(amount), `pend-${nth}-${which}`),
      );
      await Promise.all(waiting);
      await bought(service, accountId, '10', `buy-${nth}`);
    };
    await Promise.all([...PAID.map(pay), service.post(UNPAID, 'charges', pend('7'), `pend-${nth}`)]);
  },

  async prove(service, rounds) {
    for (const accountId of PAID) {
      const log = await logOf(service.url, accountId);
      const pended = idsOf(log, 'PaymentPended');
      expect(pended).toHaveLength(rounds.length * AMOUNTS.length);
      expect([accountId, idsOf(log, 'PendingPaymentSettled')]).toEqual([accountId, pended]);
      expect(idsOf(log, 'PendingPaymentFailed')).toEqual([]);
      const { total, available } = await provenBalance(service.url, accountId, log.at(-1)?.revision ?? 0);
      expect([accountId, total, available]).toEqual([accountId, '0.00', '0.00']);
    }
    const log = await logOf(service.url, UNPAID);
    const failed = log.filter(({ type }) => type === 'PendingPaymentFailed');
    expect(failed.map(({ effectiveAt }) => effectiveAt)).toEqual(
      rounds.map(({ from }) => at(from + GRACE_WINDOW_SECONDS * 1000)),
    );
    expect(idsOf(log, 'PendingPaymentFailed')).toEqual(idsOf(log, 'PaymentPended'));
    expect(idsOf(log, 'PendingPaymentSettled')).toEqual([]);
  },
};
