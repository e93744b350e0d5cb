/** What falls due by itself, in the order of due time, each decided at its own due time (rules 2.31, 2.32). */
import { type Instant, LAST_INSTANT, type Origin, SYSTEM } from '../messages.js';
import { isPositive } from '../money.js';
import { bucketIn } from './bucket-list.js';
import type { Draft } from './draft.js';
import { beginsDueFact } from './event-table.js';
import type { AccountEvent } from './events.js';
import { makeDecision, repayOverdraft, terminate } from './solvency/solvency.js';
import type { Account, Bucket } from './state.js';

type BucketFact = { readonly kind: 'activation' | 'expiry'; readonly at: Instant; readonly bucket: Bucket };
export type DueFact =
  BucketFact | { readonly kind: 'repayment'; readonly at: Instant } | { readonly kind: 'grace'; readonly at: Instant };
export type DueKind = DueFact['kind'];
type FactOf<K extends DueKind> = K extends BucketFact['kind'] ? BucketFact : Extract<DueFact, { kind: K }>;

/** What each kind records, in the order in which facts of one instant are applied. A kind that is missing does not compile. */
const records: { readonly [K in DueKind]: (draft: Draft, fact: FactOf<K>) => void } = {
  repayment: (draft) => repayOverdraft(draft, true),
  activation: (draft, { bucket: { bucketId, remaining: amount } }) =>
    draft.addInPlace('BucketActivated', { bucketId, amount }),
  expiry: (draft, { bucket: { bucketId, kind, remaining: amount } }) =>
    draft.addInPlace('BucketExpired', { bucketId, kind, amount, cause: 'expired' }),
  grace: (draft) => terminate(draft),
};
export const DUE_KINDS = Object.keys(records) as readonly DueKind[];

/**
 * The sweep asks for so many facts at a time: what lies between is other work. They are a fraction of what an append
 * holds.
 */
export const DUE_FACTS_PER_SWEEP = 256;

/** What says when something is due. */
export type Deadlines = Pick<Account, 'buckets' | 'graceDeadline' | 'repaymentGoesOnAt'>;

/** The earliest fact that has not been recorded, or null. Of buckets of one instant, the earlier grant comes first. */
export function nextDue(account: Deadlines): DueFact | null {
  const repayment = repaymentOf(account);
  if (repayment) return repayment;
  let next: DueFact | null = graceOf(account);
  for (const bucket of account.buckets) {
    // It is looked for at every command, among all buckets: most are told by their date alone.
    if (next !== null && (deadlineOf(bucket) ?? LAST_INSTANT) > next.at) continue;
    const fact = factOf(bucket);
    if (fact && (next === null || inDueOrder(fact, next) < 0)) next = fact;
  }
  return next;
}

/** What goes on has been due since the decision that it began with: nothing is due before it. */
const repaymentOf = ({ repaymentGoesOnAt: at }: Deadlines): DueFact | null =>
  at === undefined ? null : { kind: 'repayment', at };

const graceOf = ({ graceDeadline }: Deadlines): DueFact | null =>
  graceDeadline === undefined ? null : { kind: 'grace', at: graceDeadline };

const deadlineOf = ({ isPending, effectiveAt, expiresAt }: Bucket): Instant | undefined =>
  isPending ? effectiveAt : expiresAt;

/** A bucket's next deadline. One that is pending expires only once it has become effective. */
function factOf(bucket: Bucket): BucketFact | null {
  if (bucket.isPending) return { kind: 'activation', at: bucket.effectiveAt, bucket };
  return bucket.expiresAt !== undefined && isPositive(bucket.remaining)
    ? { kind: 'expiry', at: bucket.expiresAt, bucket }
    : null;
}

const inDueOrder = (a: DueFact, b: DueFact): number =>
  a.at === b.at ? DUE_KINDS.indexOf(a.kind) - DUE_KINDS.indexOf(b.kind) : a.at < b.at ? -1 : 1;

type Options = {
  readonly origin?: Origin;
  /** At most so many; the rest stays due. */
  readonly atMost?: number;
  /** Leaves a fact, and what follows it, for later. */
  readonly stopAt?: (fact: DueFact) => boolean;
};

/** Records what fell due up to and including `until`. */
export function recordDue(draft: Draft, until: Instant, options: Options = {}): void {
  const { origin = SYSTEM, atMost = Infinity, stopAt = () => false } = options;
  const first = nextDue(draft.account);
  if (!first || first.at > until) return;
  const command = { at: draft.at, effectiveAt: draft.effectiveAt, origin: draft.origin };
  const agenda = agendaOf(draft.account, until);
  for (let recorded = 0; recorded < atMost; recorded++) {
    const fact = nextOf(draft.account, agenda);
    if (!fact || fact.at > until || stopAt(fact)) break;
    Object.assign(draft, { at: fact.at, effectiveAt: fact.at, origin });
    makeDecision(draft, () => (records[fact.kind] as (draft: Draft, fact: DueFact) => void)(draft, fact));
  }
  Object.assign(draft, command);
}

/** What buckets will have due until then, the latest first: thousands may be, and are sorted once. */
function agendaOf({ buckets }: Account, until: Instant): BucketFact[] {
  const facts: BucketFact[] = [];
  for (const bucket of buckets) {
    const fact = factOf(bucket);
    if (fact && fact.at <= until) facts.push(fact);
    const end = bucket.isPending ? bucket.expiresAt : undefined;
    if (end !== undefined && end <= until) facts.push({ kind: 'expiry', at: end, bucket });
  }
  return facts.sort(inDueOrder).reverse();
}

/** The next of the agenda as it is by now, or the end of grace, which moves while facts are recorded. */
function nextOf(account: Account, agenda: BucketFact[]): DueFact | null {
  const repayment = repaymentOf(account);
  if (repayment) return repayment;
  const grace = graceOf(account);
  for (let planned = agenda.at(-1); planned; planned = agenda.at(-1)) {
    if (grace && inDueOrder(grace, planned) < 0) return grace;
    const bucket = bucketIn(account, planned.bucket.bucketId);
    const fact = bucket ? factOf(bucket) : null;
    agenda.pop();
    // It has been used up since.
    if (fact?.kind === planned.kind) return fact;
  }
  return grace;
}

/** Where one due fact ends and the next begins. */
export const isDueFact = (event: AccountEvent): boolean => event.type !== 'EntriesJoined' && beginsDueFact(event);
