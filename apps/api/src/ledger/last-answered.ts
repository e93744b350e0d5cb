import { Injectable } from '@nestjs/common';

/** An account that falls out was answered long ago, and its reads have caught up since. */
const ACCOUNTS_KEPT = 50_000;

/** The last revision of each account that this process has answered: a read here shows at least that (spec 9). */
@Injectable()
export class LastAnswered {
  private readonly revisions = new Map<string, number>();

  /** 0 where nothing was answered. */
  of(accountId: string): number {
    return this.revisions.get(accountId) ?? 0;
  }

  remember(accountId: string, revision: number): void {
    const before = this.of(accountId);
    this.revisions.delete(accountId);
    this.revisions.set(accountId, Math.max(before, revision));
    if (this.revisions.size <= ACCOUNTS_KEPT) return;
    const [oldest] = this.revisions.keys();
    if (oldest !== undefined) this.revisions.delete(oldest);
  }
}
