import { DomainError, invariant } from '../errors.js';
import type { Command, Instant } from '../messages.js';
import { type Amount, ZERO, add, compare, isPositive, isZero, min, subtract } from '../money.js';
import { allocated } from './buckets.js';
import { type Draft, type Rule, notFound } from './draft.js';
import type { AllocationLine, ChargeLine, EventData } from './events.js';
import { secondsAfter } from './solvency.js';

export type Refund = Command<
  'Refund',
  /** Without an amount: all that was not refunded yet. */
  { readonly transactionId: string; readonly amount?: Amount; readonly reason?: string }
>;

type Line = EventData<'UsageRefunded'>['allocation'][number];

/** Gives a charge back: first its open overdraft, then the buckets that paid, last paid first (spec 5). */
export const refund: Rule<Refund> = (draft, { data, now }) => {
  const charge = chargeOf(draft, data.transactionId);
  const before = draft.account.refunded[charge.transactionId] ?? ZERO;
  const refundable = subtract(charge.amount, before);
  const amount = data.amount ?? refundable;
  if (isZero(amount) || compare(amount, refundable) > 0) {
    throw new DomainError('exceeds-charge', `At most ${refundable} of this charge can be refunded.`, { refundable });
  }
  const debt = draft.account.debts.find((each) => each.revision === charge.revision)?.amount ?? ZERO;
  const overdraft = min(amount, debt);
  const payers = [...charge.allocation, ...repayersOf(draft, charge)];
  const givenBack = subtract(add(allocated(payers), before), subtract(charge.amount, debt));
  const returned = unwind(payers, givenBack, subtract(amount, overdraft));
  const allocation = returned.map((line, nth) => destination(draft, line, now, nth));
  draft.add('UsageRefunded', {
    transactionId: draft.newId('tx'),
    chargeTransactionId: charge.transactionId,
    chargeRevision: charge.revision,
    amount,
    overdraft,
    allocation,
    product: charge.product,
    ...(charge.resourceId !== undefined && { resourceId: charge.resourceId }),
    ...(data.reason !== undefined && { reason: data.reason }),
  });
  for (const { bucketId, kind, amount: part } of allocation.filter((line) => lapsesAtOnce(draft, line, now))) {
    draft.add('BucketExpired', { bucketId, kind, amount: part, cause: 'ended' });
  }
};

function chargeOf(draft: Draft, transactionId: string): ChargeLine {
  const entry = draft.entryOf(transactionId, 'tx');
  const line = entry?.type === 'UsageCharged' ? entry.data.lines[0] : undefined;
  if (!line || line.transactionId !== transactionId) throw notFound('charge', transactionId);
  return line;
}

/** What has repaid the charge's overdraft since, in order of time: it counts as having paid. */
function repayersOf(draft: Draft, charge: ChargeLine): AllocationLine[] {
  if (!isPositive(charge.overdraft)) return [];
  return draft.account.repayments
    .filter(({ first, last }) => first <= charge.revision && charge.revision <= last)
    .flatMap(({ revision }) => {
      const entry = draft.entry(revision);
      invariant(entry?.type === 'OverdraftRepaid', `Entry ${revision} repaid overdraft`);
      return entry.data.repayments.filter((each) => each.revision === charge.revision).flatMap((each) => each.from);
    });
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

/** Promo that has expired since comes back as a new bucket with the same scope; everything else to where it was. */
function destination(draft: Draft, line: AllocationLine, now: Instant, nth: number): Line {
  const hasExpired = line.expiresAt !== undefined && line.expiresAt <= now;
  if (line.kind !== 'promo' || !hasExpired || isVoided(draft, line)) return line;
  const { bucketId, kind, scope, amount } = line;
  const expiresAt = secondsAfter(now, draft.account.settings.refundedPromoExpiresInDays * 86_400);
  return {
    bucketId: draft.newId('bkt', nth),
    kind,
    source: 'refund',
    ...(scope && { scope }),
    effectiveAt: now,
    expiresAt,
    amount,
    insteadOf: bucketId,
  };
}

/** What a voided promo or an ended allowance paid does not come back to be spent. */
const lapsesAtOnce = (draft: Draft, line: Line, now: Instant): boolean =>
  isVoided(draft, line) || (line.kind === 'allowance' && line.expiresAt !== undefined && line.expiresAt <= now);

const isVoided = ({ account }: Draft, { bucketId }: { bucketId: string }): boolean =>
  account.voidedBucketIds.includes(bucketId);
