/**
 * The independent model of an account: written from docs/rules.md, not from the domain, and sharing nothing with it but the
 * types of commands. It is naive on purpose: integers, plain objects that are changed in place, lists that are
 * searched from end to end, nothing ever forgotten. Where it and the domain disagree, one of them misread the rules.
 */
import type { Scope, Settings } from '../account/events.js';

/** 10^-18 credits. */
export type Units = bigint;

export type ModelBucket = {
  id: string;
  /** Its place in the log, then among what one entry made. */
  place: number;
  kind: 'allowance' | 'promo' | 'prepaid';
  source: string;
  scope: Scope | null;
  granted: Units;
  remaining: Units;
  /** Set aside for holds. */
  held: Units;
  /** Lapsed at the expiry: usage from before it may have it back. */
  lapsed: Units;
  from: number;
  until: number | null;
  pending: boolean;
  voided: boolean;
  paidFor: boolean;
  /** Of an allowance. */
  cycle: Cycle | null;
  /** When its owner is still to be told that it will expire. */
  notices: number[];
};

/** Whose cycles, since when, and what each begins with. Standing, it is that of the cycle that time is in. */
export type Cycle = { plan: string; from: number; hours: number; amount: Units; stands: boolean };

export type ModelPlan = {
  name: string;
  allowance: Units;
  hours: number;
  scope: Scope | null;
  since: number;
  until: number | null;
  /** The refresh that is an entry. */
  refreshAt: number | null;
  next: { allowance: Units; hours: number; scope: Scope | null } | null;
};

/** What a bucket paid for a charge, at once or when it repaid its debt, and what of it was given back. */
export type Payer = { bucketId: string; amount: Units; returned: Units };

export type ModelCharge = {
  id: string;
  revision: number;
  amount: Units;
  refunded: Units;
  debt: Units;
  /** First paid first. */
  payers: Payer[];
  /** What was used; null where nothing was. */
  usage: { product: string; model?: string; gpu?: string } | null;
  /** Not what a charge cost but what was taken back unpaid: only its debt matters. */
  takenBack: boolean;
  /** Running time, whose debt the limit is held against. */
  running: boolean;
};

export type ModelPurchase = {
  id: string;
  amount: Units;
  fee: Units;
  total: Units;
  method: string;
  bonus: { amount: Units; until: number | null; scope: Scope | null } | null;
  status: 'pending' | 'approved' | 'completed' | 'failed' | 'rejected' | 'reversed';
  bucketId: string | null;
  bonusId: string | null;
  /** When the account opened it by itself. */
  rechargedAt: number | null;
};

export type ModelRecharge = {
  on: boolean;
  threshold: Units;
  amount: Units;
  method: string;
  limit: Units | null;
  failures: number;
};

export type ModelWithdrawal = {
  id: string;
  amount: Units;
  parts: Part[];
  by: string;
  status: 'requested' | 'approved' | 'rejected' | 'paid';
};

/** `parts`: what is still held of which bucket, first to be paid first; `cycleEnds`: when the cycle of its allowance is over. */
export type ModelHold = {
  id: string;
  place: number;
  parts: Part[];
  cycleEnds: number | null;
  until: number;
  open: boolean;
};

/** Usage that waits for credits until `fails`. */
export type ModelPayment = {
  id: string;
  place: number;
  amount: Units;
  usage: { product: string; model?: string; gpu?: string };
  fails: number;
  open: boolean;
};

export type ModelResource = {
  id: string;
  kind: 'instance' | 'cluster' | 'storage';
  product: string;
  gpu: string | null;
  /** An hour. */
  rate: Units;
  running: boolean;
  accessible: boolean;
  started: number;
  place: number;
  chargedTo: number;
  servedMs: number;
  charged: Units;
};

export type Part = { bucketId: string; amount: Units };

/** One entry of the log: what it is, by how much it changed the total, and which buckets it touched in which order. */
export type ModelEntry = {
  type: string;
  change: Units;
  overdraft?: Units;
  parts?: Part[];
  /** Of an alert. */
  low?: { threshold: Units; available: Units };
  turn?: 'depleted' | 'recovered';
};

export type Model = {
  accountId: string;
  tag: string;
  status: 'unopened' | 'active' | 'grace' | 'suspended' | 'closed';
  deadline: number | null;
  revision: number;
  recordedAt: number;
  settings: Settings | null;
  payg: boolean;
  plan: ModelPlan | null;
  buckets: ModelBucket[];
  depleted: boolean;
  charges: ModelCharge[];
  purchases: ModelPurchase[];
  withdrawals: ModelWithdrawal[];
  holds: ModelHold[];
  payments: ModelPayment[];
  resources: ModelResource[];
  recharge: ModelRecharge | null;
  /** The decision being made is the failure of a recharge. */
  rechargeFailed: boolean;
  /** The decision being made is one after which grace may start. */
  wentOut: boolean;
  /** Credits came in that pay for nothing used before. */
  cameIn: boolean;
  /** What the command being applied has written so far. */
  entries: ModelEntry[];
};

export const emptyModel = (): Model => ({
  accountId: '',
  tag: '',
  status: 'unopened',
  deadline: null,
  revision: 0,
  recordedAt: -Infinity,
  settings: null,
  payg: false,
  plan: null,
  buckets: [],
  depleted: false,
  charges: [],
  purchases: [],
  withdrawals: [],
  holds: [],
  payments: [],
  resources: [],
  recharge: null,
  rechargeFailed: false,
  wentOut: false,
  cameIn: false,
  entries: [],
});

/** The model refuses: nothing is written. */
export class ModelRefusal extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** "12.5" → 12500000000000000000n. */
export function units(text: string): Units {
  const [whole = '0', decimals = ''] = text.split('.');
  return BigInt(whole + decimals + '0'.repeat(18 - decimals.length));
}

/** 12500000000000000000n → "12.50". */
export function shown(value: Units): string {
  if (value === 0n) return '0.00';
  if (value < 0n) return `-${shown(-value)}`;
  const digits = String(value).padStart(19, '0');
  const decimals = digits.slice(-18).replace(/0+$/, '').padEnd(2, '0');
  return `${digits.slice(0, -18)}.${decimals}`;
}

export function write(model: Model, entry: ModelEntry): number {
  model.revision += 1;
  model.entries.push(entry);
  return model.revision;
}

export const settingsOf = (model: Model): Settings => {
  if (!model.settings) throw new Error('the model was asked before it was opened');
  return model.settings;
};

export function overdraft(model: Model): Units {
  let total = 0n;
  for (const charge of model.charges) total += charge.debt;
  return total;
}
