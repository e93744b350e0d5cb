/** Where the credits of a refund go: to the buckets that paid, as far as they still are what they were. */
import { invariant } from '../../errors.js';
import type { Instant, Search } from '../../messages.js';
import type { Draft } from '../draft.js';
import type { AllocationLine, Entry, EventData } from '../events.js';
import { isInUse } from '../limits.js';
import { grantsOf } from '../movements.js';
import { voidOf } from '../promos/events.js';
import { takenBackFrom } from '../purchases/event-table.js';
import { secondsAfter } from '../solvency/solvency.js';
import type { Bucket } from '../state.js';

type Line = EventData<'UsageRefunded'>['allocation'][number];
/** What a bucket may pay for, and when. */
type Terms = Pick<AllocationLine, 'scope' | 'effectiveAt' | 'expiresAt' | 'isUnpaid'>;

/** A bucket that gets something back, and what is known of it. `bucket` is absent where it has left the state. */
export type Payer = {
  readonly line: AllocationLine;
  readonly bucket: Bucket | undefined;
  readonly terms: Terms;
  readonly isVoided: boolean;
};

/** What has left the state is found through its id, all of it at once. */
export function payersOf(draft: Draft, lines: readonly AllocationLine[]): readonly Payer[] {
  const buckets = new Map(draft.account.buckets.map((bucket) => [bucket.bucketId, bucket]));
  const gone = lines.filter(({ bucketId }) => !buckets.has(bucketId));
  draft.need(
    gone
      .filter((line) => line.kind !== 'prepaid' && !hasOwnTerms(line))
      .map(({ bucketId }) => [bucketId, 'bkt'] as const),
    gone.map(endOf),
  );
  return lines.map((line) => {
    const bucket = buckets.get(line.bucketId);
    if (bucket) return { line, bucket, terms: bucket, isVoided: bucket.isVoided === true };
    const hasEnd = draft.found(endOf(line)).length > 0;
    if (line.kind === 'prepaid') return { line, bucket, terms: hasEnd ? { isUnpaid: true } : {}, isVoided: false };
    const terms = hasOwnTerms(line) ? line : termsIn(draft.entryOf(line.bucketId, 'bkt'), line.bucketId);
    return { line, bucket, terms, isVoided: hasEnd };
  });
}

/** What would have ended the bucket for good: its void, or that its purchase was never paid. */
const endOf = ({ bucketId, kind }: AllocationLine): Search => ({
  find: 'newest',
  mark: kind === 'prepaid' ? takenBackFrom(bucketId) : voidOf(bucketId),
});

/** Older lines repeat what their bucket was. */
const hasOwnTerms = ({ effectiveAt }: AllocationLine): boolean => effectiveAt !== undefined;

function termsIn(entry: Entry | null, bucketId: string): Terms {
  const grant = entry && grantsOf(entry).find((each) => each.bucketId === bucketId);
  invariant(grant !== null && grant !== undefined, 'An entry brought the bucket in', bucketId);
  return grant;
}

/** The buckets that have something in them afterwards, and had not before. */
export const openedAgain = (payers: readonly Payer[], now: Instant): readonly Terms[] =>
  payers.filter(({ bucket }) => bucket === undefined || !isInUse(bucket, now)).map(({ terms }) => terms);

/** Promo that has expired since comes back as a new bucket with the same scope; everything else to where it was. */
export function destination(draft: Draft, payer: Payer, now: Instant, nth: number): Line {
  const { line, bucket, terms } = payer;
  const { bucketId, kind, source, amount } = line;
  const { scope, effectiveAt, expiresAt, isUnpaid } = terms;
  if (kind === 'promo' && hasExpired(payer, now) && !payer.isVoided) {
    return {
      bucketId: draft.newId('bkt', nth),
      kind,
      source: 'refund',
      ...(scope && { scope }),
      effectiveAt: now,
      expiresAt: secondsAfter(now, draft.account.settings.refundedPromoExpiresInDays * 86_400),
      amount,
      insteadOf: bucketId,
    };
  }
  if (bucket !== undefined) return { bucketId, kind, source, amount };
  if (kind === 'prepaid') return { bucketId, kind, source, amount, ...(isUnpaid && { isUnpaid }) };
  return {
    bucketId,
    kind,
    source,
    ...(scope && { scope }),
    ...(effectiveAt !== undefined && { effectiveAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    amount,
  };
}

/** What a voided promo or an ended allowance paid does not come back to be spent. */
export const lapsesAtOnce = (payer: Payer, now: Instant): boolean =>
  payer.isVoided || (payer.line.kind === 'allowance' && hasExpired(payer, now));

const hasExpired = ({ terms: { expiresAt } }: Payer, now: Instant): boolean =>
  expiresAt !== undefined && expiresAt <= now;
