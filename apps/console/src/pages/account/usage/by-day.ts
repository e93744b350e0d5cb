/** Usage of days, one bar each: days without any are there too, so that a gap is seen. */
import type { Schemas } from '#client/client.js';
import { sumOf } from '../../../format/decimals.js';

type Line = Pick<Schemas['UsageLineView'], 'amount' | 'product' | 'model' | 'day'>;
export type Day = { readonly day: string; readonly amount: string };

const DAY_MS = 86_400_000;

/** `first` and `last` are days as the API writes them: `2026-01-31`. */
export function byDay(lines: readonly Line[], first: string, last: string): readonly Day[] {
  const amounts = new Map<string, string>();
  for (const { day, amount } of lines) {
    if (day !== undefined) amounts.set(day, sumOf([amounts.get(day) ?? '0', amount]));
  }
  const days: Day[] = [];
  // Days are names here, not times: in UTC each is as long as the next.
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push({ day, amount: amounts.get(day) ?? '0.00' });
  }
  return days;
}

/** What each model, or product where there is none, comes to. */
export function byModel(
  lines: readonly Line[],
): readonly { readonly name: string; readonly amount: string; readonly note?: string }[] {
  const amounts = new Map<string, { product: string; model: string | null; amount: string }>();
  for (const { product = '', model = null, amount } of lines) {
    const key = JSON.stringify([product, model]);
    amounts.set(key, { product, model, amount: sumOf([amounts.get(key)?.amount ?? '0', amount]) });
  }
  return [...amounts.values()].map(({ product, model, amount }) =>
    model === null ? { name: product, amount } : { name: model, note: product, amount },
  );
}
