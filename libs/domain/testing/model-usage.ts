/** The model's reading of rules 5.1 to 5.32: charges and refunds. */
import { openPast, use } from './model-plans.js';
import { chargeAll, unpaid } from './model-running.js';
import { freeToRepay } from './model-solvency.js';
import { DAY, type Data, MINUTE, type Rules, addBucket, refuse, tellAfter, time } from './model-rules.js';
import { bucketOf, covers, mayPay } from './model-buckets.js';
import { type Model, type Part, type Units, overdraft, settingsOf, units, write } from './model-state.js';

function usageIsInvalid({ occurredAt, mode, onInsufficient }: Data<'ChargeUsage'>, now: number): boolean {
  if (onInsufficient === 'pend' && mode === 'record') return true;
  if (occurredAt === undefined) return false;
  return time(occurredAt) > now + 5 * MINUTE || (mode === 'authorize' && time(occurredAt) < now - 3 * DAY);
}

export const usageRules: Pick<Rules, 'ChargeUsage' | 'Refund'> = {
  ChargeUsage: {
    does(model, data, { at, now }) {
      if (model.status === 'suspended' && data.mode === 'authorize') refuse('account-suspended');
      const stated = data.occurredAt ? Math.min(time(data.occurredAt), now) : now;
      const usedAt = Math.max(stated, now - 3 * DAY);
      const amount = costOf(data.cost);
      if (usedAt < at && amount > 0n) openPast(model, data, usedAt, at);
      if (data.mode === 'authorize' && !isCovered(model, data, { usedAt, at, amount })) {
        if (data.onInsufficient !== 'pend') refuse('insufficient-credits');
        return pend(model, data, amount, now);
      }
      let rest = amount;
      const parts: Part[] = [];
      for (const bucket of mayPay(model, data, usedAt, at)) {
        const has = bucket.remaining + bucket.lapsed;
        const pays = rest < has ? rest : has;
        if (pays === 0n) continue;
        if (bucket.lapsed > 0n) write(model, { type: 'BucketExpiryReversed', change: pays });
        if (bucket.lapsed > 0n) bucket.lapsed -= pays;
        else bucket.remaining -= pays;
        use(model, bucket, at);
        parts.push({ bucketId: bucket.id, amount: pays });
        rest -= pays;
      }
      write(model, { type: 'UsageCharged', change: -amount, overdraft: rest, parts });
      model.charges.push({
        id: `tx-${model.tag}-${model.revision}`,
        revision: model.revision,
        amount,
        refunded: 0n,
        debt: rest,
        payers: parts.map((part) => ({ ...part, returned: 0n })),
        takenBack: false,
        running: false,
        usage: data,
      });
      model.wentOut = true;
    },
    isInvalid: usageIsInvalid,
    bringsCreditsIn: false,
  },

  Refund: {
    does(model, data, { now }) {
      const isPayment = model.payments.some(({ id }) => id === data.transactionId);
      const charge =
        model.charges.find((each) => each.id === data.transactionId && !each.takenBack) ??
        refuse(isPayment ? 'wrong-state' : 'not-found');
      const left = charge.amount - charge.refunded;
      const amount = data.amount ? units(data.amount) : left;
      if (left === 0n || amount > left) refuse('exceeds-charge');
      charge.refunded += amount;
      const forgiven = amount < charge.debt ? amount : charge.debt;
      charge.debt -= forgiven;
      let rest = amount - forgiven;
      const parts: Part[] = [];
      for (const payer of [...charge.payers].reverse()) {
        const back = rest < payer.amount - payer.returned ? rest : payer.amount - payer.returned;
        if (back === 0n) continue;
        payer.returned += back;
        rest -= back;
        const part = parts.find((each) => each.bucketId === payer.bucketId);
        if (part) part.amount += back;
        else parts.push({ bucketId: payer.bucketId, amount: back });
      }
      write(model, { type: 'UsageRefunded', change: amount, overdraft: forgiven, parts });
      returnCredits(model, parts, now);
    },
    bringsCreditsIn: true,
  },
};

/** Whether an authorized charge may leave so much that no bucket pays; what it left in the buckets is as it is by now. */
function mayOwe(model: Model, rest: Units, at: number, { usage, usedAt }: { usage: Usage; usedAt: number }): boolean {
  const limit = isPaused(model, usage, usedAt) ? 0n : overdraftLimit(model);
  if (rest === 0n || overdraft(model) + rest <= limit) return true;
  return overdraft(model) + rest - freeToRepay(model, at, { debt: rest, usage }) <= limit;
}

/** Whether an authorized charge of so much would be accepted now. */
export function wouldCharge(model: Model, usage: Usage, amount: Units, at: number): boolean {
  const trial = structuredClone(model);
  const isEnough = takeFrom(trial, usage, amount, at) === 0n && unpaid(trial, at) === 0n;
  if (isEnough) return true;
  Object.assign(trial, structuredClone(model));
  chargeAll(trial, at);
  return mayOwe(trial, takeFrom(trial, usage, amount, at), at, { usage, usedAt: at });
}

function takeFrom(trial: Model, usage: Usage, amount: Units, at: number): Units {
  let rest = amount;
  for (const bucket of mayPay(trial, usage, at)) {
    const has = bucket.remaining + bucket.lapsed;
    const pays = rest < has ? rest : has;
    bucket.remaining = has - pays;
    rest -= pays;
  }
  return rest;
}

type Usage = { product: string; model?: string; gpu?: string };

/** By buckets, or within the limit, also once what could not pay for it has repaid what it may. */
function isCovered(
  model: Model,
  usage: Data<'ChargeUsage'>,
  { usedAt, at, amount }: { usedAt: number; at: number; amount: Units },
): boolean {
  const payers = mayPay(model, usage, usedAt, at);
  const rest = amount - payers.reduce((sum, { remaining, lapsed }) => sum + remaining + lapsed, 0n);
  if (rest <= 0n) return true;
  const others = { ...model, buckets: model.buckets.filter((bucket) => !payers.includes(bucket)) };
  const owed = overdraft(model) + rest;
  const limit = isPaused(model, usage, usedAt) ? 0n : overdraftLimit(model);
  return owed <= limit || owed - freeToRepay(others, at, { debt: rest, usage }) <= limit;
}

function pend(model: Model, { product, model: of, gpu }: Data<'ChargeUsage'>, amount: Units, now: number): void {
  const fails = now + settingsOf(model).graceWindowSeconds * 1000;
  write(model, { type: 'PaymentPended', change: 0n });
  const usage = { product, ...(of !== undefined && { model: of }), ...(gpu !== undefined && { gpu }) };
  const id = `tx-${model.tag}-${model.revision}`;
  model.payments.push({ id, place: model.revision, amount, usage, fails, open: true });
}

function costOf(cost: Data<'ChargeUsage'>['cost']): Units {
  if (typeof cost === 'string') return units(cost);
  if ('quantity' in cost) return (units(cost.quantity) * units(cost.unitPrice)) / 10n ** 18n;
  const counted: (readonly [number | undefined, string | undefined])[] = [
    [cost.inputTokens, cost.inputTokenPrice],
    [cost.outputTokens, cost.outputTokenPrice],
    [cost.cachedInputTokens, cost.cachedInputTokenPrice],
    [cost.cacheWriteTokens, cost.cacheWriteTokenPrice],
    [cost.reasoningTokens, cost.reasoningTokenPrice],
  ];
  let total = 0n;
  for (const [tokens = 0, price = '0'] of counted) total += BigInt(tokens) * units(price);
  for (const unit of Object.values(cost.units ?? {}))
    total += (units(unit.quantity) * units(unit.unitPrice)) / 10n ** 18n;
  return total;
}

/** Rule 8.3: what the plan in force may pay never goes into overdraft. */
function isPaused(model: Model, usage: Usage, usedAt: number): boolean {
  const { plan } = model;
  if (!plan || plan.allowance === 0n || settingsOf(model).planOverage !== 'pause') return false;
  return usedAt >= plan.since && covers(plan.scope, usage);
}

function overdraftLimit(model: Model): Units {
  if (!model.payg || settingsOf(model).onZero === 'terminate') return 0n;
  return units(settingsOf(model).overdraftLimit);
}

/** To the buckets that paid; a promo that expired since comes back as a new one, a voided one lapses at once. */
function returnCredits(model: Model, parts: Part[], now: number): void {
  const revision = model.revision;
  const lapsing: Units[] = [];
  for (const [nth, part] of parts.entries()) {
    const bucket = bucketOf(model, part.bucketId);
    if (bucket.voided || (bucket.cycle && !bucket.cycle.stands)) {
      lapsing.push(part.amount);
      if (bucket.cycle) bucket.lapsed += part.amount;
    } else if (bucket.until !== null && bucket.until <= now) {
      const until = now + settingsOf(model).refundedPromoExpiresInDays * DAY;
      const { kind, scope } = bucket;
      const fresh = {
        kind,
        scope,
        source: 'refund',
        granted: part.amount,
        from: now,
        until,
        pending: false,
        paidFor: false,
      };
      part.bucketId = addBucket(model, fresh, nth).id;
    } else {
      if (bucket.remaining === 0n) tellAfter(bucket, now);
      bucket.remaining += part.amount;
    }
  }
  if (model.revision !== revision) throw new Error('the buckets of a refund belong to its entry');
  for (const amount of lapsing) write(model, { type: 'BucketExpired', change: -amount });
}
