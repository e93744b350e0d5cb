/** What each type of entry moves, and where to. The rules of docs/rules.md once more, in other words than the product's. */
import type { PlainData, PlainEntry, PlainLine } from './plain-entries.js';
import { units } from './plain-amounts.js';

/** `left` may be below zero only while entries are counted out of the order of the log. */
export type PlainBucket = { left: bigint; from: string; until: string | null; isPending: boolean };

export class PlainBooks {
  readonly buckets = new Map<string, PlainBucket>();
  held = 0n;
  debt = 0n;

  /** Of buckets that were not there yet: what they got, less what they paid. */
  readonly absent = new Map<string, bigint>();
  /** Resources that cost something, or may. */
  readonly running = new Set<string>();

  take({ type, data, recordedAt, effectiveAt }: PlainEntry): void {
    const { bucketId = '', amount = '0', overdraft = '0', allocation = [] } = data;
    switch (type) {
      case 'PromoGranted':
        this.grant(bucketId, { from: effectiveAt, until: data.expiresAt ?? null, isPending: effectiveAt > recordedAt });
        return this.add(bucketId, units(amount));
      case 'PurchaseApproved':
      case 'CreditsReturned':
        this.grant(bucketId, { from: recordedAt, until: null, isPending: false });
        return this.add(bucketId, units(amount));
      case 'PurchaseCompleted':
        if (data.isGranted) return;
        this.grant(bucketId, { from: recordedAt, until: null, isPending: false });
        return this.add(bucketId, units(amount));
      case 'BucketExpiryReversed':
        return this.add(bucketId, units(amount));
      case 'PlanChosen':
        return this.date(data);
      case 'AllowanceRefreshed':
        this.date(data);
        this.buckets.set(bucketId, { left: 0n, from: effectiveAt, until: data.expiresAt ?? null, isPending: false });
        return this.add(bucketId, units(amount));
      case 'BucketActivated': {
        const bucket = this.buckets.get(bucketId);
        if (bucket) bucket.isPending = false;
        return;
      }
      case 'PromoVoided':
      case 'BucketExpired':
        return this.add(bucketId, -units(amount));
      case 'AccountClosed':
        for (const bucket of this.buckets.values()) if (bucket.isPending) bucket.left = 0n;
        return;
      case 'PurchaseFailed':
      case 'PurchaseReversed':
        if (!data.takenBack) return;
        this.add(data.takenBack.bucketId, -units(data.takenBack.amount));
        this.debt += units(data.takenBack.overdraft);
        return;
      case 'UsageCharged':
        this.debt += units(overdraft);
        return this.pay(allocation);
      case 'PendingPaymentSettled':
      case 'WithdrawalRequested':
        return this.pay(allocation);
      case 'WithdrawalRejected':
        return this.giveBack(allocation);
      case 'UsageRefunded':
        this.debt -= units(overdraft);
        for (const { bucketId: id, insteadOf, effectiveAt: from = recordedAt, expiresAt: until = null } of allocation)
          if (insteadOf !== undefined) this.grant(id, { from, until, isPending: false });
        return this.giveBack(allocation);
      case 'OverdraftRepaid':
        for (const { from } of data.repayments ?? []) {
          this.pay(from);
          for (const line of from) this.debt -= units(line.amount);
        }
        return;
      case 'HoldPlaced':
        this.held += total(allocation);
        return this.pay(allocation);
      case 'HoldCaptured':
        this.held -= total(allocation);
        return;
      case 'ResourceStarted':
        if (units(data.ratePerHour ?? '0') > 0n) this.running.add(data.resourceId ?? '');
        return;
      case 'ResourceStopped':
        this.running.delete(data.resourceId ?? '');
        return;
      case 'ServiceTerminated':
        return this.running.clear();
      case 'ServiceRestored':
        for (const id of data.storage ?? []) this.running.add(id);
        return;
      case 'HoldReleased':
      case 'HoldExpired':
        this.held -= total(allocation);
        return this.giveBack(allocation);
    }
  }

  private grant(bucketId: string, dates: Omit<PlainBucket, 'left'>): void {
    if (!this.buckets.has(bucketId)) this.buckets.set(bucketId, { left: 0n, ...dates });
  }

  /** An allowance that ends, and one that goes on where it was. */
  private date({ ends, resumes }: PlainData): void {
    const ended = ends && this.buckets.get(ends.bucketId);
    if (ended) ended.until = ends.expiresAt;
    const resumed = resumes === undefined ? undefined : this.buckets.get(resumes);
    if (resumed) resumed.until = null;
  }

  private add(bucketId: string, amount: bigint): void {
    const bucket = this.buckets.get(bucketId);
    if (bucket) bucket.left += amount;
    else this.absent.set(bucketId, (this.absent.get(bucketId) ?? 0n) + amount);
  }

  private pay(lines: readonly PlainLine[]): void {
    for (const { bucketId, amount } of lines) this.add(bucketId, -units(amount));
  }

  private giveBack(lines: readonly PlainLine[]): void {
    for (const { bucketId, amount } of lines) this.add(bucketId, units(amount));
  }
}

const total = (lines: readonly PlainLine[]): bigint => lines.reduce((sum, { amount }) => sum + units(amount), 0n);
