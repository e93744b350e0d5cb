/** How far back usage is shown, in days. */
export const SPANS = ['7', '30', '90'] as const;
export type UsageSearch = { readonly days?: (typeof SPANS)[number] };

export function usageSearch({ days }: Readonly<Record<string, unknown>>): UsageSearch {
  const known = SPANS.find((each) => each === String(days));
  return known ? { days: known } : {};
}
