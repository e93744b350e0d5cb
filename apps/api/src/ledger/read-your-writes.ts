import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** An account that falls out was answered so many accounts ago: its reads have caught up since, where a projector runs. */
const ACCOUNTS_KEPT = 50_000;

/** The last revision of each account that this process has answered: a read here shows at least that (rule 9.11). */
@Injectable()
export class ReadYourWrites {
  private readonly revisions = new LRUCache<string, number>({ max: ACCOUNTS_KEPT });

  /** 0 where nothing was answered. */
  of(accountId: string): number {
    return this.revisions.get(accountId) ?? 0;
  }

  remember(accountId: string, revision: number): void {
    if (revision > this.of(accountId)) this.revisions.set(accountId, revision);
  }
}
