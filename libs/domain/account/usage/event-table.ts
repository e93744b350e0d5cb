import type { Instant } from '../../messages.js';
import { give, take } from '../bucket-changes.js';
import type { EventTable } from '../event-record.js';
import { indebted, reduced } from '../solvency/debts.js';
import type { Account } from '../state.js';
import type { ChargeLine, UsageEvent } from './events.js';

export const refundOf = (chargeRevision: number): string => `refund of ${chargeRevision}`;

export const usageEvents: EventTable<UsageEvent> = {
  UsageCharged: {
    fold: (account, { data, recordedAt }) =>
      data.lines.reduce((paid, line) => charged(paid, line, recordedAt), account),
    makes: ({ lines }) => lines.map(({ transactionId }) => transactionId),
    takesCredits: true,
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

const charged = (account: Account, line: ChargeLine, at: Instant): Account =>
  indebted(take(account, line.allocation, at), {
    revision: line.revision,
    transactionId: line.transactionId,
    amount: line.overdraft,
  });
