/** The model's reading of rules 8.1 to 8.4: plans, their cycles and allowances. */
import { type Data, type Rules, addBucket, time } from './model-rules.js';
import { covers, cycleEnd, cycleStart } from './model-buckets.js';
import { type Model, type ModelBucket, type ModelPlan, type Units, units, write } from './model-state.js';

const HOUR = 3_600_000;
type Terms = { allowance: Units; hours: number; scope: ModelPlan['scope'] };
type Used = { product: string; model?: string; gpu?: string };

/** The allowance that stands, if any. */
export const standing = (model: Model): ModelBucket | undefined =>
  model.buckets.find((bucket) => bucket.cycle?.stands === true);

/** Something of the allowance was used: its refresh is an entry. */
export function use(model: Model, bucket: ModelBucket, at: number): void {
  if (model.plan && bucket.cycle?.stands) model.plan.refreshAt = cycleEnd(bucket.cycle, at);
}

const termsIn = (terms: Data<'ChangePlanTerms'>['terms']): Terms => ({
  allowance: units(terms.allowance),
  hours: terms.refreshHours,
  scope: terms.scope ?? null,
});

/** It has dates of its own from now on: those of the cycle that `within` is in, cut at `at`. */
function end(bucket: ModelBucket, within: number, at: number): void {
  if (!bucket.cycle) return;
  bucket.from = cycleStart(bucket.cycle, within);
  bucket.until = at;
  bucket.cycle.stands = false;
}

function lapse(model: Model, bucket: ModelBucket): void {
  if (bucket.remaining === 0n) return;
  write(model, { type: 'BucketExpired', change: -bucket.remaining });
  bucket.lapsed += bucket.remaining;
  bucket.remaining = 0n;
}

function give(
  model: Model,
  plan: string,
  { allowance, hours, scope }: Terms,
  from: number,
  stands: boolean,
): ModelBucket {
  write(model, { type: 'AllowanceRefreshed', change: allowance });
  const bucket = { kind: 'allowance', source: 'plan', scope, granted: allowance, from, until: null } as const;
  const added = addBucket(model, { ...bucket, pending: false, paidFor: false });
  added.cycle = { plan, from, hours, amount: allowance, stands };
  return added;
}

export function refresh(model: Model, at: number): void {
  const { plan } = model;
  if (!plan) throw new Error('the model lost its plan');
  const old = standing(model);
  if (old) {
    lapse(model, old);
    end(old, at - 1, at);
    model.wentOut = true;
  }
  Object.assign(plan, plan.next ?? {}, { next: null, refreshAt: null });
  give(model, plan.name, plan, at, true);
}

/** The account is on another plan. What was left of the allowance lapses; that of an earlier cycle may go on. */
export function choose(model: Model, name: string, terms: Terms | null, until: number | null, now: number): void {
  const goesOn = model.buckets.findLast(
    ({ cycle, from }) => cycle?.plan === name && !cycle.stands && from + cycle.hours * HOUR > now,
  );
  write(model, { type: 'PlanChosen', change: 0n });
  const old = standing(model);
  if (old) {
    const left = old.remaining;
    lapse(model, old);
    end(old, now, now);
    if (left > 0n) model.wentOut = true;
  }
  model.plan = terms && { name, ...terms, since: now, until, refreshAt: null, next: null };
  if (!model.plan) return;
  if (goesOn?.cycle) {
    goesOn.cycle.stands = true;
    model.plan.refreshAt = goesOn.from + goesOn.cycle.hours * HOUR;
    Object.assign(goesOn, { until: null });
    if (goesOn.lapsed > 0n) write(model, { type: 'BucketExpiryReversed', change: goesOn.lapsed });
    Object.assign(goesOn, { remaining: goesOn.remaining + goesOn.lapsed, lapsed: 0n });
  } else if (model.plan.allowance > 0n) give(model, name, model.plan, now, true);
}

/** An allowance nobody has used renews itself; usage of such a cycle that comes late is paid by that cycle's own. */
export function openPast(model: Model, usage: Used, usedAt: number, at: number): void {
  const allowances = model.buckets.filter(({ cycle }) => cycle !== null);
  const begin = ({ cycle, from }: ModelBucket): number => (cycle?.stands ? cycleStart(cycle, at) : from);
  const isThere = (bucket: ModelBucket): boolean => begin(bucket) <= usedAt && usedAt < (bucket.until ?? Infinity);
  if (allowances.some(isThere)) return;
  const passed = allowances.findLast((bucket) => bucket.cycle && bucket.cycle.from <= usedAt && usedAt < begin(bucket));
  if (!passed?.cycle || !covers(passed.scope, usage)) return;
  const { plan, hours, amount } = passed.cycle;
  const opened = give(
    model,
    plan,
    { allowance: amount, hours, scope: passed.scope },
    cycleStart(passed.cycle, usedAt),
    false,
  );
  opened.until = opened.from + hours * HOUR;
  lapse(model, opened);
}

export const planRules: Pick<Rules, 'ChoosePlan' | 'ChangePlanTerms'> = {
  ChoosePlan: {
    does(model, { plan, terms, paidUntil }, { now }) {
      const until = paidUntil ? time(paidUntil) : null;
      if (plan !== (model.plan?.name ?? 'standard')) {
        choose(model, plan, plan === 'standard' || !terms ? null : termsIn(terms), until, now);
        return;
      }
      if (model.plan) model.plan.until = until;
      write(model, { type: 'PlanChosen', change: 0n });
    },
    isInvalid: ({ plan, paidUntil }, now) => paidUntil !== undefined && (time(paidUntil) <= now || plan === 'standard'),
    bringsCreditsIn: true,
  },

  ChangePlanTerms: {
    does(model, { plan, terms }, { at, now }) {
      const current = model.plan;
      if (current?.name !== plan) return;
      const [known, wanted] = [current.next ?? current, termsIn(terms)];
      const isSame = known.allowance === wanted.allowance && known.hours === wanted.hours;
      if (isSame && JSON.stringify(known.scope) === JSON.stringify(wanted.scope)) return;
      const cycle = standing(model)?.cycle;
      write(model, { type: 'PlanTermsChanged', change: 0n });
      Object.assign(current, { next: wanted, refreshAt: cycle ? cycleEnd(cycle, at) : now });
    },
    bringsCreditsIn: false,
  },
};
