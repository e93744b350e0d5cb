/** Any history that the domain's rules allow, for properties of read models. */
import fc from 'fast-check';
import { pack } from '#domain/account/entries.js';
import type { AccountEvent } from '#domain/account/events.js';
import { amount } from '#domain/money.js';
import { type AccountOrder, Ledger, later } from './ledger.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Step = (ledger: Ledger) => void;

/** What a plan gives a cycle. */
const TERMS = { allowance: amount('2.50'), refreshHours: 24, scope: { products: ['inference'] } } as const;

const credits = fc.integer({ min: 1, max: 4000 }).map((cents) => amount((cents / 100).toFixed(2)));
const purchased = fc.integer({ min: 10, max: 60 }).map((whole) => amount(`${whole}`));
const scope = fc.constantFrom(undefined, { models: ['llama'] }, { products: ['inference'], gpus: ['h100'] });
const product = fc.constantFrom('inference', 'vm');
const attempt = (make: (ledger: Ledger) => AccountOrder | null, key?: string): Step => {
  return (ledger) => {
    const order = make(ledger);
    if (order) ledger.try(order, key);
  };
};

/** The nth of what the account has or had, so that commands mostly hit something. */
const nth = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];
const idsIn = <T extends AccountEvent['type']>(
  ledger: Ledger,
  type: T,
  id: (event: Extract<AccountEvent, { type: T }>) => string,
) => ledger.events.filter((event): event is Extract<AccountEvent, { type: T }> => event.type === type).map(id);

const steps: readonly fc.Arbitrary<Step>[] = [
  fc.integer({ min: 1, max: 40 * 24 }).map((hours) => (ledger: Ledger) => void ledger.wait(hours * HOUR_MS)),
  fc.record({ credits, scope, from: fc.integer({ min: -2, max: 5 }), days: fc.integer({ min: 0, max: 40 }) }).map((g) =>
    attempt(({ now }) => ({
      type: 'GrantPromo',
      data: {
        amount: g.credits,
        source: 'signup',
        ...(g.scope && { scope: g.scope }),
        ...(g.from > 0 && { effectiveAt: later(now, g.from * DAY_MS) }),
        ...(g.days > 0 && { expiresAt: later(now, g.days * DAY_MS) }),
      },
    })),
  ),
  fc
    .record({
      purchased,
      method: fc.constantFrom('usdc', 'card', 'request'),
      isDone: fc.boolean(),
      bonus: fc.option(credits, { nil: undefined, freq: 2 }),
    })
    .map((p) =>
      attempt(() => ({
        type: 'PurchasePrepaid',
        data: {
          amount: p.purchased,
          paymentMethod: p.method,
          status: p.isDone ? 'completed' : 'pending',
          ...(p.bonus && { bonus: { amount: p.bonus } }),
        },
      })),
    ),
  fc
    .record({
      n: fc.nat(9),
      how: fc.constantFrom('CompletePurchase', 'FailPurchase', 'ApprovePurchase', 'RejectPurchase'),
      paid: fc.boolean(),
    })
    .map(({ n, how, paid }) =>
      attempt((ledger) => {
        const purchaseId = nth(Object.keys(ledger.account.purchases), n);
        if (purchaseId === undefined) return null;
        return how === 'ApprovePurchase'
          ? { type: how, data: { purchaseId, paid } }
          : { type: how, data: { purchaseId } };
      }),
    ),
  credits.map((returned) =>
    attempt(() => ({ type: 'ReturnCredits', data: { amount: returned, product: 'cluster', reason: 'ended early' } })),
  ),
  fc.nat(9).map((n) =>
    attempt((ledger) => {
      const completed = idsIn(ledger, 'PurchaseCompleted', (event) => event.data.purchaseId);
      const purchaseId = nth(completed, n);
      return purchaseId === undefined ? null : { type: 'ReversePurchase', data: { purchaseId } };
    }),
  ),
  ...[0, 1, 2].map(() =>
    fc
      .record({
        credits,
        product,
        mode: fc.constantFrom('authorize', 'record'),
        late: fc.integer({ min: -70, max: 70 }),
        pends: fc.boolean(),
      })
      .map((c) =>
        attempt(({ now }) => ({
          type: 'ChargeUsage',
          data: {
            cost: c.credits,
            product: c.product,
            model: 'llama',
            mode: c.mode,
            ...(c.pends && c.mode === 'authorize' && { onInsufficient: 'pend' }),
            ...(c.late > 0 && { occurredAt: later(now, -c.late * HOUR_MS) }),
          },
        })),
      ),
  ),
  fc.record({ n: fc.nat(20), credits, isWhole: fc.boolean() }).map(({ n, credits: part, isWhole }) =>
    attempt((ledger) => {
      const charges = ledger.events.flatMap((e) => (e.type === 'UsageCharged' ? e.data.lines : []));
      const transactionId = nth(charges, n)?.transactionId;
      if (transactionId === undefined) return null;
      return { type: 'Refund', data: { transactionId, ...(!isWhole && { amount: part }) } };
    }),
  ),
  fc.nat(9).map((n) =>
    attempt((ledger) => {
      const bucketId = nth(
        idsIn(ledger, 'PromoGranted', (event) => event.data.bucketId),
        n,
      );
      return bucketId === undefined ? null : { type: 'VoidPromo', data: { bucketId } };
    }),
  ),
  fc
    .record({ credits, product, seconds: fc.constantFrom(undefined, 60, 30 * 86_400), isNamed: fc.boolean() })
    .map((h) =>
      attempt(() => ({
        type: 'PlaceHold',
        data: {
          amount: h.credits,
          product: h.product,
          model: 'llama',
          ...(h.seconds !== undefined && { expiresInSeconds: h.seconds }),
          ...(h.isNamed && { resourceId: 'resource-0', description: 'A deployment', metadata: { project: 'chat' } }),
        },
      })),
    ),
  fc
    .record({ n: fc.nat(9), credits, how: fc.constantFrom('all', 'part', 'last part', 'release') })
    .map(({ n, credits: part, how }) =>
      attempt((ledger) => {
        const holdId = nth(ledger.account.holds, n)?.holdId;
        if (holdId === undefined) return null;
        if (how === 'release') return { type: 'ReleaseHold', data: { holdId } };
        const amountOf = how === 'all' ? {} : { amount: part };
        return { type: 'CaptureHold', data: { holdId, isFinal: how !== 'part', ...amountOf } };
      }),
    ),
  fc
    .record({ plan: fc.constantFrom('standard', 'professional', 'developer'), days: fc.integer({ min: -3, max: 9 }) })
    .map(({ plan, days }) =>
      attempt(({ now }) => ({
        type: 'ChoosePlan',
        data: {
          plan,
          ...(plan !== 'standard' && { terms: { ...TERMS, refreshHours: plan === 'developer' ? 8 : 24 } }),
          ...(plan !== 'standard' && days > 0 && { paidUntil: later(now, days * DAY_MS) }),
        },
      })),
    ),
  credits.map((allowance) =>
    attempt(() => ({ type: 'ChangePlanTerms', data: { plan: 'professional', terms: { ...TERMS, allowance } } })),
  ),
  fc.record({ threshold: credits, purchased, enabled: fc.boolean() }).map(({ threshold, purchased: more, enabled }) =>
    attempt(() => ({
      type: 'ConfigureAutoRecharge',
      data: { enabled, threshold, amount: more, paymentMethod: 'card' },
    })),
  ),
  purchased.map((most) => attempt(() => ({ type: 'RequestWithdrawal', data: { amount: most, destination: 'bank' } }))),
  fc
    .record({ n: fc.nat(5), how: fc.constantFrom('ApproveWithdrawal', 'RejectWithdrawal', 'PayWithdrawal') })
    .map(({ n, how }) =>
      attempt((ledger) => {
        const withdrawalId = nth(Object.keys(ledger.account.withdrawals), n);
        return withdrawalId === undefined ? null : { type: how, data: { withdrawalId } };
      }, 'reviewer'),
    ),
  fc
    .record({ n: fc.nat(2), kind: fc.constantFrom('instance', 'cluster', 'storage'), isStart: fc.boolean() })
    .map(({ n, kind, isStart }) =>
      attempt(() => {
        const resourceId = `resource-${n}`;
        if (!isStart) return { type: 'StopResource', data: { resourceId } };
        return {
          type: 'StartResource',
          data: { resourceId, kind, product: 'vm', ratePerHour: amount(n === 2 ? '0' : '7.50') },
        };
      }),
    ),
];

const closing: fc.Arbitrary<Step> = fc
  .boolean()
  .map((forfeit) => attempt(() => ({ type: 'CloseAccount', data: { forfeit } })));

/** An account's history; `packed` holds the same entries, charges that stand side by side as one event. */
export const arbitraryLedger: fc.Arbitrary<{ ledger: Ledger; packed: readonly AccountEvent[] }> = fc
  .tuple(
    fc.array(fc.oneof(...steps), { minLength: 1, maxLength: 60, size: 'max' }),
    fc.option(closing, { nil: undefined, freq: 3 }),
    fc.constantFrom('grace' as const, 'terminate' as const),
  )
  .map(([taken, close, onZero]) => {
    const ledger = new Ledger('acme', 'aaaaaaaaaaaa', { onZero, alertThresholds: [amount('10')] });
    for (const step of taken) step(ledger);
    close?.(ledger);
    return { ledger, packed: pack(ledger.events) };
  });
