/** The order of consumption (rules 3.1 to 3.3) and how an amount is spread over the buckets. */
import type { Instant } from '../messages.js';
import { type Amount, ZERO, add, compare, isPositive, isZero, min, subtract, sum } from '../money.js';
import type { AllocationLine, Dimensions, Scope } from './events.js';
import { datesOf, startOf } from './plans/cycles.js';
import type { Account, Bucket } from './state.js';

/** What is to be paid: its dimensions as far as they are known, and when it was used. */
export type Usage = Partial<Dimensions> & {
  readonly usedAt: Instant;
  /** When it is decided who pays; absent: when it was used. */
  readonly decidedAt?: Instant;
};

/** A scope covers a usage when every dimension that it names contains the usage's value. */
export function covers(scope: Scope | undefined, usage: Partial<Dimensions>): boolean {
  if (scope === undefined) return true;
  const has = (values: readonly string[] | undefined, value: string | undefined) =>
    values === undefined || (value !== undefined && values.includes(value));
  return has(scope.products, usage.product) && has(scope.models, usage.model) && has(scope.gpus, usage.gpu);
}

/** 1 to 6: the tiers of rule 3.1. */
export function tierOf(bucket: Pick<Bucket, 'kind' | 'expiresAt' | 'scope'>): number {
  if (bucket.kind === 'allowance') return 1;
  if (bucket.kind === 'prepaid') return 6;
  return (bucket.expiresAt === undefined ? 4 : 2) + (bucket.scope === undefined ? 1 : 0);
}

/** By tier, then earlier expiry, then earlier grant. */
export function byConsumption(a: Bucket, b: Bucket): number {
  const tiers = tierOf(a) - tierOf(b);
  if (tiers !== 0) return tiers;
  if (a.expiresAt !== b.expiresAt) return (a.expiresAt ?? '9') < (b.expiresAt ?? '9') ? -1 : 1;
  return a.revision - b.revision;
}

/** Spendable at an instant, whether or not a sweep has recorded its expiry yet. */
export const isSpendable = (bucket: Bucket, at: Instant): boolean =>
  !bucket.isPending && (bucket.expiresAt === undefined || at < bucket.expiresAt);

/** What could be spent at an instant, whatever the scope. */
export const availableAt = (account: Account, at: Instant): Amount =>
  sum(account.buckets.filter((bucket) => isSpendable(bucket, at)).map((bucket) => bucket.remaining));

type Obstacle = 'pending' | 'voided' | 'not effective yet' | 'expired' | 'out of scope';

function obstacleTo(bucket: Bucket, usage: Usage): Obstacle | null {
  if (bucket.isPending) return 'pending';
  if (bucket.kind !== 'prepaid') {
    if (bucket.isVoided) return 'voided';
    if (usage.usedAt < effectiveFor(bucket, usage)) return 'not effective yet';
    if (bucket.expiresAt !== undefined && usage.usedAt >= bucket.expiresAt) return 'expired';
  }
  return covers(bucket.scope, usage) ? null : 'out of scope';
}

/** An allowance that stands pays for usage of the cycle that it is decided in. */
const effectiveFor = ({ cycles, expiresAt, effectiveAt }: Bucket, { usedAt, decidedAt = usedAt }: Usage): Instant =>
  cycles === undefined || expiresAt !== undefined ? effectiveAt : startOf(cycles, decidedAt);

const obstacles: { readonly [O in Obstacle]: (bucket: Bucket, usage: Usage) => string } = {
  pending: ({ effectiveAt }) => `becomes effective at ${effectiveAt}`,
  voided: () => 'was voided',
  'not effective yet': ({ effectiveAt }) => `was not effective before ${effectiveAt}, after the usage`,
  expired: ({ expiresAt }) => `expired at ${expiresAt}`,
  'out of scope': (_, usage) => `its scope does not cover ${described(usage)}`,
};

/** Why a bucket may not pay for a usage; null where it may. The words are for support staff. */
export function hindrance(bucket: Bucket, usage: Usage): string | null {
  const obstacle = obstacleTo(bucket, usage);
  return obstacle === null ? null : obstacles[obstacle](bucket, usage);
}

function described({ product, model, gpu }: Partial<Dimensions>): string {
  const parts = [product && `product ${product}`, model && `model ${model}`, gpu && `GPU ${gpu}`].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'a usage without product, model or GPU';
}

export type Allocation = {
  /** One line a bucket that pays, in order of consumption. */
  readonly lines: readonly AllocationLine[];
  /** What has lapsed since the usage and must come back to pay for it. */
  readonly revived: readonly { readonly bucket: Bucket; readonly amount: Amount }[];
  /** What none of the buckets covers. */
  readonly shortfall: Amount;
};

/** What a bucket may pay with, where it may pay at all: what has lapsed since the usage comes back for it. */
const payableFrom = ({ remaining, lapsed }: Bucket): Amount => add(remaining, lapsed);

/** It may pay for the usage, and has something to pay with. */
const canPay = (bucket: Bucket, usage: Usage): boolean =>
  !(isZero(bucket.remaining) && isZero(bucket.lapsed)) && obstacleTo(bucket, usage) === null;

/** What all the buckets that may pay for a usage hold. */
export const payableFor = ({ buckets }: Account, usage: Usage): Amount =>
  sum(buckets.filter((bucket) => canPay(bucket, usage)).map(payableFrom));

/** Spreads an amount over the buckets that may pay for the usage, in order of consumption. */
export function allocate(account: Account, usage: Usage, amount: Amount): Allocation {
  const lines: AllocationLine[] = [];
  const revived: { bucket: Bucket; amount: Amount }[] = [];
  let open = amount;
  for (const bucket of payersOf(account.buckets, usage, amount)) {
    if (isZero(open)) break;
    const paid = min(open, payableFrom(bucket));
    lines.push(allocationLine(bucket, paid, datesOf(bucket, usage.decidedAt ?? usage.usedAt)));
    // Only what has lapsed makes a bucket pay more than remains.
    const back = isZero(bucket.lapsed) ? ZERO : subtract(paid, bucket.remaining);
    if (isPositive(back)) revived.push({ bucket, amount: back });
    open = subtract(open, paid);
  }
  return { lines, revived, shortfall: open };
}

/** In order of consumption. Nearly always the first of them pays all: then the others are not put in order. */
function payersOf(buckets: readonly Bucket[], usage: Usage, amount: Amount): readonly Bucket[] {
  let first: Bucket | undefined;
  for (const bucket of buckets)
    if ((first === undefined || byConsumption(bucket, first) < 0) && canPay(bucket, usage)) first = bucket;
  if (first === undefined) return [];
  if (compare(payableFrom(first), amount) >= 0) return [first];
  return buckets.filter((bucket) => canPay(bucket, usage)).sort(byConsumption);
}

/** What a log line keeps of the bucket that paid: its id leads to the rest. Of an allowance, the cycle that it paid in. */
export function allocationLine(
  bucket: Bucket,
  amount: Amount,
  { effectiveAt, expiresAt }: Pick<Bucket, 'effectiveAt' | 'expiresAt'> = bucket,
): AllocationLine {
  const { bucketId, kind, source, cycles } = bucket;
  return cycles === undefined || expiresAt === undefined
    ? { bucketId, kind, source, amount }
    : { bucketId, kind, source, effectiveAt, expiresAt, amount };
}

/** Takes an amount from buckets in the order given; ends when it is covered or they are used up. */
export function takeInOrder(buckets: readonly Bucket[], amount: Amount): { lines: AllocationLine[]; rest: Amount } {
  const lines: AllocationLine[] = [];
  let rest = amount;
  for (const bucket of buckets) {
    const part = min(rest, bucket.remaining);
    if (isZero(part)) continue;
    lines.push(allocationLine(bucket, part));
    rest = subtract(rest, part);
  }
  return { lines, rest };
}

export const allocated = (lines: readonly { readonly amount: Amount }[]): Amount =>
  lines.length === 0 ? ZERO : sum(lines.map((line) => line.amount));
