/** What is seen of the domain's account and of the model's, in one shape: where they agree, it is equal. */
import { turnOf } from '../account/alerts/turns.js';
import { balanceOf } from '../account/balance.js';
import type { AccountEvent, AllocationLine } from '../account/events.js';
import { evolve } from '../account/evolve.js';
import type { Account } from '../account/state.js';
import { instant, milliseconds } from '../messages.js';
import { accrued } from './model-running.js';
import { cycleEnd, spendable } from './model-buckets.js';
import { type Model, type ModelEntry, type Part, overdraft, shown, units } from './model-state.js';

const DAY = 86_400_000;

const moneyOf = (account: Account, at: number) => {
  const { total, available, held, overdraft, accrued, byKind, withdrawable, expiring } = balanceOf(
    account,
    instant(at),
  );
  return { total, available, held, overdraft, accrued, byKind, withdrawable, expiring };
};

const partsSeen = (lines: readonly AllocationLine[]) =>
  lines.map(({ bucketId, amount: paid }) => ({ bucketId, amount: paid }));

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
    revision: account.revision,
    recordedAt: milliseconds(account.recordedAt),
    status: account.status,
    deadline: account.graceDeadline ? milliseconds(account.graceDeadline) : null,
    payg: account.paygUnlocked,
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
    recharge: account.autoRecharge && {
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
    payments: account.pendingPayments.map(({ transactionId: id, amount: due, failsAt }) => ({
      id,
      amount: due,
      fails: milliseconds(failsAt),
    })),
    resources: Object.values(account.resources)
      .map((each) => [each.resourceId, each.isAccessible, milliseconds(each.chargedUntil), each.servedMs].join(' '))
      .sort(),
  };
}

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
    revision: model.revision,
    recordedAt: model.recordedAt,
    status: model.status,
    deadline: model.deadline,
    payg: model.payg,
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
    recharge: model.recharge
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
    payments: model.payments
      .filter(({ open }) => open)
      .map(({ id, amount: due, fails }) => ({ id, amount: shown(due), fails })),
    resources: model.resources
      .filter(({ running }) => running)
      .map(({ id, accessible, chargedTo, servedMs }) => [id, accessible, chargedTo, servedMs].join(' '))
      .sort(),
  };
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

export function entriesSeen(before: Account, entries: readonly AccountEvent[]) {
  let state = before;
  return entries.map((entry) => {
    const booked = bookedUnits(state);
    state = evolve(state, entry);
    const turn = entry.type === 'EntriesJoined' ? undefined : turnOf(entry);
    return { type: entry.type, change: shown(bookedUnits(state) - booked), ...detailsOf(entry), ...(turn && { turn }) };
  });
}

const bookedUnits = ({ buckets, overdraft: owed }: Account): bigint =>
  buckets.reduce((total, each) => total + (each.isPending ? 0n : units(each.remaining) + units(each.held)), 0n) -
  units(owed);

function detailsOf(entry: AccountEvent): { overdraft?: string; parts?: object[]; low?: object } {
  if (entry.type === 'AlertRaised') {
    const { data } = entry;
    if (data.alert === 'low') return { low: { threshold: data.threshold, available: data.available } };
    return { parts: [{ bucketId: data.bucketId, amount: data.amount }] };
  }
  if (entry.type === 'UsageCharged') {
    const [line] = entry.data.lines;
    return { overdraft: line?.overdraft ?? '', parts: partsSeen(line?.allocation ?? []) };
  }
  if (entry.type === 'UsageRefunded')
    return { overdraft: entry.data.overdraft, parts: partsSeen(entry.data.allocation) };
  if (entry.type === 'OverdraftRepaid') return { parts: partsSeen(entry.data.repayments.flatMap(({ from }) => from)) };
  if ('allocation' in entry.data) {
    return { parts: partsSeen(entry.data.allocation) };
  }
  return {};
}

export const entryShown = ({ type, change, overdraft: owed, parts, low, turn }: ModelEntry) => ({
  type,
  change: shown(change),
  ...(owed === undefined ? {} : { overdraft: shown(owed) }),
  ...(parts === undefined ? {} : { parts: parts.map(partShown) }),
  ...(low === undefined ? {} : { low: { threshold: shown(low.threshold), available: shown(low.available) } }),
  ...(turn === undefined ? {} : { turn }),
});

const partShown = ({ bucketId, amount: part }: Part) => ({ bucketId, amount: shown(part) });
