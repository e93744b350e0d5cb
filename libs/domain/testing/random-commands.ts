/** From a step of a random history (arbitraries.ts) to the command that it stands for, given what is there by now. */
import type { AccountCommand } from '../account/decider.js';
import { type Instant, instant } from '../messages.js';
import { type Amount, amount } from '../money.js';
import type { Act, Usage, Wait } from './arbitraries.js';
import { allDue } from './model-solvency.js';
import type { Model } from './model-state.js';

export const TAG = 'a1b2c3d4e5f6';

/** When a step happens. */
export function later(now: number, wait: Wait, model: Model): number {
  if ('ms' in wait) return now + wait.ms;
  const due = allDue(model);
  const at = due[wait.due % Math.max(due.length, 1)]?.at;
  return at === undefined ? now : Math.max(now, at + wait.offset);
}

export const commandFrom = (type: AccountCommand['type'], data: object, now: number, by: string): AccountCommand =>
  ({ type, data, now: instant(now), origin: { actor: { key: by } } }) as AccountCommand;

/** The ids of what a step may mean, latest first: mostly what is still open, sometimes what is settled. */
function idsFor(act: Act, model: Model): string[] {
  const isAny = 'which' in act && act.which >= 15;
  const open = (statuses: string[]) => (thing: { status: string }) => isAny || statuses.includes(thing.status);
  switch (act.type) {
    case 'VoidPromo':
      return idsOf(model.buckets.filter((bucket) => isAny || bucket.remaining > 0n));
    case 'CompletePurchase':
    case 'RejectPurchase':
    case 'ApprovePurchase':
      return idsOf(model.purchases.filter(open(['pending', 'approved'])));
    case 'FailPurchase':
      return idsOf(
        model.purchases.filter((each) => isAny || (open(['pending', 'approved'])(each) && !isRequested(each))),
      );
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
    case 'FailPurchase':
      if (model.purchases.some(isRequested)) return { type: 'ApprovePurchase', which: 0, isPaid: false };
      return { ...BUY, method: 'card', isCompleted: false };
    case 'CompletePurchase':
      return { ...BUY, method: 'card', isCompleted: false };
    case 'ApprovePurchase':
    case 'RejectPurchase':
      return { ...BUY, method: 'request', isCompleted: false, bonus: { amount: '1', until: null, scope: null } };
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

/** It waits for finance, and does not fail before. */
const isRequested = ({ method, status }: Model['purchases'][number]): boolean =>
  method === 'request' && status === 'pending';

const BUY = { type: 'PurchasePrepaid', amount: '12.5', method: 'usdc', isCompleted: true, bonus: null } as const;

/** What is not there is asked for too, so that refusals are compared. */
const pick = (ids: readonly string[], which: number, prefix: string): string =>
  which === 19 || ids.length === 0 ? `${prefix}-${TAG}-1` : (ids[which % ids.length] ?? '');

const idsOf = (things: readonly { readonly id: string }[]): string[] => things.map(({ id }) => id).reverse();

/** The command that a step stands for, given what the account has by now. */
export function commandOf(step: Act, model: Model, now: number, by: string): AccountCommand {
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
