/** Plays a random history on the domain and on the independent model, and compares them after every command. */
import { type AccountCommand, decide } from '../account/decider.js';
import { balanceOf } from '../account/balance.js';
import { entriesOf } from '../account/entries.js';
import type { AccountEvent, AllocationLine, Settings } from '../account/events.js';
import { evolve } from '../account/evolve.js';
import { type Account, unopened } from '../account/state.js';
import { DomainError } from '../errors.js';
import { EntryNeeded, type Instant, instant, milliseconds } from '../messages.js';
import { type Amount, amount } from '../money.js';
import type { Act, Step, Usage, Wait } from './arbitraries.js';
import { applyToModel } from './model.js';
import { allDue } from './model-solvency.js';
import {
  type Model,
  type ModelEntry,
  type Part,
  emptyModel,
  overdraft,
  shown,
  spendable,
  units,
} from './model-state.js';

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const TAG = 'a1b2c3d4e5f6';

/** What the two must agree on after a command; equal texts mean agreement. */
export type Difference = { step: number; command: AccountCommand; domain: unknown; model: unknown };

/** How often what happened: so that a comparison shows that it has met the cases that it is there for. */
export type Tally = Map<string, number>;

/** Plays the history. Returns the first difference, or null where domain and model agree to the end. */
export function compareHistory(
  history: { settings: Settings; steps: readonly Step[] },
  tally: Tally = new Map(),
): Difference | null {
  const log = new Map<number, AccountEvent>();
  let account = unopened;
  let model = emptyModel();
  let now = START;
  const open = { wait: { ms: 0 }, act: null, by: 'ann' };
  for (const [index, step] of [open, ...history.steps].entries()) {
    now = later(now, step.wait, model);
    const command = step.act
      ? commandOf(step.act, model, now, step.by)
      : commandFrom('OpenAccount', { accountId: 'team-1', tag: TAG, settings: history.settings }, now, step.by);
    const decided = decideWithLog(account, command, log);
    const expected = applyToModel(model, command);
    const entries = decided.events.flatMap(entriesOf);
    const after = entries.reduce((state, entry) => {
      log.set(entry.revision, entry);
      return evolve(state, entry);
    }, account);
    const at = Math.max(now, expected.model.recordedAt);
    const domain = {
      refused: decided.refused,
      entries: entriesSeen(account, entries),
      ...seen(after, expected.model, at),
    };
    const modelled = {
      refused: expected.refused,
      entries: expected.entries.map(entryShown),
      ...modelSeen(expected.model, at),
    };
    if (JSON.stringify(domain) !== JSON.stringify(modelled)) return { step: index, command, domain, model: modelled };
    for (const met of casesOf(command, entries, decided.refused)) tally.set(met, (tally.get(met) ?? 0) + 1);
    account = after;
    model = expected.model;
  }
  return null;
}

function casesOf(command: AccountCommand, entries: readonly AccountEvent[], refused: string | null): string[] {
  const types = entries.map(({ type }) => type as string);
  const isLate = (type: AccountEvent['type']) =>
    entries.some((entry) => entry.type === type && entry.effectiveAt < entry.recordedAt);
  const refunds = entries.flatMap((entry) => (entry.type === 'UsageRefunded' ? [entry.data] : []));
  const isSaved = types.includes('GraceEnded') && refused === null && !types.includes('ServiceTerminated');
  return [
    ...(refused === null ? [] : [`${refused}`]),
    ...types,
    ...(isLate('ServiceTerminated') ? ['a termination recorded late'] : []),
    ...(isSaved && command.type === 'Refund' ? ['a refund that ends grace'] : []),
    ...(refunds.some(({ allocation }) => allocation.some((line) => line.insteadOf))
      ? ['a refund of an expired promo']
      : []),
    ...(refunds.some(({ overdraft: given, allocation }) => given !== '0.00' && allocation.length > 0)
      ? ['a refund of debt and of credits']
      : []),
    ...(refunds.length > 0 && types.includes('BucketExpired') ? ['a refund that lapses'] : []),
    ...(types.indexOf('ServiceTerminated') > 0 && types[0] === 'PromoGranted' ? ['a grant that comes too small'] : []),
  ];
}

/** As the write path does: an old entry that a rule asks for is read, and the command decided again. */
export function decideWithLog(account: Account, command: AccountCommand, log: ReadonlyMap<number, AccountEvent>) {
  const known = new Map<number, AccountEvent | null>();
  for (;;) {
    try {
      return { events: decide(command, account, known), refused: null };
    } catch (problem) {
      if (problem instanceof DomainError) return { events: [], refused: problem.code as string };
      if (!(problem instanceof EntryNeeded) || known.has(problem.revision)) throw problem;
      known.set(problem.revision, log.get(problem.revision) ?? null);
    }
  }
}

function later(now: number, wait: Wait, model: Model): number {
  if ('ms' in wait) return now + wait.ms;
  const due = allDue(model);
  const at = due[wait.due % Math.max(due.length, 1)]?.at;
  return at === undefined ? now : Math.max(now, at + wait.offset);
}

const commandFrom = (type: AccountCommand['type'], data: object, now: number, by: string): AccountCommand =>
  ({ type, data, now: instant(now), origin: { actor: { key: by } } }) as AccountCommand;

/** The ids of what a step may mean, latest first: mostly what is still open, sometimes what is settled. */
function idsFor(act: Act, model: Model): string[] {
  const isAny = 'which' in act && act.which >= 15;
  const open = (statuses: string[]) => (thing: { status: string }) => isAny || statuses.includes(thing.status);
  switch (act.type) {
    case 'VoidPromo':
      return idsOf(model.buckets.filter((bucket) => isAny || bucket.remaining > 0n));
    case 'CompletePurchase':
    case 'FailPurchase':
    case 'RejectPurchase':
    case 'ApprovePurchase':
      return idsOf(model.purchases.filter(open(['pending', 'approved'])));
    case 'Refund':
      return idsOf(model.charges.filter((charge) => isAny || charge.refunded < charge.amount));
    case 'ApproveWithdrawal':
    case 'RejectWithdrawal':
    case 'PayWithdrawal':
      return idsOf(model.withdrawals.filter(open(['requested', 'approved'])));
    default:
      return [];
  }
}

/** Where a step finds nothing to act on, what would make it so: histories would be dull otherwise. */
function preparation(act: Act, model: Model): Act | null {
  if (model.status === 'closed') return null;
  switch (act.type) {
    case 'CompletePurchase':
    case 'FailPurchase':
      return { ...BUY, method: 'card', isCompleted: false };
    case 'ApprovePurchase':
    case 'RejectPurchase':
      return { ...BUY, method: 'request', isCompleted: false };
    case 'ApproveWithdrawal':
    case 'RejectWithdrawal':
    case 'PayWithdrawal':
    case 'RequestWithdrawal':
      if (!model.buckets.some((bucket) => bucket.paidFor && bucket.remaining > 0n)) return BUY;
      return act.type === 'RequestWithdrawal' ? null : { type: 'RequestWithdrawal', amount: '1' };
    default:
      return null;
  }
}

const BUY = { type: 'PurchasePrepaid', amount: '12.5', method: 'usdc', isCompleted: true, bonus: null } as const;

/** What is not there is asked for too, so that refusals are compared. */
const pick = (ids: readonly string[], which: number, prefix: string): string =>
  which === 19 || ids.length === 0 ? `${prefix}-${TAG}-1` : (ids[which % ids.length] ?? '');

const idsOf = (things: readonly { readonly id: string }[]): string[] => things.map(({ id }) => id).reverse();

/** The command that a step stands for, given what the account has by now. */
function commandOf(step: Act, model: Model, now: number, by: string): AccountCommand {
  const isPrepared = idsFor(step, model).length > 0;
  const act = isPrepared ? step : (preparation(step, model) ?? step);
  return commandFrom(act.type, dataOf(act, model, now), now, by);
}

function dataOf(act: Act, model: Model, now: number): object {
  const inTime = (ms: number | null, name: string) => (ms === null ? {} : { [name]: instant(now + ms) });
  const optional = (name: string, value: unknown) => (value === null ? {} : { [name]: value });
  switch (act.type) {
    case 'GrantPromo':
      return {
        amount: amount(act.amount),
        source: 'incentive',
        isLimited: act.isLimited,
        ...optional('scope', act.scope),
        ...inTime(act.from, 'effectiveAt'),
        ...inTime(act.until, 'expiresAt'),
      };
    case 'VoidPromo':
      return { bucketId: pick(idsFor(act, model), act.which, 'bkt') };
    case 'PurchasePrepaid':
      return {
        amount: amount(act.amount),
        paymentMethod: act.method,
        status: act.isCompleted ? 'completed' : 'pending',
        ...(act.bonus && {
          bonus: {
            amount: amount(act.bonus.amount),
            ...optional('scope', act.bonus.scope),
            ...inTime(act.bonus.until, 'expiresAt'),
          },
        }),
      };
    case 'CompletePurchase':
    case 'FailPurchase':
    case 'RejectPurchase':
      return { purchaseId: pick(idsFor(act, model), act.which, 'pur') };
    case 'ApprovePurchase':
      return { purchaseId: pick(idsFor(act, model), act.which, 'pur'), paid: act.isPaid };
    case 'ChargeUsage':
      return {
        cost: costOf(act.cost),
        product: act.product,
        mode: act.mode,
        ...optional('model', act.model),
        ...optional('gpu', act.gpu),
        ...occurredAt(act.usage, model, now),
      };
    case 'Refund':
      return {
        transactionId: pick(idsFor(act, model), act.which, 'tx'),
        ...(act.amount && { amount: amount(act.amount) }),
      };
    case 'RequestWithdrawal':
      return { amount: amount(act.amount), destination: 'bank' };
    case 'ApproveWithdrawal':
    case 'RejectWithdrawal':
    case 'PayWithdrawal':
      return { withdrawalId: pick(idsFor(act, model), act.which, 'wd') };
    case 'StartResource':
      return { resourceId: act.name, kind: act.kind, product: 'vm', ratePerHour: amount('2') };
    case 'StopResource':
      return { resourceId: act.name };
    case 'ChangeSettings':
      return { settings: act.settings };
    case 'CloseAccount':
      return { forfeit: act.forfeit };
    case 'RecordDue':
      return {};
    default:
      return act satisfies never;
  }
}

function costOf(cost: Extract<Act, { type: 'ChargeUsage' }>['cost']): object | Amount {
  if (typeof cost === 'string') return amount(cost);
  if ('quantity' in cost) return { quantity: cost.quantity, unitPrice: amount(cost.unitPrice) };
  return { ...cost, inputTokenPrice: amount('0.0000025'), outputTokenPrice: amount('0.000000000001') };
}

function occurredAt(usage: Usage, model: Model, now: number): { occurredAt?: Instant } {
  if (usage === 'now') return {};
  if ('ms' in usage) return { occurredAt: instant(now + usage.ms) };
  const bounds = model.buckets.flatMap((bucket) => [bucket.until ?? bucket.from, bucket.from]).reverse();
  const at = bounds[usage.bucket % Math.max(bounds.length, 1)];
  return at === undefined || at > now ? {} : { occurredAt: instant(at + usage.offset) };
}

// What is seen of the domain and of the model, in one shape.

const moneyOf = (account: Account, at: number) => {
  const { total, available, held, overdraft, byKind, withdrawable, expiring } = balanceOf(account, instant(at));
  return { total, available, held, overdraft, byKind, withdrawable, expiring };
};

const partsSeen = (lines: readonly AllocationLine[]) =>
  lines.map(({ bucketId, amount: paid }) => ({ bucketId, amount: paid }));

function seen(account: Account, model: Model, at: number) {
  // Prepaid pays for usage of any time: when it came in is not kept beyond the bucket's stay in the state.
  const inModel = new Map(model.buckets.map((bucket) => [bucket.id, bucket]));
  const buckets = account.buckets.map((bucket) => ({
    id: bucket.bucketId,
    kind: bucket.kind,
    source: bucket.source,
    scope: bucket.scope ?? null,
    remaining: bucket.remaining as string,
    lapsed: isRevivable(bucket.expiresAt ? milliseconds(bucket.expiresAt) : null, at)
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
    worthless: buckets.filter(({ id, remaining }) => !isOfValue(inModel.get(id), at) && remaining !== '0.00'),
    debts: account.debts.map(({ transactionId, amount: owed }) => ({ transactionId, amount: owed })),
    purchases: Object.entries(account.purchases).map(([id, { amount: credits, fee, total, status }]) => ({
      id,
      amount: credits,
      fee,
      total,
      status,
    })),
    withdrawals: Object.entries(account.withdrawals).map(([id, { amount: credits, status }]) => ({
      id,
      amount: credits,
      status,
    })),
    resources: Object.values(account.resources)
      .map(({ resourceId, isAccessible }) => `${resourceId} ${isAccessible}`)
      .sort(),
  };
}

const isRevivable = (until: number | null, at: number): boolean => until === null || until > at - 3 * DAY;
const isOfValue = (bucket: Model['buckets'][number] | undefined, at: number): boolean =>
  bucket !== undefined &&
  (bucket.pending || bucket.remaining > 0n || (bucket.lapsed > 0n && isRevivable(bucket.until, at)));

function modelSeen(model: Model, at: number) {
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
      .map(({ id, kind, source, scope, remaining, lapsed, from, until, pending, paidFor }) => ({
        id,
        kind,
        source,
        scope,
        remaining: shown(remaining),
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
      .map(({ id, debt }) => ({ transactionId: id, amount: shown(debt) })),
    purchases: model.purchases
      .filter(({ status }) => !isClosed && (status === 'pending' || status === 'approved'))
      .map(({ id, amount: credits, fee, total, status }) => ({
        id,
        amount: shown(credits),
        fee: shown(fee),
        total: shown(total),
        status,
      })),
    withdrawals: model.withdrawals
      .filter(({ status }) => status === 'requested' || status === 'approved')
      .map(({ id, amount: credits, status }) => ({ id, amount: shown(credits), status })),
    resources: model.resources
      .filter(({ running }) => running)
      .map(({ id, accessible }) => `${id} ${accessible}`)
      .sort(),
  };
}

function modelMoney(model: Model, at: number) {
  // Not what is recorded counts, but the dates: a grant of the future is there once it is effective.
  const open = model.buckets.filter((bucket) =>
    spendable({ ...bucket, pending: bucket.pending && bucket.from > at }, at),
  );
  const sum = (buckets: Model['buckets']) => shown(buckets.reduce((total, bucket) => total + bucket.remaining, 0n));
  const ofKind = (kind: string) => sum(open.filter((bucket) => bucket.kind === kind));
  const within = (days: number) => sum(open.filter(({ until }) => until !== null && until <= at + days * DAY));
  const isAvailable = open.reduce((total, bucket) => total + bucket.remaining, 0n);
  return {
    total: shown(isAvailable - overdraft(model)),
    available: shown(isAvailable),
    held: '0.00',
    overdraft: shown(overdraft(model)),
    byKind: { allowance: ofKind('allowance'), promo: ofKind('promo'), prepaid: ofKind('prepaid') },
    withdrawable: sum(open.filter(({ paidFor }) => paidFor)),
    expiring: { in7Days: within(7), in30Days: within(30) },
  };
}

function entriesSeen(before: Account, entries: readonly AccountEvent[]) {
  let state = before;
  return entries.map((entry) => {
    const booked = bookedUnits(state);
    state = evolve(state, entry);
    return { type: entry.type, change: shown(bookedUnits(state) - booked), ...detailsOf(entry) };
  });
}

const bookedUnits = ({ buckets, overdraft: owed }: Account): bigint =>
  buckets.reduce((total, each) => total + (each.isPending ? 0n : units(each.remaining) + units(each.held)), 0n) -
  units(owed);

function detailsOf(entry: AccountEvent): { overdraft?: string; parts?: object[] } {
  if (entry.type === 'UsageCharged') {
    const [line] = entry.data.lines;
    return { overdraft: line?.overdraft ?? '', parts: partsSeen(line?.allocation ?? []) };
  }
  if (entry.type === 'UsageRefunded')
    return { overdraft: entry.data.overdraft, parts: partsSeen(entry.data.allocation) };
  if (entry.type === 'OverdraftRepaid') return { parts: partsSeen(entry.data.repayments.flatMap(({ from }) => from)) };
  if (entry.type === 'WithdrawalRequested' || entry.type === 'WithdrawalRejected') {
    return { parts: partsSeen(entry.data.allocation) };
  }
  return {};
}

const entryShown = ({ type, change, overdraft: owed, parts }: ModelEntry) => ({
  type,
  change: shown(change),
  ...(owed === undefined ? {} : { overdraft: shown(owed) }),
  ...(parts === undefined
    ? {}
    : { parts: parts.map((part: Part) => ({ bucketId: part.bucketId, amount: shown(part.amount) })) }),
});
