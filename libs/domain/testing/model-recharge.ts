/** The model's reading of rules 4.20 to 4.22: purchases that the account opens by itself. */
import { CENT, type Rules, feeFor, isFiat, refuse } from './model-rules.js';
import { type Model, available, settingsOf, units, write } from './model-state.js';

export const rechargeRules: Pick<Rules, 'ConfigureAutoRecharge'> = {
  ConfigureAutoRecharge: {
    does(model, { enabled, threshold, amount, paymentMethod: method, monthlyLimit }) {
      if (units(amount) < units(settingsOf(model).minimumPurchase)) refuse('invalid');
      model.recharge = {
        on: enabled,
        threshold: units(threshold),
        amount: units(amount),
        method,
        limit: monthlyLimit === undefined ? null : units(monthlyLimit),
        failures: 0,
      };
      write(model, { type: 'AutoRechargeConfigured', change: 0n });
    },
    isInvalid: ({ amount, paymentMethod }) => isFiat(paymentMethod) && units(amount) % CENT !== 0n,
    bringsCreditsIn: false,
  },
};

const month = (ms: number): string => new Date(ms).toISOString().slice(0, 7);

/** The last thing that a decision does. `at`: as of when it is decided; `effective`: the time that it is of. */
export function recharge(model: Model, at: number, effective: number): void {
  const terms = model.recharge;
  if (!terms?.on || model.status === 'closed') return;
  if (model.rechargeFailed) {
    if (terms.failures < 3) return;
    terms.on = false;
    write(model, { type: 'AutoRechargeDisabled', change: 0n });
    return;
  }
  if (available(model, at) > terms.threshold) return;
  const recharges = model.purchases.filter(({ rechargedAt }) => rechargedAt !== null);
  if (recharges.some(({ status }) => status === 'pending')) return;
  const counted = recharges.filter(
    ({ status, rechargedAt }) => status !== 'failed' && month(rechargedAt ?? 0) === month(effective),
  );
  const opened = counted.reduce((sum, { amount }) => sum + amount, 0n);
  if (terms.limit !== null && opened + terms.amount > terms.limit) return;
  const { amount, method } = terms;
  const fee = feeFor(amount, method);
  write(model, { type: 'PurchaseOpened', change: 0n });
  model.purchases.push({
    id: `pur-${model.tag}-${model.revision}`,
    amount,
    fee,
    total: amount + fee,
    method,
    bonus: null,
    status: 'pending',
    bucketId: null,
    bonusId: null,
    rechargedAt: effective,
  });
}
