/** What was used, by whatever is wanted of product, model, resource, hour and day: charges less what was refunded. */
import type { Instant } from '#domain/messages.js';
import { type Amount, ZERO, add, subtract } from '#domain/money.js';
import type { Calendar } from './calendar.js';

export const USAGE_DIMENSIONS = ['product', 'model', 'resource', 'hour', 'day'] as const;
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/** The dimensions that were asked for, and no others. `hour` and `day` are of the calendar. */
export type UsageLine = {
  readonly product?: string;
  readonly model?: string | null;
  readonly resource?: string | null;
  readonly hour?: string;
  readonly day?: string;
  readonly charges: number;
  readonly charged: Amount;
  readonly refunded: Amount;
  /** charged − refunded */
  readonly amount: Amount;
};

/** What is added: of one product, model and resource, within one hour of the calendar. */
export type Used = {
  readonly at: Instant;
  readonly product: string;
  readonly model: string | null;
  readonly resource: string | null;
  readonly charges: number;
  readonly charged: Amount;
  readonly refunded: Amount;
};

/** Holds one line for each combination of the wanted dimensions that was used. */
export class UsageSummary {
  private readonly lines = new Map<string, { readonly line: UsageLine; readonly order: readonly string[] }>();

  constructor(
    private readonly by: readonly UsageDimension[],
    private readonly calendar: Calendar,
  ) {}

  add({ at, product, model, resource, charges, charged, refunded }: Used): void {
    const named = { product, model, resource, hour: this.calendar.hourOf(at), day: this.calendar.dayOf(at) };
    const dimensions = Object.fromEntries(this.by.map((dimension) => [dimension, named[dimension]]));
    const key = JSON.stringify(dimensions);
    const { line } = this.lines.get(key) ?? { line: { charges: 0, charged: ZERO, refunded: ZERO } };
    const sums = { charged: add(line.charged, charged), refunded: add(line.refunded, refunded) };
    const amount = subtract(sums.charged, sums.refunded);
    this.lines.set(key, {
      line: { ...dimensions, charges: line.charges + charges, ...sums, amount },
      order: this.by.map((dimension) => (dimension === 'hour' ? inTime(named.hour) : (named[dimension] ?? ''))),
    });
  }

  /** In the order of the wanted dimensions; hours as time goes. */
  get items(): readonly UsageLine[] {
    return [...this.lines.values()].sort((a, b) => compared(a.order, b.order)).map(({ line }) => line);
  }

  get total(): Amount {
    return [...this.lines.values()].reduce((total, { line }) => add(total, line.amount), ZERO);
  }
}

const inTime = (hour: string): string => new Date(hour).toISOString();

function compared(a: readonly string[], b: readonly string[]): number {
  const nth = a.findIndex((each, n) => each !== b[n]);
  if (nth < 0) return 0;
  return (a[nth] ?? '') < (b[nth] ?? '') ? -1 : 1;
}
