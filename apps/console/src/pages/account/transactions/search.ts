/** What of the history is shown, as the address says it. */
export const TYPES = [
  'deposit',
  'auto_recharge',
  'promo',
  'allowance',
  'usage',
  'refund',
  'hold',
  'withdrawal',
  'expiry',
  'adjustment',
] as const;
export const STATUSES = ['completed', 'pending', 'failed', 'accumulating'] as const;

export type HistorySearch = {
  readonly type?: (typeof TYPES)[number];
  readonly status?: (typeof STATUSES)[number];
  /** Product. */
  readonly service?: string;
  /** Days of the viewer's zone, both included: `2026-01-31`. */
  readonly from?: string;
  readonly to?: string;
  /** The transaction that is open. */
  readonly open?: string;
};

const DAY = /^\d{4}-\d\d-\d\d$/;
const text = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const day = (value: unknown): string | undefined => (typeof value === 'string' && DAY.test(value) ? value : undefined);

export function historySearch(address: Readonly<Record<string, unknown>>): HistorySearch {
  const type = TYPES.find((each) => each === address['type']);
  const status = STATUSES.find((each) => each === address['status']);
  const [service, open] = [text(address['service']), text(address['open'])];
  const [from, to] = [day(address['from']), day(address['to'])];
  return {
    ...(type && { type }),
    ...(status && { status }),
    ...(service && { service }),
    ...(from && { from }),
    ...(to && { to }),
    ...(open && { open }),
  };
}

/** From the first moment of a day, and to the last of another, where the viewer is. */
export function instantsOf({ from, to }: Pick<HistorySearch, 'from' | 'to'>): { from?: string; to?: string } {
  return {
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to && { to: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}
