/** Rule 4.20: one recharge is open at a time, and each that is completed brings its credits in once. */
import { expect } from '@jest/globals';
import { type LogItem, logOf, provenBalance } from '../account.js';
import { decimal, units } from '../../apps/cli/src/replay-usage/exact.js';
import { type Service, type Subject, bought, opened } from './subject.js';

const ACCOUNTS = ['recharged-0', 'recharged-1'];
const AMOUNT = '10';
const USED_BY_EACH = '1.25';
const CHARGES = 4;

const isRecharge = ({ type, data }: LogItem): boolean => type === 'PurchaseOpened' && data['isAutoRecharge'] === true;

/** Purchases of recharges by whether they are settled, in the order of the log. */
function rechargesIn(log: readonly LogItem[]) {
  const openedIds = log.filter(isRecharge).map(({ data }) => String(data['purchaseId']));
  const settled = log.filter(({ type }) => type === 'PurchaseCompleted').map(({ data }) => String(data['purchaseId']));
  return { openedIds, settledIds: settled.filter((id) => openedIds.includes(id)) };
}

/** By account, the recharge that is open. */
const open = new Map<string, string>();

async function look(service: Service, accountId: string): Promise<void> {
  const { openedIds, settledIds } = rechargesIn(await logOf(service.url, accountId));
  const waiting = openedIds.filter((id) => !settledIds.includes(id));
  expect(waiting).toHaveLength(1);
  open.set(accountId, waiting[0] ?? '');
}

export const recharges: Subject = {
  async begin(service) {
    // Low whatever comes in: as soon as one is completed the next is opened.
    const terms = { enabled: true, threshold: '1000000', amount: AMOUNT, paymentMethod: 'usdc' };
    for (const accountId of ACCOUNTS) {
      await opened(service, accountId);
      await bought(service, accountId, '100', 'buy');
      await service.put(`/v1/accounts/${accountId}/auto-recharge`, terms, 'configure');
    }
  },

  async look(service) {
    await Promise.all(ACCOUNTS.map((accountId) => look(service, accountId)));
  },

  async round(service, nth) {
    const complete = (accountId: string) =>
      service.post(accountId, `purchases/${open.get(accountId)}/complete`, {}, `complete-${nth}`);
    const use = (accountId: string, which: number) =>
      service.post(accountId, 'charges', { amount: USED_BY_EACH, product: 'vm' }, `use-${nth}-${which}`);
    await Promise.all(
      ACCOUNTS.flatMap((accountId) => [
        complete(accountId),
        ...Array.from({ length: CHARGES }, (_, which) => use(accountId, which)),
      ]),
    );
  },

  async prove(service, rounds) {
    for (const accountId of ACCOUNTS) {
      const log = await logOf(service.url, accountId);
      const { openedIds, settledIds } = rechargesIn(log);
      expect([accountId, settledIds]).toEqual([accountId, openedIds.slice(0, rounds.length)]);
      expect(openedIds).toHaveLength(rounds.length + 1);
      let inFlight = 0;
      for (const each of log) {
        if (isRecharge(each)) inFlight++;
        else if (each.type === 'PurchaseCompleted' && openedIds.includes(String(each.data['purchaseId']))) inFlight--;
        expect(inFlight).toBeLessThanOrEqual(1);
      }
      const inAndOut = units(AMOUNT) - BigInt(CHARGES) * units(USED_BY_EACH);
      const { total } = await provenBalance(service.url, accountId, log.at(-1)?.revision ?? 0);
      expect([accountId, total]).toEqual([accountId, decimal(units('100') + BigInt(rounds.length) * inAndOut)]);
    }
  },
};
