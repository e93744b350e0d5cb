/** What falls due by itself, in the order of due time, each decided at its own due time (rules 2.31, 2.32). */
import { type Instant, LAST_INSTANT, type Origin, SYSTEM } from '../messages.js';
import { ZERO, isPositive } from '../money.js';
import { noticesAfter } from './alerts/expiry-notices.js';
import { bucketIn } from './bucket-list.js';
import type { Draft } from './draft.js';
import { beginsDueFact } from './event-table.js';
import type { AccountEvent } from './events.js';
import { expireHold } from './holds/settle-hold.js';
import { failPayment } from './payments/pending-payments.js';
import { changePlan, refreshAllowance } from './plans/allowance.js';
import { STANDARD } from './plans/event-table.js';
import { chargeResource, chargeRunning } from './resources/charge-running.js';
import { type CostDeadlines, type CostFact, nextCostFact } from './resources/cost-deadlines.js';
import { makeDecisionAfterAccrued } from './solvency/accrued-first.js';
import { repayOverdraft } from './solvency/repayment.js';
import { makeDecision, terminate } from './solvency/solvency.js';
import type { Account, Bucket, Hold, PendingPayment } from './state.js';

type BucketFact = {
  readonly kind: 'activation' | 'expiry' | 'expiryNotice';
  readonly at: Instant;
  readonly bucket: Bucket;
};
type PaymentFact = { readonly kind: 'paymentFailure'; readonly at: Instant; readonly payment: PendingPayment };
type HoldFact = { readonly kind: 'holdExpiry'; readonly at: Instant; readonly hold: Hold };
type AccountFact = { readonly kind: 'repayment' | 'planEnd' | 'refresh' | 'grace'; readonly at: Instant };
export type DueFact = BucketFact | HoldFact | CostFact | PaymentFact | AccountFact;
export type DueKind = DueFact['kind'];
type FactOf<K extends DueKind> = K extends BucketFact['kind']
  ? BucketFact
  : K extends AccountFact['kind']
    ? AccountFact
    : Extract<DueFact, { kind: K }>;

type DueRecord<K extends DueKind> = {
  readonly record: (draft: Draft, fact: FactOf<K>) => void;
  /** It charges running time itself, or nothing that running time could need. */
  readonly isAboutRunning?: true;
  /** A top-up that comes later is decided before it (rule 2.33). */
  readonly endsService?: true | ((account: Account) => boolean);
};

/**
 * The order of rule 2.32, in one place: of one instant, what falls due is applied in the order of this table; of one kind,
 * what its cause's place in the log says. A kind that is missing does not compile.
 */
const records: { readonly [K in DueKind]: DueRecord<K> } = {
  repayment: { record: (draft) => repayOverdraft(draft, true) },
  planEnd: { record: (draft) => changePlan(draft, { plan: STANDARD }, 'ended') },
  refresh: { record: (draft) => refreshAllowance(draft) },
  activation: {
    record: (draft, { bucket: { bucketId, remaining: amount } }) =>
      draft.addInPlace('BucketActivated', { bucketId, amount }),
  },
  usedUp: {
    record: (draft) => chargeRunning(draft),
    isAboutRunning: true,
    endsService: ({ settings }) => settings.onZero === 'terminate',
  },
  period: { record: (draft, { resource }) => void chargeResource(draft, resource), isAboutRunning: true },
  holdExpiry: { record: (draft, { hold }) => expireHold(draft, hold) },
  expiry: { record: expire },
  paymentFailure: { record: (draft, { payment }) => failPayment(draft, payment, 'expired') },
  overLimit: { record: (draft) => terminate(draft), isAboutRunning: true, endsService: true },
  grace: { record: (draft) => terminate(draft), isAboutRunning: true, endsService: true },
  expiryNotice: { record: noticeExpiry, isAboutRunning: true },
};

function noticeExpiry(draft: Draft, { bucket: { bucketId, expiresAt } }: BucketFact): void {
  const amount = bucketIn(draft.account, bucketId)?.remaining;
  if (amount !== undefined && expiresAt !== undefined)
    draft.addInPlace('AlertRaised', { alert: 'expiring', bucketId, amount, expiresAt });
}

/** What running time that comes first has left of it. */
function expire(draft: Draft, { bucket: { bucketId, kind } }: BucketFact): void {
  const amount = bucketIn(draft.account, bucketId)?.remaining ?? ZERO;
  if (isPositive(amount)) draft.addInPlace('BucketExpired', { bucketId, kind, amount, cause: 'expired' });
}

export const DUE_KINDS = Object.keys(records) as readonly DueKind[];

/**
 * The sweep asks for so many facts at a time: what lies between is other work. They are a fraction of what an append
 * holds.
 */
export const DUE_FACTS_PER_SWEEP = 256;

/** What says when something is due. */
export type Deadlines = CostDeadlines &
  Pick<Account, 'holds' | 'pendingPayments' | 'graceDeadline' | 'repaymentGoesOnAt' | 'plan'>;

/** Whether the fact is the end of service. */
export function endsService({ kind }: DueFact, account: Account): boolean {
  const { endsService: ends = false } = records[kind];
  return typeof ends === 'boolean' ? ends : ends(account);
}

/**
 * The earliest fact that has not been recorded, up to and including `until`, or null. Of one kind and instant, the
 * earlier grant or hold comes first.
 */
export function nextDue(account: Deadlines, until: Instant = LAST_INSTANT): DueFact | null {
  const next = earliestOf(account, until);
  return next && next.at <= until ? next : null;
}

function earliestOf(account: Deadlines, until: Instant): DueFact | null {
  const repayment = repaymentOf(account);
  if (repayment) return repayment;
  let next = earlier(dueOf(account), nextCostFact(account, until));
  for (const bucket of account.buckets) {
    // It is looked for at every command, among all buckets: most are told by their date alone.
    if ((deadlineOf(bucket) ?? LAST_INSTANT) > (next?.at ?? until)) continue;
    const fact = factOf(bucket);
    if (fact && (next === null || inDueOrder(fact, next) < 0)) next = fact;
  }
  for (const hold of account.holds)
    if (next === null || inDueOrder(factOfHold(hold), next) < 0) next = factOfHold(hold);
  for (const payment of account.pendingPayments)
    if (next === null || inDueOrder(factOfPayment(payment), next) < 0) next = factOfPayment(payment);
  return next;
}

const factOfHold = (hold: Hold): HoldFact => ({ kind: 'holdExpiry', at: hold.expiresAt, hold });

/** What goes on has been due since the decision that it began with: nothing is due before it. */
const repaymentOf = ({ repaymentGoesOnAt: at }: Deadlines): DueFact | null =>
  at === undefined ? null : { kind: 'repayment', at };

/** What is due of the account itself, and may move while facts are recorded: its plan and its grace. */
function dueOf({ plan, graceDeadline }: Deadlines): DueFact | null {
  let next: DueFact | null = graceDeadline === undefined ? null : { kind: 'grace', at: graceDeadline };
  if (plan === undefined) return next;
  const { refreshesAt, paidUntil } = plan;
  if (refreshesAt !== undefined && (next === null || refreshesAt <= next.at))
    next = { kind: 'refresh', at: refreshesAt };
  if (paidUntil !== undefined && (next === null || paidUntil <= next.at)) next = { kind: 'planEnd', at: paidUntil };
  return next;
}

const deadlineOf = ({ isPending, effectiveAt, expiresAt, noticeAt = expiresAt }: Bucket): Instant | undefined =>
  isPending ? effectiveAt : noticeAt;

/** A bucket's next deadline. One that is pending expires only once it has become effective. */
function factOf(bucket: Bucket): BucketFact | null {
  if (bucket.isPending) return { kind: 'activation', at: bucket.effectiveAt, bucket };
  if (bucket.expiresAt === undefined || !isPositive(bucket.remaining)) return null;
  return bucket.noticeAt === undefined
    ? { kind: 'expiry', at: bucket.expiresAt, bucket }
    : { kind: 'expiryNotice', at: bucket.noticeAt, bucket };
}

const earlier = (a: DueFact | null, b: DueFact | null): DueFact | null =>
  a === null || (b !== null && inDueOrder(b, a) < 0) ? b : a;

const inDueOrder = (a: DueFact, b: DueFact): number =>
  a.at === b.at ? DUE_KINDS.indexOf(a.kind) - DUE_KINDS.indexOf(b.kind) : a.at < b.at ? -1 : 1;

type Options = {
  readonly origin?: Origin;
  /** At most so many; the rest stays due. */
  readonly atMost?: number;
  /** Leaves a fact, and what follows it, for later. */
  readonly stopAt?: (fact: DueFact, account: Account) => boolean;
};

/** Records what fell due up to and including `until`. */
export function recordDue(draft: Draft, until: Instant, options: Options = {}): void {
  if (nextDue(draft.account, until) === null) return;
  const { origin = SYSTEM, atMost = Infinity, stopAt = () => false } = options;
  const command = { at: draft.at, effectiveAt: draft.effectiveAt, origin: draft.origin };
  const agenda = agendaOf(draft.account, until);
  for (let recorded = 0; recorded < atMost; recorded++) {
    const fact = nextOf(draft.account, agenda, until);
    if (!fact || fact.at > until || stopAt(fact, draft.account)) break;
    Object.assign(draft, { at: fact.at, effectiveAt: fact.at, origin });
    const { record, isAboutRunning = false } = records[fact.kind] as DueRecord<DueKind>;
    const make = isAboutRunning ? makeDecision : makeDecisionAfterAccrued;
    make(draft, () => record(draft, fact));
  }
  Object.assign(draft, command);
}

const factOfPayment = (payment: PendingPayment): PaymentFact => ({
  kind: 'paymentFailure',
  at: payment.failsAt,
  payment,
});

type Planned = BucketFact | HoldFact | PaymentFact;

/** What buckets, holds and pending payments will have due until then, the latest first: thousands may be, and are sorted once. */
function agendaOf({ buckets, holds, pendingPayments }: Account, until: Instant): Planned[] {
  const others: Planned[] = [...holds.map(factOfHold), ...pendingPayments.map(factOfPayment)];
  const facts = others.filter(({ at }) => at <= until);
  for (const bucket of buckets) {
    const fact = factOf(bucket);
    if (fact && fact.at <= until) facts.push(fact);
    facts.push(...laterFactsOf(bucket, fact).filter(({ at }) => at <= until));
  }
  return facts.sort(inDueOrder).reverse();
}

/** It may become effective by then, or get back what is held of it, and its owner has been told of its expiry. */
function laterFactsOf(bucket: Bucket, next: BucketFact | null): readonly BucketFact[] {
  const { expiresAt, held } = bucket;
  if (expiresAt === undefined || next?.kind === 'expiry' || (next === null && !isPositive(held))) return [];
  const told = next?.kind === 'expiryNotice' ? next.at : bucket.effectiveAt;
  const notices = noticesAfter(bucket, told).map((at): BucketFact => ({ kind: 'expiryNotice', at, bucket }));
  return [...notices, { kind: 'expiry', at: expiresAt, bucket }];
}

/** The next of the agenda as it is by now, or what moves while facts are recorded: plan, running costs, the end of grace. */
function nextOf(account: Account, agenda: Planned[], until: Instant): DueFact | null {
  const repayment = repaymentOf(account);
  if (repayment) return repayment;
  const moving = earlier(dueOf(account), nextCostFact(account, until));
  for (let planned = agenda.at(-1); planned; planned = agenda.at(-1)) {
    if (moving && inDueOrder(moving, planned) < 0) return moving;
    const fact = asOfNow(account, planned);
    agenda.pop();
    if (fact) return fact;
  }
  return moving;
}

/** Null where what was planned is not due any more: the bucket has been used up since, the payment settled. */
function asOfNow(account: Account, planned: Planned): DueFact | null {
  // Nothing but its end settles a hold while facts are recorded.
  if (planned.kind === 'holdExpiry') return planned;
  if (planned.kind === 'paymentFailure') {
    const { transactionId } = planned.payment;
    return account.pendingPayments.some((each) => each.transactionId === transactionId) ? planned : null;
  }
  const bucket = bucketIn(account, planned.bucket.bucketId);
  const fact = bucket ? factOf(bucket) : null;
  return fact?.kind === planned.kind && fact.at === planned.at ? fact : null;
}

/** Where one due fact ends and the next begins. */
export const isDueFact = (event: AccountEvent): boolean => event.type !== 'EntriesJoined' && beginsDueFact(event);
