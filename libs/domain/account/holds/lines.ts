/** Parts of what a hold holds, in the order of consumption in which it was set aside. */
import { type Amount, ZERO, isZero, min, subtract } from '../../money.js';
import type { AllocationLine } from '../credits.js';

/** So much of it, from its first bucket on. */
export function firstOf(lines: readonly AllocationLine[], amount: Amount): readonly AllocationLine[] {
  const taken: AllocationLine[] = [];
  let open = amount;
  for (const line of lines) {
    const part = min(open, line.amount);
    if (isZero(part)) break;
    taken.push({ ...line, amount: part });
    open = subtract(open, part);
  }
  return taken;
}

/** What is left of it once a part is taken. */
export function linesAfter(
  lines: readonly AllocationLine[],
  taken: readonly AllocationLine[],
): readonly AllocationLine[] {
  const by = new Map(taken.map(({ bucketId, amount }) => [bucketId, amount]));
  return lines
    .map((line) => ({ ...line, amount: subtract(line.amount, by.get(line.bucketId) ?? ZERO) }))
    .filter(({ amount }) => !isZero(amount));
}
