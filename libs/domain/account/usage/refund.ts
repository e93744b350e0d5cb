import { DomainError, invariant } from '../../errors.js';
import type { Command } from '../../messages.js';
import { type Amount, ZERO, add, compare, isPositive, isZero, min, subtract, sum } from '../../money.js';
import { allocated } from '../buckets.js';
import { command } from '../command.js';
import { type Draft, notFound } from '../draft.js';
import { chargesIn } from '../event-table.js';
import type { AllocationLine, Charge, Entry } from '../events.js';
import { revisionOf } from '../ids.js';
import { requireRoomFor } from '../limits.js';
import { settlementOf } from '../payments/events.js';
import { refundOf } from './event-table.js';
import { destination, lapsesAtOnce, openedAgain, payersOf } from './refund-destinations.js';

export type Refund = Command<
  'Refund',
  /** Without an amount: all that was not refunded yet. */
  { readonly transactionId: string; readonly amount?: Amount; readonly reason?: string }
>;

/** Gives a charge back: first its open overdraft, then the buckets that paid, last paid first (rule 5.31). */
export const refund = command<Refund>('Refund', {
  decide(draft, { data, now }) {
    const charge = chargeOf(draft, data.transactionId);
    const before = refundedBefore(draft, charge);
    const refundable = subtract(charge.amount, before);
    const amount = data.amount ?? refundable;
    if (isZero(amount) || compare(amount, refundable) > 0) {
      throw new DomainError('exceeds-charge', `At most ${refundable} of this charge can be refunded.`, { refundable });
    }
    const debt = draft.account.debts.find((each) => each.revision === charge.revision)?.amount ?? ZERO;
    const overdraft = min(amount, debt);
    const payers = [...charge.allocation, ...repayersOf(draft, charge)];
    const givenBack = subtract(add(allocated(payers), before), subtract(charge.amount, debt));
    const returned = payersOf(draft, unwind(payers, givenBack, subtract(amount, overdraft)));
    requireRoomFor(draft, openedAgain(returned, now));
    const allocation = returned.map((payer, nth) => destination(draft, payer, now, nth));
    const lapsing = returned.filter((payer) => lapsesAtOnce(payer, now));
    draft.add('UsageRefunded', {
      transactionId: draft.newId('tx'),
      chargeTransactionId: charge.transactionId,
      chargeRevision: charge.revision,
      amount,
      refundedBefore: before,
      overdraft,
      allocation,
      product: charge.product,
      ...(charge.model !== undefined && { model: charge.model }),
      ...(charge.resourceId !== undefined && { resourceId: charge.resourceId }),
      ...(data.reason !== undefined && { reason: data.reason }),
    });
    for (const { bucketId, kind, amount: part } of lapsing.map(({ line }) => line)) {
      draft.addInPlace('BucketExpired', { bucketId, kind, amount: part, cause: 'ended' });
    }
  },
  bringsCreditsIn: true,
});

function chargeOf(draft: Draft, transactionId: string): Charge {
  const revision = revisionOf(transactionId, 'tx', draft.account.tag);
  if (revision !== null) draft.need([[transactionId, 'tx']], [{ find: 'newest', mark: refundOf(revision) }]);
  const entry = draft.entryOf(transactionId, 'tx');
  const paid = entry?.type === 'PaymentPended' ? settlementIn(draft, entry) : entry;
  if (entry && !paid)
    throw new DomainError('wrong-state', `Payment ${transactionId} has not been settled: nothing was charged.`);
  const charge = paid && chargesIn(paid).find((each) => each.transactionId === transactionId);
  if (!charge) throw notFound('charge', transactionId);
  return charge;
}

/** The entry that settled a payment which was pending; null where none has. */
function settlementIn(draft: Draft, { revision }: Entry): Entry | null {
  return draft.found({ find: 'newest', mark: settlementOf(revision) }).at(-1) ?? null;
}

/** Each refund says what those before it gave back; only older ones have to be added up. */
function refundedBefore(draft: Draft, charge: Charge): Amount {
  const mark = refundOf(charge.revision);
  const newest = draft.found({ find: 'newest', mark }).at(-1);
  if (newest === undefined) return ZERO;
  invariant(newest.type === 'UsageRefunded', 'An entry that gives back is a refund', newest.revision);
  const { amount, refundedBefore: before } = newest.data;
  if (before !== undefined) return add(before, amount);
  const refunds = draft.found({ find: 'every', mark });
  return sum(refunds.map((entry) => (entry.type === 'UsageRefunded' ? entry.data.amount : ZERO)));
}

/** What has repaid the charge's overdraft since, in order of time: it counts as having paid. */
function repayersOf(draft: Draft, { overdraft, revision }: Charge): AllocationLine[] {
  if (!isPositive(overdraft)) return [];
  return draft
    .found({ find: 'spanning', revision })
    .flatMap((entry) => (entry.type === 'OverdraftRepaid' ? entry.data.repayments : []))
    .filter((repayment) => repayment.revision === revision)
    .flatMap(({ from }) => from);
}

/** The last payers first, past what they got back before; one line a bucket. */
function unwind(payers: readonly AllocationLine[], givenBack: Amount, amount: Amount): AllocationLine[] {
  const lines = new Map<string, AllocationLine>();
  let [skip, open] = [givenBack, amount];
  for (const payer of [...payers].reverse()) {
    const skipped = min(skip, payer.amount);
    const part = min(open, subtract(payer.amount, skipped));
    skip = subtract(skip, skipped);
    open = subtract(open, part);
    if (isZero(part)) continue;
    const line = lines.get(payer.bucketId);
    lines.set(payer.bucketId, { ...payer, amount: line ? add(line.amount, part) : part });
  }
  invariant(isZero(open), 'A refund finds all that was paid');
  return [...lines.values()];
}
