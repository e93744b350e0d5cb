/** What an entry changed, in sentences that a support agent can read out. */
import { allocated } from '#domain/account/buckets.js';
import type { Entry } from '#domain/account/entries.js';
import { type Meanings, meaningOf } from '#domain/account/meanings.js';
import type { Account, AccountStatus } from '#domain/account/state.js';
import type { BucketRow, Part } from '#projections/buckets/bucket-row.js';
import type { AsOf } from './as-of.js';

type Change = { readonly before: AsOf; readonly after: AsOf; readonly entry: Entry };

export function changesBetween(before: AsOf, after: AsOf, entry: Entry): readonly string[] {
  const change = { before, after, entry };
  const sentences = [
    ...Object.values(MEMBERS).flatMap((sentencesOf) => sentencesOf?.(change) ?? []),
    ...(meaningOf(SENTENCES, entry) ?? []),
  ];
  return sentences.length > 0 ? sentences : ['Nothing that the balance or the buckets show.'];
}

const ARRIVALS: Readonly<Record<AccountStatus, (account: Account, from: AccountStatus) => string>> = {
  unopened: () => '',
  active: (_, from) =>
    ({ unopened: 'The account was opened.', grace: 'Grace ended.' })[from as string] ?? 'Service was restored.',
  grace: ({ graceDeadline }) => `Grace started: service ends at ${graceDeadline} unless credits are added.`,
  suspended: () => 'Service was terminated; the account is suspended.',
  closed: () => 'The account was closed.',
};

const changesOfStatus = (before: Account, after: Account): string[] =>
  before.status === after.status ? [] : [ARRIVALS[after.status](after, before.status)];

function changesOfPlan({ plan: was }: Account, { plan: is }: Account): string[] {
  if (is === undefined) return was === undefined ? [] : [`Plan ${was.plan} ended.`];
  const until = is.paidUntil === undefined ? '' : `, paid until ${is.paidUntil}`;
  if (was?.plan !== is.plan) return [`Plan ${is.plan} was chosen${until}.`];
  return [
    ...(was.paidUntil === is.paidUntil ? [] : [`Plan ${is.plan} goes on${until}.`]),
    ...(is.next === undefined || was.next === is.next
      ? []
      : [`Plan ${is.plan} has other terms from ${is.refreshesAt}.`]),
  ];
}

const changesOfBalance = (before: AsOf, after: AsOf): string[] =>
  (['total', 'available', 'held', 'overdraft'] as const)
    .filter((name) => before.balance[name] !== after.balance[name])
    .map((name) => `${capital(name)} went from ${before.balance[name]} to ${after.balance[name]}.`);

const PARTS: readonly Part[] = ['remaining', 'held', 'spent', 'lapsed', 'withdrawn'];

function changesOfBucket(before: BucketRow | undefined, after: BucketRow): string[] {
  if (before === after) return [];
  if (before === undefined) return [granted(after)];
  const name = `Bucket ${after.bucketId} (${after.kind})`;
  const parts = PARTS.filter((part) => before[part] !== after[part]);
  const moved = parts.map((part) => `${part} went from ${before[part]} to ${after[part]}`);
  const hasBegun = before.isPending && !after.isPending && moved.length === 0;
  return [
    ...(hasBegun ? [`${name} became effective with ${after.remaining}.`] : []),
    ...(moved.length > 0 ? [`${name}: ${moved.join(', ')}.`] : []),
  ];
}

function granted(bucket: BucketRow): string {
  const scope = Object.entries(bucket.scope ?? {}).map(([dimension, values]) => `${dimension} ${values.join(', ')}`);
  const terms = [
    ...(scope.length > 0 ? [`for ${scope.join(' and ')}`] : []),
    ...(bucket.isPending ? [`from ${bucket.effectiveAt}`] : []),
    ...(bucket.expiresAt === undefined ? [] : [`until ${bucket.expiresAt}`]),
  ];
  const words = [
    `Bucket ${bucket.bucketId} (${bucket.kind}, ${bucket.source}) came in with ${bucket.granted}`,
    ...terms,
  ];
  return `${words.join(', ')}.`;
}

/** What became of a purchase, withdrawal or hold that is not open any more, with the reason where one was given. */
function outcomeIn(entry: Entry): string {
  const { data } = entry;
  const outcome = meaningOf(OUTCOMES, entry) ?? 'is settled';
  return 'reason' in data && data.reason !== undefined ? `${outcome}: ${data.reason}` : outcome;
}

/** What no member of the account shows: a purchase that is reversed was settled long before. */
const SENTENCES: Meanings<'sentences', readonly string[]> = {
  PurchaseReversed: ({ data: { purchaseId, reason } }) => [
    `Purchase ${purchaseId} was reversed${reason === undefined ? '' : `: ${reason}`}.`,
  ],
  AlertRaised: ({ data }) => [
    data.alert === 'low'
      ? `Credits are low: ${data.available} available, at or below ${data.threshold}.`
      : `Credits will expire: ${data.amount} of bucket ${data.bucketId} at ${data.expiresAt}.`,
  ],
};

const OUTCOMES: Meanings<'outcomes', string> = {
  PurchaseCompleted: () => 'is completed',
  PurchaseFailed: () => 'has failed',
  PurchaseRejected: () => 'was rejected',
  PendingPaymentSettled: () => 'is paid',
  PendingPaymentFailed: () => 'has failed',
  HoldCaptured: () => 'is captured',
  HoldReleased: () => 'is released',
  HoldExpired: () => 'has expired',
  WithdrawalPaid: () => 'was paid out',
  WithdrawalRejected: () => 'was rejected, the credits are back',
};

const changesOfPurchases = (before: Account, after: Account, outcome: string): string[] =>
  changedMembers(before.purchases, after.purchases).map(([id, was, is]) => {
    if (is === undefined) return `Purchase ${id} ${outcome}.`;
    return was === undefined ? `Purchase ${id} of ${is.amount} is pending.` : `Purchase ${id} is ${is.status}.`;
  });

function changesOfRecharge({ autoRecharge: was }: Account, { autoRecharge: is }: Account): string[] {
  if (!is || was?.terms === is.terms) return [];
  const { enabled, amount, paymentMethod, threshold, monthlyLimit } = is.terms;
  if (!enabled) return [`Auto-recharge is off${is.failures > 0 ? ` after ${is.failures} failures in a row` : ''}.`];
  const limit = monthlyLimit === undefined ? '' : `, at most ${monthlyLimit} a month`;
  return [`Auto-recharge buys ${amount} (${paymentMethod}) when available is at or below ${threshold}${limit}.`];
}

const changesOfWithdrawals = (before: Account, after: Account, outcome: string): string[] =>
  changedMembers(before.withdrawals, after.withdrawals).map(([id, was, is]) => {
    if (is === undefined) return `Withdrawal ${id} ${outcome}.`;
    return was === undefined ? `Withdrawal ${id} of ${is.amount} was requested.` : `Withdrawal ${id} is ${is.status}.`;
  });

const changesOfHolds = (before: Account, after: Account, outcome: string): string[] =>
  changedMembers(holdsById(before), holdsById(after)).map(([id, was, is]) => {
    if (is === undefined) return `Hold ${id} ${outcome}.`;
    const held = allocated(is.held);
    return was === undefined
      ? `Hold ${id} of ${held} was placed, until ${is.expiresAt}.`
      : `Hold ${id} was captured in part: ${held} of it is still held.`;
  });
const holdsById = ({ holds }: Account) => Object.fromEntries(holds.map((hold) => [hold.holdId, hold]));

const changesOfPayments = (before: Account, after: Account, outcome: string): string[] =>
  changedMembers(paymentsById(before), paymentsById(after)).map(([id, was, is]) =>
    was === undefined && is !== undefined
      ? `Payment ${id} of ${is.amount} waits for credits, until ${is.failsAt}.`
      : `Payment ${id} ${outcome}.`,
  );
const paymentsById = ({ pendingPayments }: Account) =>
  Object.fromEntries(pendingPayments.map((payment) => [payment.transactionId, payment]));

const changesOfResources = (before: Account, after: Account): string[] =>
  changedMembers(before.resources, after.resources).map(([id, was, is]) => {
    if (is === undefined) return `Resource ${id} ended.`;
    if (was === undefined) return `Resource ${id} started at ${is.ratePerHour} an hour.`;
    if (was.isAccessible === is.isAccessible) return `Resource ${id} is charged up to ${is.chargedUntil}.`;
    return `Resource ${id} is ${is.isAccessible ? 'accessible again' : 'not accessible any more'}.`;
  });

/** A new account's settings are news only when they change. */
const changesOfSettings = (before: Account, after: Account): string[] =>
  before.status === 'unopened'
    ? []
    : changedMembers({ ...before.settings }, { ...after.settings })
        .filter(([, was, is]) => JSON.stringify(was) !== JSON.stringify(is))
        .map(([name, was, is]) => `Setting ${name} went from ${shown(was)} to ${shown(is)}.`);

const shown = (value: unknown): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function changedMembers<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): readonly (readonly [id: string, was: T | undefined, is: T | undefined])[] {
  const ids = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...ids].map((id) => [id, before[id], after[id]] as const).filter(([, was, is]) => was !== is);
}

/** Of a member of the account alone. */
const ofAccount =
  (sentencesOf: (before: Account, after: Account, outcome: string) => string[]) =>
  ({ before, after, entry }: Change): string[] =>
    sentencesOf(before.account, after.account, outcomeIn(entry));

/**
 * What is said of each member of the account that an entry changed, in this order; null where nobody would miss it. A
 * member that is added does not compile until it is here.
 */
const MEMBERS: { readonly [M in keyof Required<Account>]: ((change: Change) => string[]) | null } = {
  status: ofAccount(changesOfStatus),
  paygUnlocked: ofAccount((before, after) =>
    before.paygUnlocked === after.paygUnlocked ? [] : ['Pay-as-you-go was unlocked.'],
  ),
  buckets: ({ before, after }) => [
    ...changesOfBalance(before, after),
    ...[...after.rows.values()].flatMap((row) => changesOfBucket(before.rows.get(row.bucketId), row)),
  ],
  plan: ofAccount(changesOfPlan),
  purchases: ofAccount(changesOfPurchases),
  autoRecharge: ofAccount(changesOfRecharge),
  withdrawals: ofAccount(changesOfWithdrawals),
  holds: ofAccount(changesOfHolds),
  pendingPayments: ofAccount(changesOfPayments),
  resources: ofAccount(changesOfResources),
  settings: ofAccount(changesOfSettings),
  // The balance shows it, or the status; or it never changes.
  overdraft: null,
  debts: null,
  repaymentGoesOnAt: null,
  graceDeadline: null,
  revision: null,
  recordedAt: null,
  openedAt: null,
  accountId: null,
  tag: null,
  name: null,
  isDepleted: null,
};
