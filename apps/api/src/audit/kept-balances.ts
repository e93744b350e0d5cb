/**
 * What stood in every ledger account at a cut: read out of the log once, for the pages that follow the first. A cut never
 * changes, so that another process, or this one after a restart, finds the same in the log.
 */
import { LRUCache } from 'lru-cache';
import type { EventStore, Position } from '#event-store/port/event-store.js';
import { positionText } from '#event-store/port/position-text.js';
import { type LedgerBalances, balancesAt } from '#from-log/ledger/balances.js';
import type { LedgerCut } from '#from-log/ledger/ledger-cut.js';

/** Some 200 bytes each, of all cuts together; a larger one is read for each of its pages. */
const MOST_ACCOUNTS = 200_000;
const KEPT_FOR_MS = 10 * 60_000;

export class KeptBalances {
  private readonly kept = new LRUCache<string, LedgerBalances>({
    maxSize: MOST_ACCOUNTS,
    sizeCalculation: ({ balances }) => balances.size + 1,
    ttl: KEPT_FOR_MS,
  });

  async at(store: EventStore, cut: LedgerCut): Promise<LedgerBalances> {
    const known = cut.until && this.kept.get(keyOf(cut.until, cut));
    if (known) return known;
    const read = await balancesAt(store, cut);
    // The pages that follow are cut at the last event that counted.
    if (read.position) this.kept.set(keyOf(read.position, cut), read);
    return read;
  }
}

const keyOf = (until: Position, { asOf }: LedgerCut): string => `${positionText(until)} ${asOf ?? ''}`;
