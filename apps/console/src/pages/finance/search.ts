/** What the views of finance show, as the address says it. What is none of it is left out. */
export const PURCHASES = ['pending', 'approved', 'completed', 'failed', 'rejected', 'reversed'] as const;
export const WITHDRAWALS = ['requested', 'approved', 'rejected', 'paid'] as const;

type Said = Readonly<Record<string, unknown>>;
type PurchaseStatus = (typeof PURCHASES)[number];
type WithdrawalStatus = (typeof WITHDRAWALS)[number];

/** Those that wait, where nothing is said. */
export function purchasesSearch({ status }: Said): { readonly status?: PurchaseStatus } {
  const known = PURCHASES.find((each) => each === status);
  return known ? { status: known } : {};
}

export function withdrawalsSearch({ status }: Said): { readonly status?: WithdrawalStatus } {
  const known = WITHDRAWALS.find((each) => each === status);
  return known ? { status: known } : {};
}

const text = (value: unknown): string | null => {
  const said = typeof value === 'number' ? String(value) : value;
  return typeof said === 'string' && said !== '' ? said : null;
};

export function grantsSearch({ accountId }: Said): { readonly accountId?: string } {
  const known = text(accountId);
  return known === null ? {} : { accountId: known };
}

export function pricesSearch({ model }: Said): { readonly model?: string } {
  const known = text(model);
  return known === null ? {} : { model: known };
}

export function deliveriesSearch({ webhook }: Said): { readonly webhook?: string } {
  const known = text(webhook);
  return known === null ? {} : { webhook: known };
}
