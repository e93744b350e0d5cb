/** What falls due by itself, in the order of due time, each decided at its own due time (spec 2). */
import { type Instant, type Origin, SYSTEM } from '../messages.js';
import { isPositive } from '../money.js';
import type { Draft } from './draft.js';
import { afterCreditsCameIn, afterCreditsWentOut, terminate } from './solvency.js';
import type { Account, Bucket } from './state.js';

/** In the order in which facts of one instant are applied. */
export const DUE_KINDS = ['activation', 'expiry', 'grace'] as const;
export type DueKind = (typeof DUE_KINDS)[number];

export type DueFact =
  | { readonly kind: 'activation' | 'expiry'; readonly at: Instant; readonly bucket: Bucket }
  | { readonly kind: 'grace'; readonly at: Instant };

/** The earliest fact that has not been recorded, or null. Of buckets of one instant, the earlier grant comes first. */
export function nextDue(account: Account): DueFact | null {
  let next: DueFact | null = null;
  const consider = (fact: DueFact) => {
    if (next === null || fact.at < next.at) next = fact;
    else if (fact.at === next.at && DUE_KINDS.indexOf(fact.kind) < DUE_KINDS.indexOf(next.kind)) next = fact;
  };
  for (const bucket of account.buckets) {
    if (bucket.isPending) consider({ kind: 'activation', at: bucket.effectiveAt, bucket });
    else if (bucket.expiresAt !== undefined && isPositive(bucket.remaining)) {
      consider({ kind: 'expiry', at: bucket.expiresAt, bucket });
    }
  }
  if (account.graceDeadline !== undefined) consider({ kind: 'grace', at: account.graceDeadline });
  return next;
}

type Options = { readonly origin?: Origin; readonly stopAt?: (fact: DueFact) => boolean };

/** Records what fell due up to and including `until`. `stopAt` leaves a fact, and what follows it, for later. */
export function recordDue(draft: Draft, until: Instant, { origin = SYSTEM, stopAt = () => false }: Options = {}): void {
  const command = { at: draft.at, effectiveAt: draft.effectiveAt, origin: draft.origin };
  for (let fact = nextDue(draft.account); fact && fact.at <= until && !stopAt(fact); fact = nextDue(draft.account)) {
    Object.assign(draft, { at: fact.at, effectiveAt: fact.at, origin });
    record(draft, fact);
  }
  Object.assign(draft, command);
}

function record(draft: Draft, fact: DueFact): void {
  switch (fact.kind) {
    case 'activation':
      draft.add('BucketActivated', { bucketId: fact.bucket.bucketId, amount: fact.bucket.remaining });
      return afterCreditsCameIn(draft);
    case 'expiry': {
      const { bucketId, kind, remaining: amount } = fact.bucket;
      draft.add('BucketExpired', { bucketId, kind, amount, cause: 'expired' });
      return afterCreditsWentOut(draft);
    }
    case 'grace':
      return terminate(draft);
  }
}
