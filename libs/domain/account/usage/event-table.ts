import type { Instant } from '../../messages.js';
import { give, take } from '../bucket-changes.js';
import type { EventTable } from '../event-record.js';
import { indebted, reduced } from '../solvency/debts.js';
import type { Account } from '../state.js';
import type { ChargeLine, UsageEvent } from './events.js';

export const refundOf = (chargeRevision: number): string => `refund of ${chargeRevision}`;

export const usageEvents: EventTable<UsageEvent> = {
  UsageCharged: {
    fold: (account, { data, recordedAt }) => charged(account, data.lines, recordedAt),
    makes: ({ lines }) => lines.map(({ transactionId }) => transactionId),
    takesCredits: true,
    charges: ({ data }) => data.lines,
  },
  UsageRefunded: {
    fold: (account, { data, revision, recordedAt }) =>
      reduced(give(account, data.allocation, revision, recordedAt), [
        { revision: data.chargeRevision, amount: data.overdraft },
      ]),
    makes: ({ transactionId, allocation }) => [transactionId, ...allocation.map(({ bucketId }) => bucketId)],
    takesCredits: false,
    marks: ({ chargeRevision }) => ({ mark: refundOf(chargeRevision) }),
  },
};

/** Many lines copy the account's buckets once. */
function charged(account: Account, lines: readonly ChargeLine[], at: Instant): Account {
  const [only] = lines;
  const allocation = lines.length === 1 && only ? only.allocation : lines.flatMap((line) => line.allocation);
  return lines.reduce(
    (owing, { revision, transactionId, overdraft }) => indebted(owing, { revision, transactionId, amount: overdraft }),
    take(account, allocation, at),
  );
}
