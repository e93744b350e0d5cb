/** The model's reading of rules 4.10 to 4.16: prepaid credits, bought or requested. */
import { CENT, type Data, type Rules, addBucket, feeFor, grant, isFiat, refuse, time } from './model-rules.js';
import { bucketOf } from './model-buckets.js';
import {
  type Model,
  type ModelBucket,
  type ModelPurchase,
  overdraft,
  settingsOf,
  units,
  write,
} from './model-state.js';
import { returned } from './withdrawals.js';

function purchaseIsInvalid(data: Data<'PurchasePrepaid'>, now: number): boolean {
  if (isFiat(data.paymentMethod) && units(data.amount) % CENT !== 0n) return true;
  if (data.paymentMethod === 'request' && data.status === 'completed') return true;
  return data.bonus?.expiresAt !== undefined && time(data.bonus.expiresAt) <= now;
}

export const purchaseRules: Pick<
  Rules,
  'PurchasePrepaid' | 'CompletePurchase' | 'FailPurchase' | 'ApprovePurchase' | 'RejectPurchase' | 'ReversePurchase'
> = {
  PurchasePrepaid: {
    does(model, data, { now }) {
      const amount = units(data.amount);
      const owed = overdraft(model);
      const debt = isFiat(data.paymentMethod) ? owed + ((CENT - (owed % CENT)) % CENT) : owed;
      if (amount < units(settingsOf(model).minimumPurchase) && (debt === 0n || amount !== debt)) refuse('invalid');
      const fee = feeFor(amount, data.paymentMethod);
      const bonus = data.bonus && {
        amount: units(data.bonus.amount),
        until: data.bonus.expiresAt ? time(data.bonus.expiresAt) : null,
        scope: data.bonus.scope ?? null,
      };
      write(model, { type: 'PurchaseOpened', change: 0n });
      const purchase: ModelPurchase = {
        id: `pur-${model.tag}-${model.revision}`,
        amount,
        fee,
        total: amount + fee,
        method: data.paymentMethod,
        bonus: bonus ?? null,
        status: 'pending',
        bucketId: null,
        bonusId: null,
        rechargedAt: null,
      };
      model.purchases.push(purchase);
      if (data.status === 'pending') return;
      completed(model, purchase, now);
    },
    isInvalid: purchaseIsInvalid,
    bringsCreditsIn: ({ status }) => status === 'completed',
  },

  CompletePurchase: {
    does(model, { purchaseId }, { now }) {
      const purchase = purchaseOf(model, purchaseId);
      if (purchase.status === 'approved') {
        purchase.status = 'completed';
        paidFor(model);
        bucketOf(model, purchase.bucketId ?? '').paidFor = true;
        write(model, { type: 'PurchaseCompleted', change: 0n });
        return;
      }
      if (purchase.method === 'request') refuse('wrong-state');
      completed(model, purchase, now);
    },
    bringsCreditsIn: true,
  },

  FailPurchase: {
    does(model, { purchaseId }) {
      const purchase = purchaseOf(model, purchaseId);
      if (purchase.status === 'approved') return takenBack(model, purchase, 'failed');
      if (purchase.method === 'request') refuse('wrong-state');
      purchase.status = 'failed';
      model.rechargeFailed = purchase.rechargedAt !== null;
      if (model.rechargeFailed && model.recharge) model.recharge.failures += 1;
      write(model, { type: 'PurchaseFailed', change: 0n });
    },
    bringsCreditsIn: false,
  },

  ApprovePurchase: {
    does(model, { purchaseId, paid }, { now }) {
      const purchase = purchaseOf(model, purchaseId);
      if (purchase.status === 'approved') refuse('already-settled');
      if (purchase.method !== 'request') refuse('wrong-state');
      purchase.status = paid ? 'completed' : 'approved';
      write(model, { type: 'PurchaseApproved', change: purchase.amount });
      purchase.bucketId = addPrepaid(model, purchase, now, paid).id;
      if (paid) paidFor(model);
      addBonus(model, purchase, now);
    },
    bringsCreditsIn: ({ paid }) => paid,
  },

  RejectPurchase: {
    does(model, { purchaseId }) {
      const purchase = purchaseOf(model, purchaseId);
      if (purchase.status === 'approved') refuse('already-settled');
      if (purchase.method !== 'request') refuse('wrong-state');
      purchase.status = 'rejected';
      write(model, { type: 'PurchaseRejected', change: 0n });
    },
    bringsCreditsIn: false,
  },

  ReversePurchase: {
    does(model, { purchaseId }) {
      const purchase = model.purchases.find((each) => each.id === purchaseId) ?? refuse('not-found');
      if (purchase.status === 'pending' || purchase.status === 'approved') refuse('wrong-state');
      if (purchase.status !== 'completed') refuse('already-settled');
      for (const withdrawal of model.withdrawals) {
        if (withdrawal.status !== 'requested' && withdrawal.status !== 'approved') continue;
        if (withdrawal.parts.some((part) => part.bucketId === purchase.bucketId)) returned(model, withdrawal);
      }
      takenBack(model, purchase, 'reversed');
    },
    bringsCreditsIn: false,
  },
};

/** Not paid, or not any more: what is left of its credits goes, what is spent of them is owed, and its bonus is void. */
function takenBack(model: Model, purchase: ModelPurchase, status: 'failed' | 'reversed'): void {
  purchase.status = status;
  const bucket = bucketOf(model, purchase.bucketId ?? '');
  const debt = purchase.amount - bucket.remaining;
  Object.assign(bucket, { remaining: 0n, paidFor: false });
  write(model, { type: status === 'failed' ? 'PurchaseFailed' : 'PurchaseReversed', change: -purchase.amount });
  model.charges.push({
    id: `tx-${model.tag}-${model.revision}`,
    revision: model.revision,
    amount: 0n,
    refunded: 0n,
    debt,
    payers: [],
    takenBack: true,
    running: false,
    usage: null,
  });
  model.wentOut = true;
  const bonus = model.buckets.find(({ id }) => id === purchase.bonusId);
  if (!bonus || bonus.voided) return;
  write(model, { type: 'PromoVoided', change: -bonus.remaining });
  Object.assign(bonus, { remaining: 0n, lapsed: 0n, voided: true });
}

/** The purchase is paid: its credits, its bonus, and what the first one unlocks. */
function completed(model: Model, purchase: ModelPurchase, now: number): void {
  purchase.status = 'completed';
  write(model, { type: 'PurchaseCompleted', change: purchase.amount });
  purchase.bucketId = addPrepaid(model, purchase, now, true).id;
  paidFor(model);
  addBonus(model, purchase, now);
}

function paidFor(model: Model): void {
  model.payg = true;
  if (model.recharge) model.recharge.failures = 0;
}

function addPrepaid(model: Model, { amount, method }: ModelPurchase, now: number, paidFor: boolean): ModelBucket {
  const source = method === 'request' ? 'request' : 'purchase';
  return addBucket(model, {
    kind: 'prepaid',
    source,
    scope: null,
    granted: amount,
    from: now,
    until: null,
    pending: false,
    paidFor,
  });
}

function addBonus(model: Model, purchase: ModelPurchase, now: number): void {
  const { bonus } = purchase;
  if (!bonus || (bonus.until !== null && bonus.until <= now)) return;
  purchase.bonusId = grant(model, { ...bonus, from: now, source: 'bonus' }, now).id;
}

function purchaseOf(model: Model, id: string): ModelPurchase {
  const purchase = model.purchases.find((each) => each.id === id) ?? refuse('not-found');
  if (!['pending', 'approved'].includes(purchase.status)) refuse('already-settled');
  return purchase;
}
