/** What was used, by product, model and day: charges of the log by usage time, less what was refunded of them. */
import type { Entry } from '#domain/account/entries.js';
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO, add, subtract } from '#domain/money.js';

/** `day` is a UTC date. A refund counts on the day of its charge's refund, for its charge's product and model. */
export type UsageLine = {
  readonly day: string;
  readonly product: string;
  readonly model: string | null;
  readonly charges: number;
  readonly charged: Amount;
  readonly refunded: Amount;
  /** charged − refunded */
  readonly amount: Amount;
};

/** Whose usage an entry is about, and how it changes that line. */
type Use = Pick<UsageLine, 'day' | 'product' | 'model' | 'charges' | 'charged' | 'refunded'>;

const dayOf = (at: Instant): string => at.slice(0, 10);

/** `modelOf` finds the model of a charge that is refunded; its entry may be older than what is summed up. */
export async function usesIn(
  entry: Entry,
  modelOf: (chargeRevision: number) => Promise<string | null>,
): Promise<readonly (Use & { readonly at: Instant })[]> {
  if (entry.type === 'UsageCharged') {
    return entry.data.lines.map(({ effectiveAt: at, product, model = null, amount: charged }) => {
      return { at, day: dayOf(at), product, model, charges: 1, charged, refunded: ZERO };
    });
  }
  if (entry.type !== 'UsageRefunded') return [];
  const { product, chargeRevision, amount: refunded } = entry.data;
  const at = entry.effectiveAt;
  const model = await modelOf(chargeRevision);
  return [{ at, day: dayOf(at), product, model, charges: 0, charged: ZERO, refunded }];
}

/** Holds one line for each day, product and model that was used. */
export class UsageSummary {
  private readonly lines = new Map<string, UsageLine>();

  add({ day, product, model, charges, charged, refunded }: Use): void {
    const key = JSON.stringify([day, product, model]);
    const before = this.lines.get(key) ?? { day, product, model, charges: 0, charged: ZERO, refunded: ZERO };
    const sums = { charged: add(before.charged, charged), refunded: add(before.refunded, refunded) };
    const amount = subtract(sums.charged, sums.refunded);
    this.lines.set(key, { day, product, model, charges: before.charges + charges, ...sums, amount });
  }

  /** By day, product and model. */
  get items(): readonly UsageLine[] {
    const key = ({ day, product, model }: UsageLine) => `${day}\n${product}\n${model ?? ''}`;
    return [...this.lines.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  get total(): Amount {
    return [...this.lines.values()].reduce((total, { amount }) => add(total, amount), ZERO);
  }
}
