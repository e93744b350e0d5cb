/** What is seen of the domain's account and of the model's, in one shape: where they agree, it is equal. */
import { balanceOf } from '../account/balance.js';
import type { Account } from '../account/state.js';
import { instant, milliseconds } from '../messages.js';
import { partShown, partsSeen } from './entries-seen.js';
import { accrued } from './model-running.js';
import { cycleEnd, spendable } from './model-buckets.js';
import { type Model, overdraft, shown } from './model-state.js';

const DAY = 86_400_000;

const moneyOf = (account: Account, at: number) => {
  const { total, available, held, overdraft, accrued, byKind, withdrawable, expiring } = balanceOf(
    account,
    instant(at),
  );
  return { total, available, held, overdraft, accrued, byKind, withdrawable, expiring };
};

/** Closed over the members of the account: what is added is compared with the model, or is said here not to be. */
type Compared = { readonly [M in keyof Required<Account>]: unknown } & {
  readonly [M in 'balance' | 'tomorrow' | 'strays' | 'worthless']: unknown;
};
const NOT_COMPARED = null;

export function seen(account: Account, model: Model, at: number) {
  // Prepaid pays for usage of any time: when it came in is not kept beyond the bucket's stay in the state.
  const inModel = new Map(model.buckets.map((bucket) => [bucket.id, bucket]));
  const buckets = account.buckets.map((bucket) => ({
    id: bucket.bucketId,
    kind: bucket.kind,
    source: bucket.source,
    scope: bucket.scope ?? null,
    remaining: bucket.remaining as string,
    held: bucket.held as string,
    lapsed:
      !bucket.isVoided && isRevivable(bucket.expiresAt ? milliseconds(bucket.expiresAt) : null, at)
        ? (bucket.lapsed as string)
        : '0.00',
    from: bucket.kind === 'prepaid' ? null : milliseconds(bucket.effectiveAt),
    until: bucket.expiresAt ? milliseconds(bucket.expiresAt) : null,
    pending: bucket.isPending,
    paidFor: bucket.isWithdrawable,
  }));
  return {
    accountId: account.accountId,
    tag: account.tag,
    name: NOT_COMPARED,
    revision: account.revision,
    openedAt: NOT_COMPARED,
    recordedAt: milliseconds(account.recordedAt),
    status: account.status,
    settings: settingsSeen(account.settings),
    graceDeadline: account.graceDeadline ? milliseconds(account.graceDeadline) : null,
    paygUnlocked: account.paygUnlocked,
    isDepleted: account.isDepleted === true,
    overdraft: account.overdraft as string,
    repaymentGoesOnAt: NOT_COMPARED,
    plan: account.plan && {
      name: account.plan.plan,
      until: account.plan.paidUntil ? milliseconds(account.plan.paidUntil) : null,
    },
    balance: moneyOf(account, at),
    tomorrow: moneyOf(account, at + DAY),
    // Used-up and revived buckets may have left the state: what matters is that nothing of value did.
    buckets: buckets.filter(({ id }) => isOfValue(inModel.get(id), at)),
    strays: buckets.filter(({ id }) => !inModel.has(id)),
    worthless: buckets.filter(
      ({ id, remaining, held }) => !isOfValue(inModel.get(id), at) && `${remaining} ${held}` !== '0.00 0.00',
    ),
    debts: account.debts.map(({ transactionId, amount: owed, isOfRunningCosts: isRunning = false }) => ({
      transactionId,
      amount: owed,
      isRunning,
    })),
    purchases: Object.entries(account.purchases).map(([id, { amount: credits, fee, total, status }]) => ({
      id,
      amount: credits,
      fee,
      total,
      status,
    })),
    autoRecharge: account.autoRecharge && {
      on: account.autoRecharge.terms.enabled,
      failures: account.autoRecharge.failures,
      inFlight: Object.entries(account.purchases).flatMap(([id, { isAutoRecharge }]) => (isAutoRecharge ? [id] : [])),
    },
    withdrawals: Object.entries(account.withdrawals).map(([id, { amount: credits, status }]) => ({
      id,
      amount: credits,
      status,
    })),
    holds: account.holds.map(({ holdId: id, expiresAt, held }) => ({
      id,
      until: milliseconds(expiresAt),
      parts: partsSeen(held),
    })),
    pendingPayments: account.pendingPayments.map(({ transactionId: id, amount: due, failsAt }) => ({
      id,
      amount: due,
      fails: milliseconds(failsAt),
    })),
    resources: Object.values(account.resources)
      .map((each) => [each.resourceId, each.isAccessible, milliseconds(each.chargedUntil), each.servedMs].join(' '))
      .sort(),
  } satisfies Compared;
}

const settingsSeen = (settings: object | null): string[] =>
  Object.entries(settings ?? {})
    .map(([name, value]) => `${name} ${value}`)
    .sort();

const isRevivable = (until: number | null, at: number): boolean => until === null || until > at - 3 * DAY;
const isOfValue = (bucket: Model['buckets'][number] | undefined, at: number): boolean =>
  bucket !== undefined &&
  (bucket.pending ||
    bucket.remaining > 0n ||
    bucket.held > 0n ||
    (bucket.lapsed > 0n && isRevivable(bucket.until, at)));

export function modelSeen(model: Model, at: number) {
  const isClosed = model.status === 'closed';
  return {
    accountId: model.accountId,
    tag: model.tag,
    name: NOT_COMPARED,
    revision: model.revision,
    openedAt: NOT_COMPARED,
    recordedAt: model.recordedAt,
    status: model.status,
    settings: settingsSeen(model.settings),
    graceDeadline: model.deadline,
    paygUnlocked: model.payg,
    isDepleted: model.depleted,
    overdraft: shown(overdraft(model)),
    repaymentGoesOnAt: NOT_COMPARED,
    plan: model.plan ? { name: model.plan.name, until: model.plan.until } : undefined,
    balance: modelMoney(model, at),
    tomorrow: modelMoney(model, at + DAY),
    buckets: model.buckets
      .filter((bucket) => isOfValue(bucket, at))
      .map(({ id, kind, source, scope, remaining, held, lapsed, from, until, pending, paidFor }) => ({
        id,
        kind,
        source,
        scope,
        remaining: shown(remaining),
        held: shown(held),
        lapsed: isRevivable(until, at) ? shown(lapsed) : '0.00',
        from: kind === 'prepaid' ? null : from,
        until,
        pending,
        paidFor,
      })),
    strays: [],
    worthless: [],
    debts: model.charges
      .filter(({ debt }) => debt > 0n)
      .map(({ id, debt, running }) => ({ transactionId: id, amount: shown(debt), isRunning: running })),
    purchases: model.purchases
      .filter(({ status }) => !isClosed && (status === 'pending' || status === 'approved'))
      .map(({ id, amount: credits, fee, total, status }) => ({
        id,
        amount: shown(credits),
        fee: shown(fee),
        total: shown(total),
        status,
      })),
    autoRecharge: model.recharge
      ? {
          on: model.recharge.on,
          failures: model.recharge.failures,
          inFlight: idsOf(model.purchases.filter((p) => p.rechargedAt !== null && p.status === 'pending')),
        }
      : undefined,
    withdrawals: model.withdrawals
      .filter(({ status }) => status === 'requested' || status === 'approved')
      .map(({ id, amount: credits, status }) => ({ id, amount: shown(credits), status })),
    holds: model.holds
      .filter(({ open }) => open)
      .map(({ id, until, parts }) => ({
        id,
        until,
        parts: parts.filter(({ amount: held }) => held > 0n).map(partShown),
      })),
    pendingPayments: model.payments
      .filter(({ open }) => open)
      .map(({ id, amount: due, fails }) => ({ id, amount: shown(due), fails })),
    resources: model.resources
      .filter(({ running }) => running)
      .map(({ id, accessible, chargedTo, servedMs }) => [id, accessible, chargedTo, servedMs].join(' '))
      .sort(),
  } satisfies Compared;
}

const idsOf = (things: readonly { readonly id: string }[]): string[] => things.map(({ id }) => id);

const endOf = ({ cycle, until }: Model['buckets'][number], at: number): number | null =>
  cycle?.stands ? cycleEnd(cycle, at) : until;

function modelMoney(model: Model, at: number) {
  // Not what is recorded counts, but the dates: a grant of the future is there once it is effective.
  const open = model.buckets.filter((bucket) =>
    spendable({ ...bucket, pending: bucket.pending && bucket.from > at }, at),
  );
  const sum = (buckets: Model['buckets']) => shown(buckets.reduce((total, bucket) => total + bucket.remaining, 0n));
  const ofKind = (kind: string) => sum(open.filter((bucket) => bucket.kind === kind));
  const within = (days: number) => sum(open.filter((bucket) => (endOf(bucket, at) ?? Infinity) <= at + days * DAY));
  const isAvailable = open.reduce((total, bucket) => total + bucket.remaining, 0n);
  const isHeld = model.buckets.reduce((total, { held }) => total + held, 0n);
  return {
    total: shown(isAvailable + isHeld - overdraft(model)),
    available: shown(isAvailable),
    held: shown(isHeld),
    overdraft: shown(overdraft(model)),
    accrued: shown(accrued(model, at)),
    byKind: { allowance: ofKind('allowance'), promo: ofKind('promo'), prepaid: ofKind('prepaid') },
    withdrawable: sum(open.filter(({ paidFor }) => paidFor)),
    expiring: { in7Days: within(7), in30Days: within(30) },
  };
}
