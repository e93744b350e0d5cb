import type { Instant } from '../../messages.js';
import { isZero } from '../../money.js';
import { give, take } from '../bucket-changes.js';
import type { EventTable } from '../event-record.js';
import { withPeriodCharged } from '../resources/served.js';
import { indebted, reduced } from '../solvency/debts.js';
import type { Account, Debt } from '../state.js';
import type { ChargeLine, UsageEvent } from './events.js';

export const refundOf = (chargeRevision: number): string => `refund of ${chargeRevision}`;

export const usageEvents = {
  UsageCharged: {
    fold: (account, { data, recordedAt }) => charged(account, data.lines, recordedAt),
    makes: ({ lines }) => lines.map(({ transactionId }) => transactionId),
    rowsIn: ['movements', 'transactions', 'resources', 'allowances', 'burnRate', 'usage'],
    takesCredits: true,
    charges: ({ data }) => data.lines,
    beginsDueFact: ({ lines: [line] }) => line?.period !== undefined && !line.period.isContinued,
  },
  UsageRefunded: {
    fold: (account, { data, revision, recordedAt }) =>
      reduced(give(account, data.allocation, revision, recordedAt), [
        { revision: data.chargeRevision, amount: data.overdraft },
      ]),
    makes: ({ transactionId, allocation }) => [transactionId, ...allocation.map(({ bucketId }) => bucketId)],
    rowsIn: ['movements', 'transactions', 'notifications', 'allowances', 'usage'],
    takesCredits: false,
    marks: ({ chargeRevision }) => ({ mark: refundOf(chargeRevision) }),
  },
} satisfies EventTable<UsageEvent>;

/** Many lines copy the account's buckets once. */
function charged(account: Account, lines: readonly ChargeLine[], at: Instant): Account {
  const [only] = lines;
  const allocation = lines.length === 1 && only ? only.allocation : lines.flatMap((line) => line.allocation);
  return lines.reduce(owing, take(account, allocation, at));
}

function owing(paid: Account, line: ChargeLine): Account {
  // Most charges leave no debt: then none is made to find that out.
  if (line.period === undefined) return isZero(line.overdraft) ? paid : indebted(paid, debtOf(line));
  const account = indebted(paid, { ...debtOf(line), isOfRunningCosts: true });
  return { ...account, resources: withPeriodCharged(account.resources, line) };
}

const debtOf = ({ revision, transactionId, overdraft: amount, product, model, gpu }: ChargeLine): Debt => ({
  revision,
  transactionId,
  amount,
  usage: { product, ...(model !== undefined && { model }), ...(gpu !== undefined && { gpu }) },
});
