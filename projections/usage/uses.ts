/** What an entry says of usage: each charge and refund, when it counts, and what it is about. */
import { chargesIn } from '#domain/account/event-table.js';
import type { Entry } from '#domain/account/entries.js';
import type { Charge } from '#domain/account/events.js';
import { type EntryOf, type Meanings, meaningOf } from '#domain/account/meanings.js';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO } from '#domain/money.js';

/** `revision`: the entry that says it. */
export type Use = {
  readonly revision: number;
  readonly at: Instant;
  readonly product: string;
  readonly model: string | null;
  readonly resource: string | null;
  readonly charges: number;
  readonly charged: Amount;
  readonly refunded: Amount;
};

export const usesIn = (entry: Entry): readonly Use[] => meaningOf(USES, entry) ?? [];

/** Running time counts where its period began. */
const usedIn = (entry: EntryOf<'UsageCharged' | 'HoldCaptured' | 'PendingPaymentSettled'>): readonly Use[] =>
  chargesIn(entry).map(used);

const used = ({ revision, effectiveAt, period, product, model, resourceId, amount }: Charge): Use => ({
  revision,
  at: period?.from ?? effectiveAt,
  product,
  model: model ?? null,
  resource: resourceId ?? null,
  charges: 1,
  charged: amount,
  refunded: ZERO,
});

/** A refund counts when it is made. */
const USES: Meanings<'usage', readonly Use[]> = {
  UsageCharged: usedIn,
  HoldCaptured: usedIn,
  PendingPaymentSettled: usedIn,
  UsageRefunded: ({ revision, effectiveAt: at, data: { product, model = null, resourceId, amount: refunded } }) => [
    { revision, at, product, model, resource: resourceId ?? null, charges: 0, charged: ZERO, refunded },
  ],
};
