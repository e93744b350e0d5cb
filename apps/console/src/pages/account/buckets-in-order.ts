/** Buckets as usage would draw on them: the order of consumption (rule 3), with those that have nothing left apart. */
import type { Schemas } from '#client/client.js';
import { isPositive, isZero } from '../../format/decimals.js';

export type Bucket = Schemas['BucketView'];

/** 1 to 6, as rule 3 counts them. */
export function tierOf({ kind, expiresAt, scope }: Pick<Bucket, 'kind' | 'expiresAt' | 'scope'>): number {
  if (kind === 'allowance') return 1;
  if (kind === 'prepaid') return 6;
  return (expiresAt === null ? 4 : 2) + (scope === null ? 1 : 0);
}

/** Nothing of it can be spent, captured or released any more. */
export const isUsedUp = ({ remaining, held }: Bucket): boolean => isZero(remaining) && isZero(held);

export const isNotYetEffective = ({ effectiveAt, remaining }: Bucket, nowMs: number): boolean =>
  isPositive(remaining) && Date.parse(effectiveAt) > nowMs;

/** The API lists buckets in the order of granting, which decides where tier and expiry are the same. */
export function inOrderOfConsumption(buckets: readonly Bucket[]): readonly Bucket[] {
  const expiryOf = ({ expiresAt }: Bucket): number => (expiresAt === null ? Infinity : Date.parse(expiresAt));
  return buckets.toSorted((one, other) => {
    const byTier = tierOf(one) - tierOf(other);
    if (byTier !== 0) return byTier;
    const [first, second] = [expiryOf(one), expiryOf(other)];
    return first === second ? 0 : first - second;
  });
}

/** The scope as it is read: `models llama-70b, qwen`. */
export const scopeWords = (scope: Bucket['scope']): readonly string[] =>
  Object.entries(scope ?? {}).map(([dimension, values]) => `${dimension} ${(values as readonly string[]).join(', ')}`);
