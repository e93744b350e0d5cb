/**
 * Random histories of an account. A step says what happens in terms of what is there by then ("the third bucket",
 * "just before the next deadline"), so that a history stays meaningful when fast-check takes steps out of it.
 */
import fc from 'fast-check';
import type { PaymentMethod, ResourceKind, Scope, Settings } from '../account/events.js';
import { amount } from '../money.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How much time passes first: some milliseconds, or until something is due, give or take one. */
export type Wait = { readonly ms: number } | { readonly due: number; readonly offset: number };
/** When usage happened: now, some time from now, or about when a bucket became spendable or expired. */
export type Usage = 'now' | { readonly ms: number } | { readonly bucket: number; readonly offset: number };
export type Step = { readonly wait: Wait; readonly act: Act; readonly by: string };

/** A command whose ids are numbers of things (`which`), and whose times are milliseconds from now. */
export type Act =
  | {
      readonly type: 'GrantPromo';
      readonly amount: string;
      readonly scope: Scope | null;
      readonly from: number | null;
      readonly until: number | null;
      readonly isLimited: boolean;
    }
  | { readonly type: 'VoidPromo'; readonly which: number }
  | {
      readonly type: 'PurchasePrepaid';
      readonly amount: string;
      readonly method: PaymentMethod;
      readonly isCompleted: boolean;
      readonly bonus: { readonly amount: string; readonly until: number | null; readonly scope: Scope | null } | null;
    }
  | { readonly type: 'CompletePurchase' | 'FailPurchase' | 'RejectPurchase'; readonly which: number }
  | { readonly type: 'ApprovePurchase'; readonly which: number; readonly isPaid: boolean }
  | {
      readonly type: 'ChargeUsage';
      readonly cost: Cost;
      readonly product: string;
      readonly model: string | null;
      readonly gpu: string | null;
      readonly usage: Usage;
      readonly mode: 'authorize' | 'record';
    }
  | { readonly type: 'Refund'; readonly which: number; readonly amount: string | null }
  | { readonly type: 'RequestWithdrawal'; readonly amount: string }
  | { readonly type: 'ApproveWithdrawal' | 'RejectWithdrawal' | 'PayWithdrawal'; readonly which: number }
  | { readonly type: 'StartResource'; readonly name: string; readonly kind: ResourceKind }
  | { readonly type: 'StopResource'; readonly name: string }
  | { readonly type: 'ChangeSettings'; readonly settings: Partial<Settings> }
  | { readonly type: 'CloseAccount'; readonly forfeit: boolean }
  | { readonly type: 'RecordDue' };

type Cost =
  | string
  | { readonly quantity: string; readonly unitPrice: string }
  | { readonly inputTokens: number; readonly outputTokens: number };

const smallAmount = fc.constantFrom('0.01', '1', '2.5', '3', '5', '7.77', '10', '12', '20', '0.333333333333333333');
const anyAmount = fc.oneof(
  { weight: 8, arbitrary: smallAmount },
  { weight: 1, arbitrary: fc.constantFrom('0.000000000000000001', '0.10', '999999999999.999999999999999999') },
  { weight: 2, arbitrary: fc.bigInt(1n, 30n * 10n ** 18n).map((units) => decimal(units, 18)) },
);
const decimal = (units: bigint, decimals: number): string =>
  `${units / 10n ** BigInt(decimals)}.${String(10n ** BigInt(decimals) + (units % 10n ** BigInt(decimals))).slice(1)}`;

const scope: fc.Arbitrary<Scope | null> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom<Scope>({ models: ['llama'] }, { gpus: ['h100'] }, { products: ['vm'] }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Scope>(
      { products: ['inference'], models: ['llama', 'mistral'] },
      { products: ['inference', 'vm'] },
      { models: ['llama'], gpus: ['h100'] },
    ),
  },
);

const which = fc.nat(19);
const span = fc.constantFrom(1, MINUTE, 5 * MINUTE, HOUR, DAY, 7 * DAY, 30 * DAY);
const maybe = <T>(value: fc.Arbitrary<T>, absent = 1): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: absent, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
const rarely = fc.nat(15).map((n) => n === 15);

const cost: fc.Arbitrary<Cost> = fc.oneof(
  { weight: 8, arbitrary: anyAmount },
  { weight: 1, arbitrary: fc.constant('0') },
  {
    weight: 1,
    arbitrary: fc.record({
      quantity: fc.bigInt(0n, 10n ** 8n).map((units) => decimal(units, 6)),
      unitPrice: fc.bigInt(0n, 10n ** 12n).map((units) => decimal(units, 12)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ inputTokens: fc.nat(2_000_000), outputTokens: fc.nat(9999) }) },
);

const usage: fc.Arbitrary<Usage> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Usage>('now') },
  {
    weight: 2,
    arbitrary: fc.record({
      ms: fc.constantFrom(1000, 5 * MINUTE, 5 * MINUTE + 1, -1, -HOUR, -DAY, -3 * DAY + 1, -3 * DAY, -3 * DAY - 1),
    }),
  },
  { weight: 2, arbitrary: fc.record({ bucket: which, offset: fc.constantFrom(-1, 0, 1) }) },
);

const wait: fc.Arbitrary<Wait> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Wait>({ ms: 0 }) },
  { weight: 2, arbitrary: fc.record({ ms: fc.constantFrom(1, 999, MINUTE, 5 * MINUTE, HOUR, DAY, 4 * DAY, -HOUR) }) },
  { weight: 3, arbitrary: fc.record({ due: fc.nat(3), offset: fc.constantFrom(-1, 0, 0, 1, MINUTE) }) },
);

export const settings: fc.Arbitrary<Settings> = fc.record({
  overdraftLimit: fc.constantFrom('0', '2', '10').map(amount),
  graceWindowSeconds: fc.constantFrom(300, 300, 1, 86_400),
  onZero: fc.constantFrom('grace' as const, 'grace' as const, 'grace' as const, 'terminate' as const),
  minimumPurchase: fc.constantFrom('10', '0').map(amount),
  refundedPromoExpiresInDays: fc.constantFrom(30, 1),
  supportGrantLimit: fc.constant(amount('5')),
  alertThresholds: fc.constant([]),
});

const acts: { weight: number; arbitrary: fc.Arbitrary<Act> }[] = [
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('GrantPromo' as const),
      amount: anyAmount,
      scope,
      from: maybe(fc.oneof({ weight: 3, arbitrary: span }, { weight: 1, arbitrary: fc.constant(-HOUR) }), 3),
      until: maybe(fc.oneof({ weight: 15, arbitrary: span }, { weight: 1, arbitrary: fc.constant(0) })),
      isLimited: rarely,
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('VoidPromo' as const), which }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('PurchasePrepaid' as const),
      amount: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom('10', '12.5', '25', '10.17') },
        { weight: 1, arbitrary: anyAmount },
      ),
      method: fc.constantFrom<PaymentMethod>('card', 'bank_transfer', 'usdc', 'io_coin', 'request', 'request'),
      isCompleted: fc.boolean(),
      bonus: maybe(fc.record({ amount: smallAmount, until: maybe(span), scope }), 2),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'CompletePurchase' as const,
        'CompletePurchase' as const,
        'FailPurchase' as const,
        'FailPurchase' as const,
        'RejectPurchase' as const,
      ),
      which,
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('ApprovePurchase' as const), which, isPaid: fc.boolean() }) },
  {
    weight: 18,
    arbitrary: fc.record({
      type: fc.constant('ChargeUsage' as const),
      cost,
      product: fc.constantFrom('inference', 'vm'),
      model: maybe(fc.constantFrom('llama', 'mistral')),
      gpu: maybe(fc.constantFrom('h100', 'l4')),
      usage,
      mode: fc.constantFrom('authorize' as const, 'record' as const),
    }),
  },
  { weight: 9, arbitrary: fc.record({ type: fc.constant('Refund' as const), which, amount: maybe(anyAmount) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('RequestWithdrawal' as const),
      amount: fc.constantFrom('0.01', '1', '5', '10', '12.5', '0.005'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom<'ApproveWithdrawal' | 'RejectWithdrawal' | 'PayWithdrawal'>(
        'ApproveWithdrawal',
        'RejectWithdrawal',
        'PayWithdrawal',
        'PayWithdrawal',
      ),
      which,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('StartResource' as const),
      name: fc.constantFrom('vm-1', 'disk-1'),
      kind: fc.constantFrom('instance' as const, 'cluster' as const, 'storage' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('StopResource' as const), name: fc.constantFrom('vm-1', 'disk-1') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('ChangeSettings' as const),
      settings: fc.oneof(
        settings,
        settings.map(({ onZero }) => ({ onZero })),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('CloseAccount' as const), forfeit: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('RecordDue' as const) }) },
];

const step: fc.Arbitrary<Step> = fc.record({ wait, act: fc.oneof(...acts), by: fc.constantFrom('ann', 'bob', 'bob') });

/** A history's settings and its steps, at most `maxSteps`. */
export const histories = (maxSteps: number): fc.Arbitrary<{ settings: Settings; steps: Step[] }> =>
  fc.record({ settings, steps: fc.array(step, { minLength: 1, maxLength: maxSteps, size: 'max' }) });
