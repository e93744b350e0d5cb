/** The running period of each resource, as a line of the history that moves nothing yet (rule 7.2). */
import { atReading } from '#domain/account/reading.js';
import { accruedBy, runningCostsOf } from '#domain/account/resources/running-costs.js';
import type { Account, Resource } from '#domain/account/state.js';
import type { Instant } from '#domain/messages.js';
import { negate } from '#domain/money.js';
import type { TransactionView } from './transaction-view.js';

/** In the order of their starts. `account` is as of `revision`, `now` the moment of reading. */
export const accumulatingIn = (account: Account, revision: number, now: Instant): readonly TransactionView[] =>
  (runningCostsOf(atReading(account, now).resources)?.groups ?? [])
    .flatMap(({ resources }) => resources)
    .sort((a, b) => a.revision - b.revision)
    .map((resource) => accumulating(resource, revision, now));

const accumulating = (resource: Resource, revision: number, now: Instant): TransactionView => ({
  transactionId: null,
  revision,
  time: now,
  effectiveTime: now,
  type: 'usage',
  status: 'accumulating',
  description: `${resource.product}: running time of ${resource.resourceId} since ${resource.chargedUntil}`,
  service: resource.product,
  amount: negate(accruedBy(resource, now)),
  balanceAfter: null,
  invoiceUrl: null,
  paymentMethod: null,
  approvedBy: null,
  allocation: [],
  resourceId: resource.resourceId,
  metadata: null,
});
