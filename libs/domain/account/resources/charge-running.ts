/** Running time is charged, in arrears: whole periods, and fractions wherever something has to be known to the millisecond. */
import { isZero } from '../../money.js';
import { takeInOrder } from '../buckets.js';
import type { Draft } from '../draft.js';
import type { Resource } from '../state.js';
import { payersOf } from './payable.js';
import { accruedBy, runningCostsOf } from './running-costs.js';

/** Charges one resource up to the instant that is being decided; what no credits pay is overdraft, whatever the limit. */
export function chargeResource(draft: Draft, resource: Resource, isContinued = false): boolean {
  const { account, at } = draft;
  const amount = accruedBy(resource, at);
  if (isZero(amount)) return false;
  const { resourceId, product, gpu, ratePerHour, chargedUntil: from } = resource;
  const { lines, rest } = takeInOrder(payersOf(account, resource, at), amount);
  draft.addCharge({
    revision: draft.nextRevision,
    transactionId: draft.newId('tx'),
    effectiveAt: at,
    ...draft.origin,
    mode: 'record',
    product,
    ...(gpu !== undefined && { gpu }),
    amount,
    allocation: lines,
    overdraft: rest,
    resourceId,
    period: { from, ratePerHour, ...(isContinued && { isContinued }) },
  });
  return true;
}

/** Charges all that runs up to the instant that is being decided. */
export function chargeRunning(draft: Draft): void {
  let isContinued = false;
  for (const { resources } of runningCostsOf(draft.account.resources)?.groups ?? []) {
    for (const resource of resources) isContinued = chargeResource(draft, resource, isContinued) || isContinued;
  }
}
