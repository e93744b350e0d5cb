/** Which kind of credits paid for usage, by product: what was earned of prepaid credits, and what of those that were given. */
import type { Entry } from '#domain/account/entries.js';
import type { AllocationLine, BucketKind } from '#domain/account/events.js';
import { type Amount, ZERO, add, isZero } from '#domain/money.js';

/** `debt`: no bucket paid; what repays it later is no usage. */
export type Payer = BucketKind | 'debt';
type Paid = { readonly product: string; readonly kind: Payer; readonly amount: Amount };

export type UsageOfKind = {
  readonly product: string;
  readonly kind: Payer;
  readonly charged: Amount;
  readonly refunded: Amount;
};

/** Adds entries up. Each product's amounts are what reached and left its account of usage. */
export class UsageByKind {
  private readonly sums = new Map<string, UsageOfKind>();

  add(entry: Entry): void {
    for (const paid of chargedBy(entry)) this.enter(paid, 'charged');
    for (const paid of refundedBy(entry)) this.enter(paid, 'refunded');
  }

  /** By product and kind. */
  get items(): readonly UsageOfKind[] {
    return [...this.sums].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum);
  }

  private enter({ product, kind, amount }: Paid, member: 'charged' | 'refunded'): void {
    if (isZero(amount)) return;
    const key = JSON.stringify([product, kind]);
    const sum = this.sums.get(key) ?? { product, kind, charged: ZERO, refunded: ZERO };
    this.sums.set(key, { ...sum, [member]: add(sum[member], amount) });
  }
}

function chargedBy(entry: Entry): readonly Paid[] {
  switch (entry.type) {
    case 'UsageCharged':
      return entry.data.lines.flatMap(({ product, allocation, overdraft }) => paidBy(product, allocation, overdraft));
    case 'HoldCaptured':
    case 'PendingPaymentSettled':
      return paidBy(entry.data.product, entry.data.allocation, ZERO);
    default:
      return [];
  }
}

function refundedBy(entry: Entry): readonly Paid[] {
  if (entry.type !== 'UsageRefunded') return [];
  const { product, allocation, overdraft } = entry.data;
  return paidBy(product, allocation, overdraft);
}

const paidBy = (product: string, allocation: readonly AllocationLine[], debt: Amount): readonly Paid[] => [
  ...allocation.map(({ kind, amount }) => ({ product, kind, amount })),
  { product, kind: 'debt', amount: debt },
];
